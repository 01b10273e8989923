package dev.douane.rules.sheet;

/** How large a sheet may be. */
public final class SheetLimits {
    /** Rows of a sheet. */
    public static final int ROWS_MAX = 2_100;

    /** Columns of a table. */
    public static final int COLUMNS_MAX = 50;

    /** Bytes that an XLSX file may unpack to. */
    public static final int XLSX_UNPACKED_MAX = 16 << 20;

    /** Files inside an XLSX file. */
    public static final int XLSX_ENTRIES_MAX = 200;

    /** How many times larger than packed a file inside an XLSX file may be, once it is larger than 100 kB. */
    static final int XLSX_RATIO_MAX = 100;

    private SheetLimits() {}
}
