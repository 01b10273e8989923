package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.lint.Linter;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.validator.PackValidator;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks and lint have to say of a pack, with its place. */
class PackLintTest {
    private static final PackLint LINT = new PackLint(
            new PackValidator(Vocabulary.SHIPPED),
            new Linter(
                    Vocabulary.SHIPPED,
                    new CatalogIndex(
                            CatalogReader.shipped(),
                            JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 30)))));

    @TempDir
    private Path packs;

    @Test
    void what_is_wrong_with_a_member_of_the_manifest_has_its_line() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", """
                        name: example
                        version: 1.0.0
                        concern: cost-tier
                        owners: [finops, "pаypal"]
                        title: Calls of pаypal
                        description: Says what the test needs it to say.
                        parameters:
                          unused: {type: string-set, description: Nobody asks., default: some}
                        """)
                .rule("A-1", "Workload(task == \"mail\")", "decision.flag(\"seen\");")
                .read();

        assertThat(LINT.check(pack).findings())
                .filteredOn(finding -> finding.file().equals("pack.yaml"))
                .extracting(PackFinding::code, PackFinding::line, PackFinding::column)
                .contains(
                        tuple("misleading-text", 4, 18),
                        tuple("misleading-text", 5, 1),
                        tuple("unused-parameter", 8, 3));
    }

    @Test
    void texts_of_a_manifest_that_no_new_pack_may_have_are_told_with_their_line() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", """
                        name: example
                        version: 1.0.0
                        concern: cost-tier
                        owners: [finops, %s]
                        title: %s
                        description: %s
                        parameters:
                          some: {type: integer, default: 1, description: %s}
                        """.formatted(
                                "o".repeat(201), "t".repeat(201), "d".repeat(4_001), "p".repeat(4_001)))
                .rule("A-1", "Call(inputTokens > params.some)", "decision.flag(\"seen\");")
                .read();

        assertThat(LINT.check(pack).findings())
                .filteredOn(finding -> finding.code().equals("limit"))
                .extracting(PackFinding::line, PackFinding::message)
                .containsExactly(
                        tuple(4, "owner (201 characters) must have at most 200 characters"),
                        tuple(5, "title (201 characters) must have at most 200 characters"),
                        tuple(6, "description (4001 characters) must have at most 4000 characters"),
                        tuple(8, "parameter (some): description (4001 characters) must have at most 4000 characters"));
        assertThat(LINT.check(pack.at(Pack.LEVEL - 1)).findings())
                .filteredOn(finding -> finding.code().equals("limit"))
                .extracting(PackFinding::severity)
                .containsOnly("warning");
    }
}
