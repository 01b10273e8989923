package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others sent makes no line of the log that looks like one of ours, whoever repeats it. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class OneLineTest {
    private static final String FORGED = "2026-11-30T00:00:00.000Z INFO  [de.do.se.id.ApiKeys] key x was made by y";

    /** The log's own, as it was configured. */
    private static Handler console() {
        return Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static ExtLogRecord line(String format, Object... parameters) {
        var line = new ExtLogRecord(Level.WARNING, format, ExtLogRecord.FormatStyle.PRINTF, "some.Class");
        line.setLoggerName("some.Class");
        line.setParameters(parameters);
        return line;
    }

    private static String written(ExtLogRecord line) {
        return written((ExtFormatter) console().getFormatter(), line);
    }

    private static String written(ExtFormatter formatter, ExtLogRecord line) {
        assertThat(console().isLoggable(line)).isTrue();
        return formatter.format(line);
    }

    @ParameterizedTest
    @ValueSource(ints = {'\n', '\r', '\f', 0x0b, 0x85, 0x2028, 0x2029})
    void a_name_with_the_end_of_a_line_ends_none(int end) {
        var written = written(line("key %s was revoked", "of mine" + Character.toString(end) + FORGED));

        assertThat(written).endsWith(System.lineSeparator());
        assertThat(written.stripTrailing())
                .doesNotContainPattern("\\R")
                .contains("of mine\\u")
                .endsWith(" was revoked");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1b, '\b', '\t', 0x00, 0x7f, 0x202e, 0x2066, 0x200b, 0xfeff, 0xe0041, 0xd800})
    void what_is_not_seen_is_written_as_its_number(int character) {
        var unseen = Character.toString(character);

        assertThat(written(line("key %s was revoked", "a" + unseen + "z")))
                .doesNotContain(unseen)
                .containsPattern("key a(\\\\u[0-9A-F]{4}){1,2}z was revoked");
    }

    @Test
    void what_is_seen_stays_as_it_is() {
        assertThat(written(line("%s, %s and 100 %%", "Zoë", "調達 🐻"))).contains("Zoë, 調達 🐻 and 100 %");
        assertThat(written(line("nothing of anybody's"))).contains("nothing of anybody's");
    }

    @Test
    void what_a_message_is_made_of_does_not_matter() {
        var line = new ExtLogRecord(
                Level.WARNING, "{0}: 100 %s\n" + FORGED, ExtLogRecord.FormatStyle.MESSAGE_FORMAT, "some.Class");
        line.setParameters(new Object[] {"a"});

        assertThat(written(line)).contains("a: 100 %s\\u000A2026");
    }

    @Test
    void an_exception_tells_of_nobody_else_and_keeps_its_stack() {
        var innermost = new SQLException("syntax error at \"\n" + FORGED + "\"", "42601");
        var thrown = new IllegalStateException("cannot", innermost);
        thrown.addSuppressed(new IllegalArgumentException("x\r" + FORGED));
        innermost.setNextException(new SQLException("of the driver"));
        var line = line("unexpected error, reference %s", "r");
        line.setThrown(thrown);

        var written = written(line);

        assertThat(written.lines())
                .noneMatch(one -> one.startsWith(FORGED.substring(0, 10)) && one.contains("ApiKeys"))
                .anyMatch(one -> one.startsWith("Caused by: java.sql.SQLException: syntax error at \"\\u000A2026"))
                .anyMatch(one -> one.strip().startsWith("Suppressed: java.lang.IllegalArgumentException: x\\u000D2026"))
                .anyMatch(one -> one.strip().startsWith("at dev.douane.service.platform.OneLineTest.an_exception"));
    }

    @Test
    void a_chain_of_causes_that_bites_its_tail_ends() {
        var one = new IllegalStateException("one\n" + FORGED);
        var other = new IllegalStateException("other", one);
        one.initCause(other);
        var line = line("failed");
        line.setThrown(one);

        assertThat(written(line).lines()).noneMatch(text -> text.startsWith(FORGED));
    }

    @Test
    void an_exception_with_nothing_to_hide_is_written_as_itself() {
        var thrown = new IllegalStateException("plain");
        var line = line("failed");
        line.setThrown(thrown);

        written(line);

        assertThat(line.getThrown()).isSameAs(thrown);
    }

    @Test
    void json_is_one_line_too_and_turns_nothing_round() {
        var line = line("key %s was revoked", "of mine\n\u2028\u202e" + FORGED);
        line.setThrown(new IllegalStateException("x\n" + FORGED));

        var written = written(new JsonFormatter(), line);

        assertThat(written.stripTrailing()).doesNotContainPattern("\\R").doesNotContain("\u202e");
        assertThat(written).contains("of mine\\\\u000A\\\\u2028\\\\u202E2026");
    }

    @Test
    void what_is_printed_of_several_lines_is_indented() {
        assertThat(OneLine.indented("PostgreSQL does not start:\n" + FORGED + "\nTried\u202e again."))
                .isEqualTo("PostgreSQL does not start:\n    " + FORGED + "\n    Tried\\u202E again.");
    }
}
