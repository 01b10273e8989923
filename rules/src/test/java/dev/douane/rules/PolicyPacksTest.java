package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The packs we ship keep what their authors promise: a failing case, or a rule that no case fires, fails the build. */
class PolicyPacksTest {
    private static List<Pack> shipped() throws PackException {
        return ShippedPacks.read(PolicyPacksTest.class.getClassLoader());
    }

    @TestFactory
    List<DynamicNode> shipped_packs() throws PackException {
        var verifier = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped());
        var packs = new ArrayList<DynamicNode>();
        for (var pack : shipped()) {
            packs.add(dynamicContainer(pack.reference(), cases(verifier.verify(pack))));
        }
        assertThat(packs).hasSizeGreaterThanOrEqualTo(3);
        return packs;
    }

    private static List<DynamicNode> cases(PackReport report) {
        var cases = new ArrayList<DynamicNode>();
        for (var result : report.results()) {
            cases.add(dynamicTest(
                    result.scenario().name(),
                    () -> assertThat(result.mismatches()).isEmpty()));
        }
        cases.add(dynamicTest(
                "every rule is fired by a case",
                () -> assertThat(report.coverage())
                        .allSatisfy(
                                (rule, firedBy) -> assertThat(firedBy).as(rule).isNotEmpty())));
        return cases;
    }

    @Test
    void all_shipped_packs_compile_together() throws PackException {
        var packs = shipped();
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs))) {
            assertThat(rules.rules())
                    .extracting(rule -> rule.pack())
                    .contains(packs.getFirst().reference());
        }
    }
}
