package dev.douane.service.cli.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallFileTest {
    @TempDir
    Path folder;

    @Test
    void a_public_trace_is_read_as_it_is() throws IOException, UnusableException {
        var contents =
                read("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n", "model=gpt-5");

        assertThat(contents.problems()).isEmpty();
        assertThat(contents.calls()).singleElement().satisfies(call -> {
            assertThat(call.line()).isEqualTo(2);
            assertThat(call.question())
                    .hasToString("{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":4808,\"maxOutputTokens\":10}}");
        });
    }

    @Test
    void a_column_wins_over_a_constant_unless_its_cell_is_empty() throws IOException, UnusableException {
        var contents = read("model,inputTokens,classes\nclaude,1,personal|health\n,2,\n", "model=gpt-5");

        assertThat(contents.calls())
                .extracting(call -> call.question().toString())
                .containsExactly(
                        "{\"call\":{\"model\":\"claude\",\"inputTokens\":1},\"data\":{\"classes\":[\"personal\",\"health\"]}}",
                        "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":2}}");
    }

    @Test
    void a_bad_line_is_named_by_file_line_and_column_and_does_not_stop_the_rest()
            throws IOException, UnusableException {
        var contents = read("model,inputTokens,interactive\na,many,true\nb,1,perhaps\nc,1\n\"d,1,true\ne,5,no\n");

        assertThat(contents.problems())
                .extracting(CallFile.Problem::toString)
                .containsExactly(
                        folder + "/calls.csv:2:inputTokens: (many) is not a whole number",
                        folder + "/calls.csv:3:interactive: (perhaps) is neither true nor false",
                        folder + "/calls.csv:4: has 2 cells, the header 3",
                        folder + "/calls.csv:5: the quotes of this line do not close");
        assertThat(contents.calls()).extracting(CallFile.Call::line).containsExactly(6);
    }

    @Test
    void a_column_that_is_no_field_is_refused_before_anything_is_asked() {
        assertThatThrownBy(() -> read("model,colour\ngpt-5,blue\n"))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("calls.csv:1: column (colour) is no field of a call");
    }

    @Test
    void a_mix_is_the_same_for_the_same_seed_and_follows_its_weights() throws IOException, UnusableException {
        var file = "inputTokens\n" + "1\n".repeat(4_000);
        var mix = new Assignment.Weights().convert("task=summarise:3,classify:1");

        var once = read(file, List.of(mix), 7);
        var again = read(file, List.of(mix), 7);

        assertThat(once).isEqualTo(again);
        assertThat(once.calls().stream()
                        .filter(call -> call.question().toString().contains("summarise"))
                        .count())
                .isBetween(2_850L, 3_150L);
    }

    @Test
    void what_the_server_refuses_is_named_by_its_column() {
        assertThat(CallFile.refused(Path.of("calls.csv"), 7, "/data/classes/0", "(persnal) is no data class"))
                .hasToString("calls.csv:7:data.classes: (persnal) is no data class");
    }

    private CallFile.Contents read(String text, String... constants) throws IOException, UnusableException {
        return read(
                text,
                List.of(constants).stream()
                        .map(new Assignment.Constant()::convert)
                        .toList(),
                1);
    }

    private CallFile.Contents read(String text, List<Assignment> assignments, long seed)
            throws IOException, UnusableException {
        var file = folder.resolve("calls.csv");
        Files.writeString(file, text);
        return CallFile.read(file, assignments, seed);
    }
}
