package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of CSV as RFC 4180 writes it, for readers that include spreadsheets: a text that a spreadsheet would run as a formula gets an
 * apostrophe in front.
 */
record CsvLine(String text) {
    /** Names the columns. */
    static final CsvLine HEADER =
            joined(Arrays.stream(SummaryView.class.getRecordComponents()).map(column -> column.getName()));

    private static final String STARTS_A_FORMULA = "=+-@\t\r\n";

    static CsvLine of(SummaryView row) {
        return joined(Stream.of(
                row.id().toString(),
                row.decidedAt(),
                row.verdict(),
                row.mode(),
                row.principal(),
                row.principalName(),
                row.organisation(),
                row.product(),
                row.team(),
                row.workflow(),
                row.user(),
                row.run(),
                row.environment(),
                row.modelAsked(),
                row.deployment(),
                row.model(),
                row.provider(),
                row.region(),
                row.hosting(),
                row.control(),
                row.tier(),
                String.join(" ", row.rules()),
                String.valueOf(row.ruleset()),
                String.valueOf(row.catalog()),
                row.requested(),
                row.estimated(),
                row.held(),
                row.wouldHave(),
                row.because()));
    }

    private static CsvLine joined(Stream<@Nullable String> cells) {
        return new CsvLine(cells.map(CsvLine::cell).collect(Collectors.joining(",", "", "\r\n")));
    }

    static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        var safe = STARTS_A_FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }
}
