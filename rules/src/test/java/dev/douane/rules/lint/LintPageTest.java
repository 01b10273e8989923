package dev.douane.rules.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that lists the codes lists exactly those there are. */
class LintPageTest {
    @Test
    void every_code_stands_on_the_page_as_it_is_in_the_program() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "governance", "lint.md"));
        var table = Arrays.stream(LintCode.values())
                .map(code -> "| `%s` | %s | %s | %s |"
                        .formatted(code.code(), code.worst().word(), code.meaning(), code.remedy()))
                .collect(Collectors.joining("\n"));

        assertThat(page).as("the table should read:%n%s", table).contains(table + "\n\n");
    }
}
