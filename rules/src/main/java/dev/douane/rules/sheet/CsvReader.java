package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads comma-separated values as RFC 4180 has them: a cell in double quotes may hold commas and line ends, and its quotes are doubled. Where
 * the first line says how numbers are written, semicolons may part the cells, as spreadsheet programs write them in most of Europe.
 */
final class CsvReader {
    /** How files begin whose cells are parted by something else than commas; empty lines and cells in front are none. */
    private static final Pattern BEGINNING =
            Pattern.compile("\\A\uFEFF?[\\s;]*\"?ruleset\"?[ ]*([;\\t])", Pattern.CASE_INSENSITIVE);

    private static final Pattern SAYS_SEPARATOR = Pattern.compile("\\A\uFEFF?\"?sep=.\"?\\s", Pattern.CASE_INSENSITIVE);

    /** What spreadsheet programs take the beginning of a formula for, in letters of the width of Chinese ones too. */
    private static final String FORMULA_BEGINS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    /**
     * What begins so and is worked out to nothing: numbers below zero, and the ending of a word, which programs take for a name that they do
     * not know. Patterns without a way back, as a cell may be as long as the file.
     */
    private static final Pattern NO_FORMULA =
            Pattern.compile("-[0-9]++(?:\\.[0-9]++)*+(?:\\s*+[,;]\\s*+-?+[0-9]++(?:\\.[0-9]++)*+)*+"
                    + "|-(?!(?i:true|false)(?:-|$))\\p{L}{2,}+(?:-(?:\\p{L}++|[0-9]++))*+|-");

    private final String file;
    private final String text;
    private final char separator;
    private final boolean asShown;
    private final List<SheetFault> faults = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final Map<Integer, List<Integer>> cellLines = new HashMap<>();
    private List<String> row = new ArrayList<>();
    private List<Integer> linesOfRow = new ArrayList<>();
    private int at;
    private int line = 1;
    private int cellLine = 1;

    private CsvReader(String file, String text, char separator, boolean asShown) {
        this.file = file;
        this.text = text;
        this.separator = separator;
        this.asShown = asShown;
    }

    static Sheet read(String file, String text, boolean asShown) {
        var whole = new Place(file, 1, 1);
        if (SAYS_SEPARATOR.matcher(text).lookingAt()) {
            return refused(
                    whole,
                    "its first line (sep=…) is for one program alone\nMaybe leave the line out, and begin with RuleSet.");
        }
        var beginning = BEGINNING.matcher(text);
        if (!beginning.lookingAt()) {
            return new CsvReader(file, text, ',', asShown).sheet();
        }
        if (beginning.group(1).equals("\t")) {
            return refused(
                    whole,
                    "its cells are parted by tabs, not by commas\nMaybe save it as CSV with commas, and numbers with a decimal point.");
        }
        // read under any level: before there was a locale, it was refused
        return new CsvReader(file, text, ';', true).sheet();
    }

    private static Sheet refused(Place place, String message) {
        return Sheet.unread(place.file(), List.of(new SheetFault(place, SheetFault.Kind.LAYOUT, message)));
    }

    private Sheet sheet() {
        all();
        int first = 0;
        while (first < rows.size() && rows.get(first).stream().allMatch(String::isEmpty)) {
            first++;
        }
        if (!asShown || first == rows.size()) {
            return new Sheet(file, true, rows, lines, cellLines, Numerals.POINT, Set.of(), faults);
        }
        int firstLine = lines.get(first);
        var words = SheetWords.of(rows.get(first), column -> new Place(file, firstLine, column), faults);
        if (separator == ';' && !words.namesLocale()) {
            return refused(
                    new Place(file, firstLine, 1),
                    "its cells are parted by semicolons, and its RuleSet line says no locale\nMaybe write it, and the language that numbers are written in, behind the sheet's name: RuleSet;caps;locale;de. Or save it as CSV with commas, and numbers with a decimal point.");
        }
        return new Sheet(file, true, rows, lines, cellLines, words.numerals(), Set.of(), faults);
    }

    private void all() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length() && rows.size() <= SheetLimits.ROWS_MAX) {
            cellLine = line;
            var cell = stripped(text.charAt(at) == '"' ? quoted() : plain());
            if (asShown && isFormula(cell)) {
                refuse("(%s) is a formula to spreadsheet programs, which show what it comes to\nMaybe write the value."
                        .formatted(SheetFault.shortened(cell)));
            }
            add(cell);
            if (at < text.length() && text.charAt(at) == separator) {
                at++;
                if (at == text.length()) {
                    cellLine = line;
                    add("");
                }
            } else {
                endOfRow();
            }
        }
        if (!row.isEmpty()) {
            keepRow();
        }
    }

    private void add(String cell) {
        row.add(cell);
        linesOfRow.add(cellLine);
    }

    /** They would work it out, and people would see, or somebody's computer do, what it comes to (OWASP: CSV injection). */
    private static boolean isFormula(String cell) {
        return !cell.isEmpty()
                && FORMULA_BEGINS.indexOf(cell.charAt(0)) >= 0
                && !NO_FORMULA.matcher(cell).matches();
    }

    /** Line ends stay, for they may have taken in what stands on the lines below. */
    private String stripped(String cell) {
        if (!asShown) {
            return cell.strip();
        }
        int start = 0;
        int end = cell.length();
        while (start < end && isBlank(cell.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(cell.charAt(end - 1))) {
            end--;
        }
        return cell.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c != '\n' && c != '\r' && Character.isWhitespace(c);
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isLineEnd()) {
            at++;
        }
        var cell = text.substring(start, at);
        if (asShown && cell.indexOf('"') >= 0) {
            refuse(
                    "a quote stands inside a cell that does not begin with one: (%s)\nMaybe put the whole cell in quotes, and double those inside it."
                            .formatted(SheetFault.shortened(cell.strip())));
        }
        return cell;
    }

    private boolean isLineEnd() {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private String quoted() {
        var cell = new StringBuilder();
        at++;
        while (at < text.length()) {
            int start = at;
            char c = text.charAt(start);
            if (isLineEnd()) {
                lineEnd();
            } else {
                at++;
            }
            if (c != '"') {
                cell.append(text, start, at);
            } else if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return closed(cell);
            }
        }
        refuse("a cell begins with a quote and does not end with one");
        return cell.toString();
    }

    private String closed(StringBuilder cell) {
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isLineEnd()) {
            at++;
        }
        var rest = text.substring(start, at);
        if (!rest.isBlank()) {
            refuse("(%s) stands behind the closing quote of a cell\nMaybe double the quotes inside the cell."
                    .formatted(rest.length() > 40 ? rest.substring(0, 40) + "…" : rest));
        }
        return cell.toString();
    }

    private void refuse(String message) {
        faults.add(new SheetFault(new Place(file, cellLine, row.size() + 1), SheetFault.Kind.LAYOUT, message));
    }

    private void lineEnd() {
        at += text.startsWith("\r\n", at) ? 2 : 1;
        line++;
    }

    private void endOfRow() {
        if (at < text.length()) {
            lineEnd();
        }
        keepRow();
    }

    private void keepRow() {
        rows.add(List.copyOf(row));
        lines.add(linesOfRow.getFirst());
        if (!linesOfRow.getFirst().equals(linesOfRow.getLast())) {
            cellLines.put(rows.size(), List.copyOf(linesOfRow));
        }
        row = new ArrayList<>();
        linesOfRow = new ArrayList<>();
    }
}
