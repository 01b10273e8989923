package dev.douane.service.identity;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a key may do. A key has at least one. */
public final class Roles {
    /** Asks for decisions, settles and voids them. */
    public static final String GATEWAY = "gateway";

    /** Writes rule packs and proposes rulesets. */
    public static final String AUTHOR = "author";

    /** Approves and activates what others proposed. */
    public static final String APPROVER = "approver";

    /** Reads everything, and changes nothing. */
    public static final String AUDITOR = "auditor";

    /** Makes and changes budgets, and ends holds. */
    public static final String FINOPS = "finops";

    /** Makes and revokes keys, and puts approved rulesets in force. */
    public static final String ADMIN = "admin";

    /** Reads {@code /q/metrics}, and nothing else. */
    public static final String METRICS = "metrics";

    /** What each is for, in words; sorted by role. */
    static final SortedMap<String, String> MAY = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            GATEWAY, "ask for decisions, and settle, void and read its own",
            AUTHOR, "publish rule packs and propose rulesets",
            APPROVER,
                    "approve rulesets and budget overrides that somebody else proposed, and put rulesets in force or take them back",
            AUDITOR, "read everything: decisions, money, budgets, packs, rulesets and keys; change nothing",
            FINOPS,
                    "make and change budgets, propose overrides, read figures and statements, and settle or void any hold",
            ADMIN,
                    "make, list and revoke keys, put approved rulesets in force or take them back, and have the ledger checked",
            METRICS, "read the figures of /q/metrics, and nothing else")));

    /** All of them, sorted. */
    public static final SortedSet<String> ALL = Collections.unmodifiableSortedSet(new TreeSet<>(MAY.keySet()));

    /** Those that may ask operations of the API for anything: all but one, sorted. */
    public static final SortedSet<String> ASKING = Collections.unmodifiableSortedSet(asking());

    private Roles() {}

    private static SortedSet<String> asking() {
        var asking = new TreeSet<>(ALL);
        asking.remove(METRICS);
        return asking;
    }
}
