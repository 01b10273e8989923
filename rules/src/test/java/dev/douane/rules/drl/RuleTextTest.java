package dev.douane.rules.drl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTextTest {
    private static final Place HERE = new Place("rules/a.drl", 3, 5);

    @Test
    void a_rule_is_written_as_its_author_would() {
        var used =
                new FieldRef(null, FactFields.find(Fact.BUDGET, "usedFraction").orElseThrow(), HERE);
        var name = new FieldRef(null, FactFields.find(Fact.BUDGET, "name").orElseThrow(), HERE);
        var rule = new RuleTree(
                "B-1",
                "Used \"up\"",
                "It is used up.",
                List.of("a", "b"),
                HERE,
                List.of(
                        new Condition.Pattern(
                                Fact.BUDGET,
                                "$b",
                                List.of(
                                        new Constraint.Comparison(
                                                used,
                                                Relation.AT_LEAST,
                                                new Operand.Amount(new BigDecimal("0.80"), HERE),
                                                HERE),
                                        new Constraint.Binding("$n", name, HERE)),
                                HERE),
                        new Condition.Not(new Condition.Pattern(Fact.OUTAGE, null, List.of(), HERE), HERE)),
                List.of(
                        new EffectCall(
                                EffectWords.find("flag").orElseThrow(),
                                List.of(new Operand.Variable("$n", name.field(), HERE)),
                                HERE),
                        new EffectCall(
                                EffectWords.find("capCallCost").orElseThrow(),
                                List.of(new Operand.Amount(new BigDecimal("0.50"), HERE)),
                                HERE)));

        assertThat(RuleText.of(rule)).isEqualTo("""
                rule "Used \\"up\\""
                    @id("B-1")
                    @reason("It is used up.")
                    @cites("a; b")
                when
                    $b : Budget(usedFraction >= 0.8, $n : name)
                    not Outage()
                then
                    decision.flag($n);
                    decision.capCallCost("0.5");
                end
                """);
    }

    @Test
    void a_place_reads_as_editors_understand_it() {
        assertThat(HERE).hasToString("rules/a.drl:3:5");
        assertThat(HERE.at(4, 0)).hasToString("rules/a.drl:4");
    }
}
