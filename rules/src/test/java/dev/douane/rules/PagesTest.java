package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages beside the code: links lead somewhere, and lines can be read in a diff. */
class PagesTest {
    private static final int LONGEST = 200;
    private static final Path ROOT = Path.of("..");
    private static final List<String> BESIDE_DOCS =
            List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md");

    private static final Pattern FENCE = Pattern.compile(" *(`{3,}|~{3,})[^`]*");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*(?:\\n(?!\\n)[^`\\n]*)*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void every_relative_link_leads_to_a_file_and_to_a_heading_of_it() throws IOException {
        var headings = new HashMap<Path, Set<String>>();
        var nowhere = new ArrayList<String>();
        int links = 0;
        for (var page : pages()) {
            var found = LINK.matcher(withoutCode(page));
            while (found.find()) {
                var target = found.group(1);
                if (ELSEWHERE.matcher(target).matches()) {
                    continue;
                }
                links++;
                int hash = target.indexOf('#');
                var file = hash < 0 ? target : target.substring(0, hash);
                var path = file.isEmpty() ? page : page.resolveSibling(file).normalize();
                boolean leads = Files.exists(path)
                        && (hash < 0
                                || headings.computeIfAbsent(path, PagesTest::headings)
                                        .contains(target.substring(hash + 1)));
                if (!leads) {
                    nowhere.add(page + ": " + target);
                }
            }
        }

        assertThat(links).isGreaterThan(400);
        assertThat(nowhere).isEmpty();
    }

    @Test
    void lines_of_prose_are_wrapped() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var page : pages()) {
            withoutCode(page)
                    .lines()
                    .filter(line -> !line.stripLeading().startsWith("|"))
                    .filter(line -> LINK.matcher(line).replaceAll("]").length() > LONGEST)
                    .forEach(line -> tooLong.add(page + ": " + line));
        }

        assertThat(tooLong)
                .as("about 140 characters a line, and never more than %s", LONGEST)
                .isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(BESIDE_DOCS.stream().map(ROOT::resolve), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines as they stand, those of code blocks empty, and {@code x} for each code span. */
    private static String withoutCode(Path page) throws IOException {
        return CODE.matcher(String.join("\n", linesOutsideOfBlocks(page)))
                .replaceAll(code -> "x" + code.group().replaceAll("[^\n]", ""));
    }

    private static List<String> linesOutsideOfBlocks(Path page) throws IOException {
        var lines = new ArrayList<String>();
        var fence = "";
        for (var line : Files.readAllLines(page)) {
            var mark = FENCE.matcher(line);
            if (!fence.isEmpty()) {
                fence = line.strip().equals(fence) ? "" : fence;
                lines.add("");
            } else if (mark.matches()) {
                fence = mark.group(1);
                lines.add("");
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    /** As GitHub names them: small letters, blanks as hyphens, no other signs; the second of one name ends in {@code -1}. */
    private static Set<String> headings(Path page) {
        try {
            var names = new HashSet<String>();
            var times = new HashMap<String, Integer>();
            for (var line : linesOutsideOfBlocks(page)) {
                var heading = HEADING.matcher(line);
                if (heading.matches()) {
                    var name = heading.group(1)
                            .strip()
                            .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}\\p{M}_\\- ]", "")
                            .replace(' ', '-');
                    int before = times.merge(name, 1, Integer::sum) - 1;
                    names.add(before == 0 ? name : name + "-" + before);
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
