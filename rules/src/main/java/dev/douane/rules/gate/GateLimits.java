package dev.douane.rules.gate;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.sheet.SheetLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/** How large, deep and many the parts of a pack may be. */
public final class GateLimits {
    /** How deep brackets may be nested, in conditions and in constraints. */
    public static final int DEPTH_MAX = 10;

    /** Constraints of one rule, those inside brackets included. */
    public static final int CONSTRAINTS_MAX = 200;

    /** Values in one list, and in all lists of one rule together. */
    public static final int VALUES_MAX = 500;

    /** Patterns of one rule. */
    public static final int PATTERNS_MAX = 20;

    /** Ways in which the {@code or}s between the patterns of one rule can come true. */
    public static final int BRANCHES_MAX = 16;

    /** Effects of one rule. */
    public static final int EFFECTS_MAX = 40;

    /** Characters of a text that is compared or told to an effect. */
    public static final int TEXT_MAX = 200;

    /** Characters of a rule's name, and of a cited article. */
    public static final int NAME_MAX = 200;

    /** Characters of a reason, parameters filled in. */
    public static final int REASON_MAX = 500;

    /** Articles that one rule may cite. */
    public static final int CITES_MAX = 20;

    /** Problems that one answer lists. */
    public static final int PROBLEMS_MAX = 1_000;

    private GateLimits() {}

    /** All of them with what they limit, for the reference. */
    public static Map<String, Integer> all() {
        var all = new LinkedHashMap<String, Integer>();
        all.put("bytes of a file", PackReader.FILE_BYTES_MAX);
        all.put("files of a pack", PackReader.FILES_MAX);
        all.put("rules of a pack, rows of tables included", Pack.RULES_MAX);
        all.put("patterns of a rule", PATTERNS_MAX);
        all.put("constraints of a rule", CONSTRAINTS_MAX);
        all.put("values in all lists of a rule", VALUES_MAX);
        all.put("ways in which the `or`s of a rule can come true", BRANCHES_MAX);
        all.put("effects of a rule", EFFECTS_MAX);
        all.put("brackets inside brackets", DEPTH_MAX);
        all.put("characters of a text", TEXT_MAX);
        all.put("characters of a name or a citation", NAME_MAX);
        all.put("citations of a rule", CITES_MAX);
        all.put("characters of a reason", REASON_MAX);
        all.put("rows of a table's sheet", SheetLimits.ROWS_MAX);
        all.put("columns of a table", SheetLimits.COLUMNS_MAX);
        all.put("bytes that an XLSX file unpacks to", SheetLimits.XLSX_UNPACKED_MAX);
        all.put("files inside an XLSX file", SheetLimits.XLSX_ENTRIES_MAX);
        return all;
    }
}
