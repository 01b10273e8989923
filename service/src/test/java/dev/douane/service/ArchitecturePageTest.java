package dev.douane.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} draws the house as its imports have it; {@code -Ddouane.architecture.write=true} draws it anew. */
@BesideOthers
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN =
            "<!-- rooms: begin, written by -Ddouane.architecture.write=true -Dtest=ArchitecturePageTest -->\n";
    private static final String END = "<!-- rooms: end -->";

    @Test
    void the_page_draws_the_house_as_it_is() throws IOException {
        var page = Files.readString(PAGE);
        var from = page.indexOf(BEGIN) + BEGIN.length();
        var to = page.indexOf(END);
        assertThat(from).as("the page has its marks").isBetween(BEGIN.length(), to);
        var drawn = page.substring(0, from) + rooms() + page.substring(to);
        if (Boolean.getBoolean("douane.architecture.write")) {
            Files.writeString(PAGE, drawn);
        }

        assertThat(drawn)
                .as("docs/architecture.md is out of date; read the difference, then -Ddouane.architecture.write=true")
                .isEqualTo(Files.readString(PAGE));
    }

    private static String rooms() throws IOException {
        var rules = Rooms.in(Path.of("..", "rules", "src", "main", "java"), "dev.douane.rules");
        var service = Rooms.in(Path.of("src", "main", "java"), "dev.douane.service");
        return "\n### The rooms of `rules`\n\n"
                + rules.table()
                + "\n"
                + rules.picture()
                + "\n### The rooms of `service`\n\n"
                + service.without("platform", "identity").table()
                + "\n"
                + service.without("platform", "identity").picture()
                + "\n";
    }

    private static Rooms rooms(Map<String, List<String>> arrows) {
        var drawn = new TreeMap<String, SortedSet<String>>();
        arrows.forEach((room, known) -> drawn.put(room, new TreeSet<>(known)));
        return new Rooms(new TreeMap<>(), drawn);
    }

    @Test
    void an_arrow_that_follows_from_others_is_not_drawn() {
        var rooms = rooms(Map.of(
                "decide", List.of("call", "money", "facts"),
                "facts", List.of("call"),
                "call", List.of("money"),
                "money", List.of()));

        assertThat(rooms.picture()).isEqualTo("""
                ```mermaid
                flowchart TD
                    call
                    decide
                    facts
                    money
                    call --> money
                    decide --> facts
                    facts --> call
                ```
                """);
    }

    @Test
    void a_circle_is_no_picture() {
        var circle = rooms(Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("a")));

        assertThatThrownBy(circle::picture).hasMessageContaining("in a circle: [a, b, c]");
    }

    @Test
    void whom_everybody_may_know_is_left_out() {
        var rooms = rooms(
                Map.of("ledger", List.of("audit", "platform"), "audit", List.of("platform"), "platform", List.of()));

        assertThat(rooms.without("platform").arrows()).containsOnlyKeys("audit", "ledger");
        assertThat(rooms.without("platform").picture())
                .doesNotContain("platform")
                .contains("ledger --> audit");
    }
}
