package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of CSV as RFC 4180 writes it, for readers that include spreadsheets: a text that a spreadsheet would run as a formula gets an
 * apostrophe in front.
 */
record CsvLine(String text) {
    /** Their full-width forms too: where those are at home, they are typed and read as the same. */
    private static final String STARTS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

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
        var safe = startsFormula(value) ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    /** Behind blanks too, which some readers leave away, and behind what nobody sees. */
    private static boolean startsFormula(String value) {
        if (STARTS_A_FORMULA.indexOf(value.charAt(0)) >= 0) {
            return true;
        }
        var first = value.codePoints().filter(c -> !isUnseen(c)).findFirst();
        return first.isPresent() && STARTS_A_FORMULA.indexOf(first.getAsInt()) >= 0;
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
