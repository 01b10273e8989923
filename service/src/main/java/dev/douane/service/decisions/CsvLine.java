package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of CSV as RFC 4180 writes it, for readers that include spreadsheets: wherever one could let a cell begin in a text, an apostrophe stands in front
 * of what it would run as a formula, and of an apostrophe. So the first apostrophe of each such place is taken away, and the text is as it was.
 */
record CsvLine(String text) {
    /** The last is a minus too. Other forms of them (full-width, small, raised) are typed and read as the same where they are at home. */
    private static final String STARTS_A_FORMULA = "=+-@\u2212";

    private static final String ENDS_A_LINE = "\t\r\n";

    /** What ends a cell elsewhere than at a comma: there the quotes of RFC 4180, which begin in the midst of a cell, hold nothing together. */
    private static final String ENDS_A_CELL = ";" + ENDS_A_LINE;

    /** What stands in a column. */
    @FunctionalInterface
    private interface Cell {
        @Nullable
        String of(SummaryView row);
    }

    private record Column(String name, Cell cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("id", row -> row.id().toString()),
            new Column("decidedAt", SummaryView::decidedAt),
            new Column("verdict", SummaryView::verdict),
            new Column("mode", SummaryView::mode),
            new Column("principal", SummaryView::principal),
            new Column("principalName", SummaryView::principalName),
            new Column("organisation", SummaryView::organisation),
            new Column("product", SummaryView::product),
            new Column("team", SummaryView::team),
            new Column("workflow", SummaryView::workflow),
            new Column("user", SummaryView::user),
            new Column("run", SummaryView::run),
            new Column("environment", SummaryView::environment),
            new Column("modelAsked", SummaryView::modelAsked),
            new Column("deployment", SummaryView::deployment),
            new Column("model", SummaryView::model),
            new Column("provider", SummaryView::provider),
            new Column("region", SummaryView::region),
            new Column("hosting", SummaryView::hosting),
            new Column("control", SummaryView::control),
            new Column("tier", SummaryView::tier),
            new Column("rules", row -> String.join(" ", row.rules())),
            new Column("ruleset", row -> String.valueOf(row.ruleset())),
            new Column("catalog", row -> String.valueOf(row.catalog())),
            new Column("requested", SummaryView::requested),
            new Column("estimated", SummaryView::estimated),
            new Column("held", SummaryView::held),
            new Column("wouldHave", SummaryView::wouldHave),
            new Column("because", SummaryView::because));

    /** Names the columns. */
    static final CsvLine HEADER = joined(COLUMNS.stream().map(Column::name));

    static CsvLine of(SummaryView row) {
        return joined(COLUMNS.stream().map(column -> column.cell().of(row)));
    }

    private static CsvLine joined(Stream<@Nullable String> cells) {
        return new CsvLine(cells.map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = harmless(value);
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || ENDS_A_CELL.indexOf(c) >= 0)
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    private static String harmless(String value) {
        var safe = new StringBuilder(value.length() + 1);
        for (var at = 0; at < value.length(); at++) {
            var mayBegin = at == 0 || ENDS_A_CELL.indexOf(value.charAt(at - 1)) >= 0;
            if (mayBegin && (value.charAt(at) == '\'' || startsFormula(value.substring(at)))) {
                safe.append('\'');
            }
            safe.append(value.charAt(at));
        }
        return safe.toString();
    }

    /** Behind blanks and quotes too, which some readers leave away, and behind what nobody sees. */
    private static boolean startsFormula(String value) {
        if (ENDS_A_LINE.indexOf(value.charAt(0)) >= 0) {
            return true;
        }
        var first = value.codePoints().filter(c -> c != '"' && !isUnseen(c)).findFirst();
        return first.isPresent() && STARTS_A_FORMULA.indexOf(plain(first.getAsInt())) >= 0;
    }

    private static char plain(int c) {
        return Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC).charAt(0);
    }

    private static boolean isUnseen(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }
}
