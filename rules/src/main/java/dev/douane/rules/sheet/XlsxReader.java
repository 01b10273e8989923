package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.NumberToTextConverter;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/** Reads the one sheet of an XLSX file as text. Only values are read: what a formula last came to is one only where the sheet says so. */
final class XlsxReader {
    private final String file;
    private final boolean asShown;
    private final List<SheetFault> faults;
    private final WorkbookXml workbook;
    private final ShownCell shownCell;
    private final Set<Place> numbers = new HashSet<>();
    private SheetWords words = SheetWords.NONE;

    static {
        // what was unpacked is small, or was refused in our own words; some sheets of little but formats are packed by
        // more than the library likes
        ZipSecureFile.setMinInflateRatio(0);
    }

    private XlsxReader(
            String file, boolean asShown, WorkbookXml workbook, ColumnsXml columns, List<SheetFault> faults) {
        this.file = file;
        this.asShown = asShown;
        this.workbook = workbook;
        this.shownCell = new ShownCell(columns);
        this.faults = faults;
    }

    static Sheet read(String file, byte[] bytes, boolean asShown) {
        var whole = new Place(file, 1, 1);
        var faults = new ArrayList<SheetFault>();
        var parts = XlsxParts.read(bytes, whole, asShown, faults);
        if (!faults.isEmpty()) {
            return Sheet.unread(file, faults);
        }
        try {
            var texts = SharedTexts.read(parts.get("xl/sharedStrings.xml"));
            var cells = Work.upTo(Limit.SHEET_CELLS);
            var shown = Work.upTo(Limit.SHEET_TEXTS);
            var columns = new ColumnsXml();
            for (var part : parts.keySet()) {
                if (part.startsWith("xl/worksheets/sheet")) {
                    var sheet = new SheetXml(file, asShown, texts, cells, shown, faults);
                    sheet.look(parts.get(part));
                    columns = sheet.columns(); // there is one sheet, or none is read
                }
            }
            var workbook = new WorkbookXml(parts, texts, whole, faults);
            workbook.refuseDrawings();
            if (asShown && faults.isEmpty()) {
                workbook.look();
            }
            return faults.isEmpty()
                    ? new XlsxReader(file, asShown, workbook, columns, faults).sheet(bytes)
                    : Sheet.unread(file, faults);
        } catch (XMLStreamException
                | IOException
                | RuntimeException e) { // whatever the libraries meet in a broken file
            faults.add(new SheetFault(
                    whole, SheetFault.Kind.SPREADSHEET, "cannot be read as XLSX: %s".formatted(shortened(e))));
            return Sheet.unread(file, faults);
        }
    }

    private static String shortened(Exception e) {
        var message = String.valueOf(e.getMessage());
        if (message.contains("Strict OOXML")) {
            return "it is Strict Open XML\nMaybe save it as Excel Workbook (.xlsx), not Strict Open XML.";
        }
        return message.length() > 120 ? message.substring(0, 120) + "…" : message;
    }

    private Sheet sheet(byte[] bytes) throws IOException {
        try (var read = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            if (read.getNumberOfSheets() != 1) {
                refuse(
                        new Place(file, 1, 1),
                        "has %d sheets\nMaybe keep one, and no hidden ones.".formatted(read.getNumberOfSheets()));
                return Sheet.unread(file, faults);
            }
            var rows = rows(read.getSheetAt(0));
            return new Sheet(
                    file,
                    false,
                    rows,
                    IntStream.rangeClosed(1, rows.size()).boxed().toList(),
                    Map.of(),
                    asShown ? Numerals.TEXT : Numerals.POINT,
                    numbers,
                    faults);
        }
    }

    /** Rows and cells that hold nothing, but for a format, do not count. */
    private List<List<String>> rows(XSSFSheet sheet) {
        words = asShown ? words(sheet) : SheetWords.NONE;
        var rows = new ArrayList<List<String>>();
        for (var row : sheet) {
            var cells = row.getRowNum() < 0 ? List.<String>of() : cells(row);
            if (!cells.isEmpty()) {
                while (rows.size() < Math.min(row.getRowNum(), SheetLimits.ROWS_MAX)) {
                    rows.add(List.of());
                }
                rows.add(cells);
            }
            if (rows.size() > SheetLimits.ROWS_MAX) {
                break; // one too many is told
            }
        }
        return rows;
    }

