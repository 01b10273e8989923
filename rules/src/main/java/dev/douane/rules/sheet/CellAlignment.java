package dev.douane.rules.sheet;

import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.CTCellAlignment;

/** Where in a cell its value stands, as it is written: programs show it so, and the library asks first whether the cell says that it counts. */
final class CellAlignment {
    private CellAlignment() {}

    static HorizontalAlignment horizontal(XSSFCell cell) {
        var written = written(cell);
        return written == null || !written.isSetHorizontal()
                ? HorizontalAlignment.GENERAL
                : HorizontalAlignment.forInt(written.getHorizontal().intValue() - 1);
    }

    /** In steps of three blanks or so. */
    static long indent(XSSFCell cell) {
        var written = written(cell);
        return written == null ? 0 : written.getIndent();
    }

    /** 1 from left to right, 2 from right to left, and 0 where the value itself says it. */
    static long readingOrder(XSSFCell cell) {
        var written = written(cell);
        return written == null ? 0 : written.getReadingOrder();
    }

    private static @Nullable CTCellAlignment written(XSSFCell cell) {
        return cell.getCellStyle().getCoreXf().getAlignment();
    }
}
