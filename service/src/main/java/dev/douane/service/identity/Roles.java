package dev.douane.service.identity;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a key may do. A key has at least one. */
public final class Roles {
    /** Asks for decisions, settles and voids them. */
    public static final String GATEWAY = "gateway";

    /** Writes rule packs and proposes rulesets. */
    public static final String AUTHOR = "author";

    /** Approves and activates what others proposed. */
    public static final String APPROVER = "approver";

    /** Reads every decision and its evidence. */
    public static final String AUDITOR = "auditor";

    /** Makes budgets and reads their figures. */
    public static final String FINOPS = "finops";

    /** Makes and revokes keys. */
    public static final String ADMIN = "admin";

    /** All of them, sorted. */
    public static final SortedSet<String> ALL = Collections.unmodifiableSortedSet(
            new TreeSet<>(List.of(ADMIN, APPROVER, AUDITOR, AUTHOR, FINOPS, GATEWAY)));

    private Roles() {}
}