    private SheetWords words(XSSFSheet sheet) {
        for (var row : sheet) {
            var line = new ArrayList<String>();
            for (var cell : row) {
                pad(line, cell.getColumnIndex());
                line.add(
                        cell.getCellType() == CellType.STRING
                                ? cell.getStringCellValue().strip()
                                : "");
            }
            if (!line.stream().allMatch(String::isEmpty)) {
                int number = row.getRowNum() + 1;
                var said = SheetWords.of(line, column -> new Place(file, number, column), faults);
                if (said.namesLocale()) {
                    refuse(
                            new Place(file, number, 1),
                            "says a locale, and a spreadsheet knows its numbers without\nMaybe leave it out.");
                }
                return said;
            }
        }
        return SheetWords.NONE;
    }

    private List<String> cells(Row row) {
        var cells = new ArrayList<String>();
        for (var cell : row) {
            var text = text((XSSFCell) cell).strip();
            if (!text.isEmpty()) {
                pad(cells, cell.getColumnIndex());
                cells.add(text);
            }
            if (cells.size() > SheetLimits.COLUMNS_MAX + 1) {
                break; // one too many is told
            }
        }
        return cells;
    }

    private static void pad(List<String> cells, int width) {
        while (cells.size() < Math.min(width, SheetLimits.COLUMNS_MAX + 1)) {
            cells.add("");
        }
    }

    private String text(XSSFCell cell) {
        var place = new Place(file, cell.getRowIndex() + 1, cell.getColumnIndex() + 1);
        var type = cell.getCellType();
        if (type == CellType.FORMULA && words.formulaValues()) {
            var changing = changing(cell);
            if (changing != null) {
                refuse(
                        place,
                        "the cell's formula may come to something else whenever it is worked out (%s)\nMaybe paste its value."
                                .formatted(SheetFault.shortened(changing)));
                return "";
            }
            type = isWorkedOut(cell) ? cell.getCachedFormulaResultType() : CellType._NONE;
        }
        if (type == CellType.NUMERIC && DateUtil.isCellDateFormatted(cell)) {
            refuse(place, "the cell holds a date\nMaybe format it as text and write 2026-11-21.");
            return "";
        }
        if (asShown) {
            var fault = shownCell.fault(cell, type);
            if (fault != null) {
                refuse(place, fault);
            }
        }
        return switch (type) {
            case STRING -> cell.getStringCellValue();
            case NUMERIC -> {
                numbers.add(place);
                yield NumberToTextConverter.toText(cell.getNumericCellValue());
            }
            case BOOLEAN -> Boolean.toString(cell.getBooleanCellValue());
            case BLANK -> "";
            case FORMULA -> {
                refuse(
                        place,
                        "the cell holds a formula\nMaybe paste its value, or write formulas, and values beside it, behind the sheet's name in the line RuleSet.");
                yield "";
            }
            case ERROR, _NONE -> {
                refuse(
                        place,
                        "the cell holds an error, or a formula that was never worked out\nMaybe paste its value.");
                yield "";
            }
        };
    }

    /** Some programs write an empty value, or any, beside a formula that they leave to others to work out. */
    private boolean isWorkedOut(XSSFCell cell) {
        var written = cell.getCTCell();
        return !workbook.isToBeWorkedOut()
                && written.isSetV()
                && (!written.getV().isEmpty() || cell.getCachedFormulaResultType() == CellType.STRING);
    }

    /** A formula that several cells share, or that fills them, is written in the first of them, which is told. */
    private @Nullable String changing(XSSFCell cell) {
        var written = cell.getCTCell().getF();
        if (written == null) {
            return null;
        }
        var formula = String.valueOf(written.getStringValue());
        var why = ChangingFormula.why(formula);
        if (why == null && written.getCa()) {
            return "it says so itself";
        }
        return why == null ? workbook.whyChanging(formula) : why;
    }

    private void refuse(Place place, String message) {
        faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, message));
    }
}
