package dev.douane.bench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineTableTest {
    private static final String PAGE = """
            # Architecture

            <!-- line: begin, written by ./douane line --write -->
            <!-- line: end -->

            ## Rooms
            """;

    @TempDir
    Path checkout;

    private void source(String module, String file, int lines) throws IOException {
        var path = checkout.resolve(module).resolve("src/main/java/dev/douane").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "//\n".repeat(lines));
    }

    private LineTable table(String... files) throws IOException {
        return LineTable.of(checkout, new TreeSet<>(List.of(files)));
    }

    @Test
    void files_stand_under_their_rooms_with_their_lines() throws IOException {
        source("rules", "rules/money/Money.java", 130);
        source("service", "service/ledger/Batch.java", 456);
        source("service", "service/ledger/Lane.java", 184);

        var table = table(
                "dev/douane/rules/money/Money.java",
                "dev/douane/service/ledger/Batch.java",
                "dev/douane/service/ledger/Lane.java");

        assertThat(table.writtenInto(PAGE)).isEqualTo("""
                # Architecture

                <!-- line: begin, written by ./douane line --write -->

                One warm decision: 3 files, 770 lines, 456 in the longest.

                | room | files and their lines | lines |
                |---|---|---|
                | `rules.money` | Money 130 | 130 |
                | `service.ledger` | Batch 456, Lane 184 | 640 |
                <!-- line: end -->

                ## Rooms
                """);
        assertThat(table.writtenInto(table.writtenInto(PAGE))).isEqualTo(table.writtenInto(PAGE));
    }

    @Test
    void a_room_that_joins_is_told_and_so_is_what_is_too_much() throws IOException {
        source("rules", "rules/money/Money.java", 130);
        source("service", "service/ledger/Batch.java", 456);
        source("service", "service/audit/Row.java", 10);
        var page = table("dev/douane/rules/money/Money.java", "dev/douane/service/ledger/Batch.java")
                .writtenInto(PAGE);
        var now = table("dev/douane/rules/money/Money.java", "dev/douane/service/audit/Row.java");

        assertThat(now.against(page, new Ceilings(2, 140, 130)))
                .containsExactly("(service.audit) has joined the line: [Row]");
        assertThat(now.against(now.writtenInto(page), new Ceilings(2, 140, 130)))
                .isEmpty();
        assertThat(now.against(now.writtenInto(page), new Ceilings(1, 139, 129)))
                .containsExactly(
                        "2 files are on the line, and 1 may be",
                        "140 lines are on the line, and 139 may be",
                        "130 lines in the longest file are on the line, and 129 may be");
    }

    @Test
    void a_page_without_a_table_is_no_page_to_compare_with() throws IOException {
        assertThat(table().against(PAGE, Ceilings.NOW))
                .singleElement()
                .asString()
                .contains("lists no room yet");
        assertThatThrownBy(() -> table().writtenInto("# Another page\n")).hasMessageContaining("no place for the line");
    }

    @Test
    void a_file_of_another_checkout_is_a_fault() {
        assertThatThrownBy(() -> table("dev/douane/rules/gone/Gone.java")).hasMessageContaining("Gone.java");
    }
}
