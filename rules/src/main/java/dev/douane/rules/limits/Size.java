package dev.douane.rules.limits;

/** How large, deep and many the parts of a pack may be, and what comes with it; the documentation prints them. */
public enum Size {
    FILE_BYTES(1 << 20, "bytes of a file"),
    FILES(500, "files of a pack"),

    /** Such that the archive of the largest pack, stored as it is, and all signatures go into one request. */
    PACK_BYTES(6 << 20, "bytes of all files of a new pack"),
    ARCHIVE_BYTES(8 << 20, "bytes of a pack's archive, and of the request that publishes it"),
    ARCHIVE_RATIO(100, "times its packed size that a file larger than 64 KiB has in an archive"),
    ENVELOPES(16, "signature documents that come with a pack"),
    ENVELOPE_CHARS(64 << 10, "characters of a signature document"),
    SIGNATURES(16, "signatures in a signature document"),
    PACKS(100, "packs of a ruleset"),
    PARAMETERS(100, "parameters of a pack"),
    WORDS(500, "words in a parameter"),
    OWNERS(20, "owners of a new pack"),
    TITLE(200, "characters of a new pack's title, or of an owner"),
    DESCRIPTION(4_000, "characters of a new pack's description, or of a parameter's"),
    RULES(2_000, "rules of a pack, rows of tables included"),
    PATTERNS(20, "patterns of a rule"),
    CONSTRAINTS(200, "constraints of a rule, those inside brackets included"),
    VALUES(500, "values in all lists of a rule"),
    BRANCHES(16, "ways in which the `or`s of a rule can come true"),
    EFFECTS(40, "effects of a rule"),
    BRACKETS(10, "brackets inside brackets"),
    TEXT(200, "characters of a text that is compared or told to an effect"),
    NAME(200, "characters of a rule's name, or of a citation"),
    CITES(20, "citations of a rule"),
    REASON(500, "characters of a reason, parameters filled in"),
    SHEET_ROWS(2_100, "rows of a table's sheet"),
    SHEET_COLUMNS(50, "columns of a table"),
    CELL_CHARS(20_000, "characters of a cell, or of a column's snippet"),
    XLSX_BYTES(16 << 20, "bytes that an XLSX file unpacks to"),
    XLSX_RATIO(100, "times its packed size that an XLSX file larger than 100 kB unpacks to"),
    XLSX_FILES(200, "files inside an XLSX file");

    private final int most;
    private final String words;

    Size(int most, String words) {
        this.most = most;
        this.words = words;
    }

    /** The largest number that passes. */
    public int most() {
        return most;
    }

    /** What is counted, for people: a plural without its number. */
    public String words() {
        return words;
    }
}
