package dev.douane.rules.gate;

import dev.douane.rules.drl.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.NumberToTextConverter;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/** Reads the one sheet of an XLSX file as text. Only values are read: a formula is refused, not what it last came to. */
final class XlsxGrid {
    private final String file;
    private final Refusals refusals;

    private XlsxGrid(String file, Refusals refusals) {
        this.file = file;
        this.refusals = refusals;
    }

    /** The cells; none where the file is refused, which is noted. */
    static Grid read(String file, byte[] bytes, Refusals refusals) {
        var whole = new Place(file, 1, 1);
        int before = refusals.size();
        XlsxParts.check(bytes, whole, refusals);
        if (refusals.size() > before) {
            return new Grid(file, List.of());
        }
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            if (workbook.getNumberOfSheets() != 1) {
                refusals.add(
                        whole,
                        Refusal.SPREADSHEET,
                        "has %d sheets\nMaybe keep one, and no hidden ones.".formatted(workbook.getNumberOfSheets()));
                return new Grid(file, List.of());
            }
            return new Grid(file, new XlsxGrid(file, refusals).rows(workbook.getSheetAt(0)));
        } catch (IOException | RuntimeException e) { // whatever the library meets in a broken file
            refusals.add(whole, Refusal.SPREADSHEET, "cannot be read as XLSX: %s".formatted(shortened(e)));
            return new Grid(file, List.of());
        }
    }

    private static String shortened(Exception e) {
        var message = String.valueOf(e.getMessage());
        return message.length() > 120 ? message.substring(0, 120) + "…" : message;
    }

    private List<List<String>> rows(Sheet sheet) {
        var rows = new ArrayList<List<String>>();
        int last = Math.min(sheet.getLastRowNum(), GateLimits.ROWS_MAX);
        for (int row = 0; row <= last; row++) {
            rows.add(cells(sheet.getRow(row)));
        }
        return rows;
    }

    private List<String> cells(@Nullable Row row) {
        var cells = new ArrayList<String>();
        int width = row == null ? 0 : Math.min(row.getLastCellNum(), GateLimits.COLUMNS_MAX + 2);
        for (int column = 0; row != null && column < width; column++) {
            var cell = row.getCell(column);
            cells.add(cell == null ? "" : text(cell).strip());
        }
        return cells;
    }

    private String text(Cell cell) {
        var place = new Place(file, cell.getRowIndex() + 1, cell.getColumnIndex() + 1);
        if (cell.getCellType() == CellType.NUMERIC && DateUtil.isCellDateFormatted(cell)) {
            refusals.add(
                    place, Refusal.SPREADSHEET, "the cell holds a date\nMaybe format it as text and write 2026-11-21.");
            return "";
        }
        return switch (cell.getCellType()) {
            case STRING -> cell.getStringCellValue();
            case NUMERIC -> NumberToTextConverter.toText(cell.getNumericCellValue());
            case BOOLEAN -> Boolean.toString(cell.getBooleanCellValue());
            case BLANK -> "";
            case FORMULA, ERROR, _NONE -> {
                refusals.add(
                        place, Refusal.SPREADSHEET, "the cell holds a formula or an error\nMaybe paste its value.");
                yield "";
            }
        };
    }
}
