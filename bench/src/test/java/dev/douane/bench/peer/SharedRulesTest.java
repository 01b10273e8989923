package dev.douane.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.bench.Scene;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedRulesTest {
    private static final int RULES = 60;
    private static final CatalogIndex CATALOG = new CatalogIndex(
            CatalogReader.read(Scene.catalog(50).getBytes(StandardCharsets.UTF_8)),
            JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 22)));

    private final SharedRules rules = new SharedRules(RULES);

    @Test
    void every_rule_is_written_once_in_either_language(@TempDir Path directory) throws IOException, PackException {
        rules.writePacks(directory.resolve("packs"));
        rules.writeCerbos(directory.resolve("cerbos"));

        var policy = Files.readString(directory.resolve("cerbos/deployment.yaml"));
        int drl = 0;
        for (var pack : new String[] {"shared-sovereignty", "shared-cost-tier"}) {
            assertThat(PackReader.read(directory.resolve("packs").resolve(pack))
                            .manifest()
                            .version()
                            .toString())
                    .isEqualTo("1.0.0");
            drl += Files.readString(directory.resolve("packs").resolve(pack).resolve("rules/rules.drl"))
                            .split("@id")
                            .length
                    - 1;
        }
        assertThat(drl).isEqualTo(RULES);
        assertThat(policy.split("EFFECT_DENY").length - 1).isEqualTo(RULES);
    }

    @Test
    void the_calls_of_a_run_bring_every_rule_to_bear_and_most_of_them_change_what_is_left() {
        var about = new TreeSet<String>();
        int narrowed = 0;
        var calls = SharedCall.some(1_000, 50);
        for (var call : calls) {
            about.addAll(rules.about(call));
            if (!rules.left(call, CATALOG).equals(CATALOG.all())) {
                narrowed++;
            }
        }

        assertThat(about).hasSize(RULES);
        assertThat(narrowed).isGreaterThan(calls.size() / 3);
    }

    @Test
    void personal_data_of_a_german_goes_nowhere_outside_the_eea() {
        var call = new SharedCall("auto", 1, 1, "p", "t", "w", "u", "none", "personal", "DE", "task", "phase");

        assertThat(rules.left(call, CATALOG)).isEqualTo(CATALOG.hostedIn("EEA"));
    }
}
