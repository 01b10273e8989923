package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever looks for a reason finds it in one list. */
class DecisionsTest {
    private static final Path DECISIONS = Path.of("../docs/decisions");
    private static final Pattern LINE =
            Pattern.compile("\\| (\\d{4}) \\| \\[([^|]+)]\\((\\1-[a-z0-9-]+\\.md)\\) \\| [^|]+ \\|");

    @Test
    void each_line_of_the_index_leads_to_the_decision_that_it_names() throws IOException {
        var lines = Files.readAllLines(DECISIONS.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| 0"))
                .toList();

        assertThat(lines).hasSizeGreaterThan(100).isSorted().doesNotHaveDuplicates();
        for (var line : lines) {
            var said = LINE.matcher(line);
            assertThat(said.matches()).as(line).isTrue();
            try (var page = Files.lines(DECISIONS.resolve(said.group(3)))) {
                assertThat(page.findFirst().orElseThrow().replaceFirst("^# (\\d+\\.? )?", ""))
                        .isEqualTo(said.group(2));
            }
        }
    }
}
