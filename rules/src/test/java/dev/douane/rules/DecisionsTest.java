package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever looks for a reason finds it in one index, by its subject. */
class DecisionsTest {
    private static final Path DECISIONS = Path.of("../docs/decisions");
    private static final Pattern LINE =
            Pattern.compile("\\| (\\d{4}) \\| \\[([^|\\]]+)]\\((\\1-[a-z0-9-]+\\.md)\\) \\| [^|]+ \\|");
    private static final Pattern STATUS = Pattern.compile(
            "\\*\\*Status\\.\\*\\* (Accepted|Proposed|Superseded by \\[\\d{4}]\\(\\d{4}-[a-z0-9-]+\\.md\\)).*");
    private static final Pattern DAY = Pattern.compile("\\b([1-9]|[12]\\d|3[01]) \\p{Lu}\\p{Ll}+ 20\\d\\d\\b");

    @Test
    void each_line_of_the_index_leads_to_the_decision_that_it_names() throws IOException {
        for (var line : linesOfTheIndex()) {
            var said = LINE.matcher(line);
            assertThat(said.matches()).as(line).isTrue();
            assertThat(page(said.group(3))).startsWith("# " + said.group(1) + " " + said.group(2));
        }
    }

    @Test
    void each_decision_has_one_line_in_the_index() throws IOException {
        var numbers = names().stream().map(name -> name.substring(0, 4)).toList();

        assertThat(numbers).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(linesOfTheIndex().stream().map(line -> line.substring(2, 6)))
                .containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void each_decision_says_under_its_title_whether_it_holds_and_since_when() throws IOException {
        for (var name : names()) {
            var status = page(name).get(2);
            assertThat(status).as(name).matches(STATUS);
            assertThat(status).as(name).containsPattern(DAY);
        }
    }

    @Test
    void numbers_rise_within_each_subject_of_the_index() throws IOException {
        var subject = new ArrayList<String>();
        for (var line : page("README.md")) {
            if (line.startsWith("#")) {
                subject.clear();
            } else if (line.startsWith("| 0")) {
                subject.add(line);
                assertThat(subject).isSorted();
            }
        }
    }

    private static List<String> names() throws IOException {
        try (var files = Files.list(DECISIONS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> linesOfTheIndex() throws IOException {
        return page("README.md").stream().filter(line -> line.startsWith("| 0")).toList();
    }

    private static List<String> page(String name) throws IOException {
        return Files.readAllLines(DECISIONS.resolve(name));
    }
}
