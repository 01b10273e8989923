package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In answers, ids of rules and the house's own words stand in the same place. */
class HouseWordsTest {
    @TempDir
    private Path packs;

    private Pack pack(String id) throws PackException {
        return PackOnDisk.of(packs).rule(id, "Call()", "decision.flag(\"x\");").read();
    }

    @ParameterizedTest
    @ValueSource(strings = {"budget", "rule-error", "unknown-model", "as-asked", "Budget", "RULE-ERROR"})
    void no_new_rule_has_an_id_that_the_house_means_something_by(String id) throws PackException {
        var pack = pack(id);
        var validator = new PackValidator(Vocabulary.SHIPPED);

        assertThat(validator.check(pack).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo(
                                "rule (Rule %1$s) has an @id (%1$s) that stands in answers for what the house checks itself\nMaybe add a number: %1$s-1."
                                        .formatted(id)));
        assertThat(validator.check(pack, Map.of(), "", 2).problems())
                .as("what was accepted before stays")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUDGET-1", "budget.1", "rules", "error"})
    void any_other_id_is_as_good_as_ever(String id) throws PackException {
        assertThat(new PackValidator(Vocabulary.SHIPPED).check(pack(id)).problems())
                .isEmpty();
    }
}
