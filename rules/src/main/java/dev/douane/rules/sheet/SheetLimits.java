package dev.douane.rules.sheet;

import dev.douane.rules.limits.Size;

/** How large a sheet may be. */
public final class SheetLimits {
    /** Rows of a sheet. */
    public static final int ROWS_MAX = Size.SHEET_ROWS.most();

    /** Columns of a table. */
    public static final int COLUMNS_MAX = Size.SHEET_COLUMNS.most();

    /** Bytes that an XLSX file may unpack to. */
    public static final int XLSX_UNPACKED_MAX = Size.XLSX_BYTES.most();

    /** Files inside an XLSX file. */
    public static final int XLSX_ENTRIES_MAX = Size.XLSX_FILES.most();

    /** How many times larger than packed a file inside an XLSX file may be, once it is larger than 100 kB. */
    static final int XLSX_RATIO_MAX = Size.XLSX_RATIO.most();

    private SheetLimits() {}
}
