package dev.douane.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A terminal does what controls in a text say, so none gets there. */
@BesideOthers
class SeenWriterTest {
    private static String written(String text) {
        var out = new StringWriter();
        var writer = new PrintWriter(new SeenWriter(out), true);
        writer.print(text);
        writer.flush();
        return out.toString();
    }

    @Test
    void what_a_terminal_obeys_is_written_as_its_number() {
        assertThat(written("a\u001B[31mred\u001B[0m.drl")).isEqualTo("a\\u001B[31mred\\u001B[0m.drl");
        assertThat(written("\u009B2J \u0007\u007F\u0000")).isEqualTo("\\u009B2J \\u0007\\u007F\\u0000");
        assertThat(written("a\rb \u202Eb\u2028c\u2066d\u200F")).isEqualTo("a\\u000Db \\u202Eb\\u2028c\\u2066d\\u200F");
    }

    @Test
    void lines_tabs_and_scripts_stay() {
        assertThat(written("a\tb\nc\r\nd")).isEqualTo("a\tb\nc\r\nd");
        assertThat(written("हिन्दी 東京 \uD83D\uDE00 می\u200Cخواهم")).isEqualTo("हिन्दी 東京 \uD83D\uDE00 می\u200Cخواهم");
        assertThat(written("x".repeat(5_000) + "\u001B" + "y".repeat(5_000)))
                .isEqualTo("x".repeat(5_000) + "\\u001B" + "y".repeat(5_000));
    }

    @Command(name = "told")
    private static final class Told implements Runnable {
        @Parameters
        private String name = "";

        @Override
        public void run() {
            throw new IllegalStateException(name);
        }
    }

    @Test
    void neither_do_errors_and_the_help_of_a_command_bring_any() {
        var out = new StringWriter();
        var err = new StringWriter();

        int code = Terminal.run(new Told(), new PrintWriter(out), new PrintWriter(err), "a\u001B[2J", "b\u001B[2J");

        assertThat(code).isEqualTo(Terminal.UNUSABLE);
        assertThat(err.toString())
                .contains("b\\u001B[2J")
                .contains("Usage: told")
                .doesNotContain("\u001B");
        assertThat(out.toString()).isEmpty();
    }
}
