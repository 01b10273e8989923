package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.NumberToTextConverter;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/** Reads the one sheet of an XLSX file as text. Only values are read: a formula is refused, not what it last came to. */
final class XlsxReader {
    private final String file;
    private final List<SheetFault> faults;

    private XlsxReader(String file, List<SheetFault> faults) {
        this.file = file;
        this.faults = faults;
    }

    static Sheet read(String file, byte[] bytes, boolean asShown) {
        var whole = new Place(file, 1, 1);
        var faults = new ArrayList<SheetFault>();
        XlsxParts.check(bytes, whole, faults);
        if (!faults.isEmpty()) {
            return Sheet.unread(file, faults);
        }
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            if (workbook.getNumberOfSheets() != 1) {
                faults.add(new SheetFault(
                        whole,
                        SheetFault.Kind.SPREADSHEET,
                        "has %d sheets\nMaybe keep one, and no hidden ones.".formatted(workbook.getNumberOfSheets())));
                return Sheet.unread(file, faults);
            }
            var rows = new XlsxReader(file, faults).rows(workbook.getSheetAt(0));
            return new Sheet(
                    file,
                    false,
                    rows,
                    IntStream.rangeClosed(1, rows.size()).boxed().toList(),
                    Numerals.POINT,
                    faults);
        } catch (IOException | RuntimeException e) { // whatever the library meets in a broken file
            faults.add(new SheetFault(
                    whole, SheetFault.Kind.SPREADSHEET, "cannot be read as XLSX: %s".formatted(shortened(e))));
            return Sheet.unread(file, faults);
        }
    }

    private static String shortened(Exception e) {
        var message = String.valueOf(e.getMessage());
        return message.length() > 120 ? message.substring(0, 120) + "…" : message;
    }

    private List<List<String>> rows(XSSFSheet sheet) {
        var rows = new ArrayList<List<String>>();
        int last = Math.min(sheet.getLastRowNum(), SheetLimits.ROWS_MAX);
        for (int row = 0; row <= last; row++) {
            rows.add(cells(sheet.getRow(row)));
        }
        return rows;
    }

    private List<String> cells(@Nullable Row row) {
        var cells = new ArrayList<String>();
        int width = row == null ? 0 : Math.min(row.getLastCellNum(), SheetLimits.COLUMNS_MAX + 2);
        for (int column = 0; row != null && column < width; column++) {
            var cell = row.getCell(column);
            cells.add(cell == null ? "" : text(cell).strip());
        }
        return cells;
    }

    private String text(Cell cell) {
        var place = new Place(file, cell.getRowIndex() + 1, cell.getColumnIndex() + 1);
        if (cell.getCellType() == CellType.NUMERIC && DateUtil.isCellDateFormatted(cell)) {
            refuse(place, "the cell holds a date\nMaybe format it as text and write 2026-11-21.");
            return "";
        }
        return switch (cell.getCellType()) {
            case STRING -> cell.getStringCellValue();
            case NUMERIC -> NumberToTextConverter.toText(cell.getNumericCellValue());
            case BOOLEAN -> Boolean.toString(cell.getBooleanCellValue());
            case BLANK -> "";
            case FORMULA, ERROR, _NONE -> {
                refuse(place, "the cell holds a formula or an error\nMaybe paste its value.");
                yield "";
            }
        };
    }

    private void refuse(Place place, String message) {
        faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, message));
    }
}
