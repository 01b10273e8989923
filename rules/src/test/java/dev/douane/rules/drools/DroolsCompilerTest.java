package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DroolsCompilerTest {
    private static final String TABLE = """
            "RuleSet","tiers",,,,
            "RuleTable Ceilings by workload",,,,,
            "NAME","CONDITION","CONDITION","ACTION","METADATA","METADATA"
            ,"Workload","Workload",,,
            ,"task == ""$param\""","phase == ""$param\""","decision.capTier(""$param"");","id(""$param"")","reason(""$param"")"
            "rule","task","phase","ceiling","id","reason"
            %s
            """;
    private static final String SUMMARIES =
            "\"Summaries\",\"summarise\",,\"standard\",\"COST-101\",\"Summaries, short or long, do not need a frontier model.\"";
    private static final String CHAT =
            "\"Support chat\",\"chat\",\"production\",\"economy\",\"COST-102\",\"Support chat runs on economy.\"";

    @TempDir
    private Path packs;

    @Test
    void rows_of_a_decision_table_keep_their_ids_when_they_are_sorted_another_way() throws PackException {
        for (var rows : List.of(List.of(SUMMARIES, CHAT), List.of(CHAT, SUMMARIES))) {
            try (var rules = compile(PackOnDisk.of(packs, "example", "budget")
                    .with("tables/tiers.csv", TABLE.formatted(String.join("\n", rows)))
                    .read())) {
                assertThat(rules.rules()).extracting(RuleRef::id).containsExactly("COST-101", "COST-102");
                assertThat(rules.evaluate(SomeFacts.withTask("summarise")).enforced())
                        .singleElement()
                        .satisfies(fired -> {
                            assertThat(fired.rule().id()).isEqualTo("COST-101");
                            assertThat(fired.rule().message())
                                    .isEqualTo("Summaries, short or long, do not need a frontier model.");
                            assertThat(fired.effect().describe()).isEqualTo("capTier(standard)");
                        });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call", "Caller", "Data", "Workload", "Budget", "Outage", "Value", "Clock"})
    void every_kind_of_fact_is_seen_by_a_rule_that_looks_at_no_other(String fact) throws PackException {
        var plain = SomeFacts.withBudgets(SomeFacts.budget("b", "1"));
        var facts = new Facts(
                plain.call(),
                plain.caller(),
                plain.data(),
                plain.workload(),
                plain.budgets(),
                List.of(new Outage("p", null, null, null)),
                plain.value(),
                plain.clock());
        try (var rules = compile(PackOnDisk.of(packs, "example", "budget")
                .rule("SEE-1", fact + "()", "decision.flag(\"seen\");")
                .read())) {
            assertThat(rules.evaluate(facts).enforced()).hasSize(1);
        }
    }

    @Test
    void every_line_that_does_not_parse_is_named_with_its_file() throws PackException {
        var problems = refusal(PackOnDisk.of(packs, "example", "budget")
                .with("rules/a.drl", "rule \"A\"\nwhen\n  Workload(task == )\nthen\nend\n")
                .with("rules/b.drl", "rule \"B\"\n  @id(\"B\") @reason(\"r\")\nwhen\n  Workload(\nthen\nend\n")
                .read());

        assertThat(problems).extracting(PackProblem::file).contains("rules/a.drl", "rules/b.drl");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.line()).isPositive());
    }

    @Test
    void every_rule_that_the_gate_refuses_is_named_with_its_file_line_and_column() throws PackException {
        var good = PackOnDisk.rule("G-%d", "Good %d", "Workload(task == \"t%d\")", "decision.deny();");
        var many = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            many.append(good.replace("%d", Integer.toString(i)));
        }
        var problems = refusal(PackOnDisk.of(packs, "example", "budget")
                .with(
                        "rules/mixed.drl",
                        many
                                + PackOnDisk.rule("A-1", "Typo", "Workload(taks == \"x\")", "decision.deny();")
                                + many.toString().replace("Good", "More").replace("G-", "M-"))
                .rule("A-2", "Budget(colour == \"x\")", "decision.deny();")
                .rule("A-3", "Workload()", "decision.allow();")
                .rule("A-4", "Deployment()", "decision.deny();")
                .rule("A-5", "Workload()", "decision.capOutputTokens(\"many\");")
                .with("tables/t.csv", TABLE.replace("task ==", "tusk ==").formatted(SUMMARIES))
                .read());

        assertThat(problems)
                .extracting(problem -> problem.toString().lines().findFirst().orElse(""))
                .containsExactly(
                        "rules/A-2.drl:5:12: Budget has no field (colour)",
                        "rules/A-3.drl:7:14: there is no effect (allow)",
                        "rules/A-4.drl:5:5: there is no fact (Deployment)",
                        "rules/A-5.drl:7:30: capOutputTokens takes a whole number",
                        "rules/mixed.drl:165:14: Workload has no field (taks)",
                        "tables/t.csv:5:2: Workload has no field (tusk)");
    }

    @Test
    void every_rule_of_a_pack_that_is_wrong_throughout_is_named() throws PackException {
        var many = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            many.append(PackOnDisk.rule("A-" + i, "Rule " + i, "Workload(taks == \"x\")", "decision.deny();"));
        }

        assertThat(refusal(PackOnDisk.of(packs, "example", "budget")
                        .with("rules/a.drl", many.toString())
                        .read()))
                .hasSize(300);
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_a_reason() throws PackException {
        var problems = refusal(PackOnDisk.of(packs, "example", "budget")
                .with("rules/a.drl", """
                        rule "no id" @reason("r") when Workload() then decision.deny(); end
                        rule "no reason" @id("R-1") when Workload() then decision.deny(); end
                        rule "first" @id("R-2") @reason("r") when Workload() then decision.deny(); end
                        rule "second" @id("R-2") @reason("r") when Workload() then decision.deny(); end
                        rule "cites" @id("R-3") @reason("r") @cites("a") @cites("b") when Workload() then decision.deny(); end
                        """)
                .read());

        assertThat(problems)
                .extracting(PackProblem::toString)
                .containsExactly(
                        "rules/a.drl:1:1: rule (no id) has no @id(\"…\")",
                        "rules/a.drl:2:1: rule (no reason) has no @reason(\"…\")",
                        "rules/a.drl:4:1: rule (second) has the @id (R-2) of rule (first)",
                        "rules/a.drl:5:50: rule (cites) has @cites more than once: write one, with \"; \" between its parts");
    }

    @Test
    void two_packs_may_not_share_an_id_and_problems_then_carry_the_packs_name() throws PackException {
        var one = PackOnDisk.of(packs, "one", "budget")
                .rule("R-1", "Workload()", "decision.deny();")
                .read();
        var two = PackOnDisk.of(packs, "two", "budget")
                .rule("R-1", "Workload()", "decision.deny();")
                .read();

        assertThat(refusal(one, two))
                .extracting(PackProblem::toString)
                .containsExactly("two/rules/R-1.drl:1:1: rule (Rule R-1) has the @id (R-1), which one@1.0.0 has too");
    }

    @Test
    void a_pack_holds_rules_and_nothing_else() throws PackException {
        var problems = refusal(PackOnDisk.of(packs, "example", "budget")
                .with("rules/a.drl", """
                        package com.example;
                        import java.io.File;
                        global java.util.List list;
                        function void f() { }
                        declare Fact name : String end
                        query "q" Workload() end
                        rule "loud" @id("R-1") @reason("r") salience 10 when Workload() then decision.deny(); end
                        """)
                .with(
                        "tables/t.csv",
                        TABLE.replace(
                                        "\"RuleSet\",\"tiers\",,,,",
                                        "\"RuleSet\",\"tiers\",,,,\n\"Import\",\"java.io.File\",,,,")
                                .formatted(SUMMARIES))
                .read());

        assertThat(problems)
                .extracting(PackProblem::toString)
                .containsExactly(
                        "rules/a.drl:1:1: package lines are not for packs to write: leave it out",
                        "rules/a.drl:2:1: import is not for packs to write: a pack holds rules only",
                        "rules/a.drl:3:1: global is not for packs to write: a pack holds rules only",
                        "rules/a.drl:4:1: function is not for packs to write: a pack holds rules only",
                        "rules/a.drl:5:1: declare is not for packs to write: a pack holds rules only",
                        "rules/a.drl:6:1: query is not for packs to write: a pack holds rules only",
                        "rules/a.drl:7:37: rule (loud) has the attribute (salience): rules have none, for their order must not matter",
                        "tables/t.csv:2:1: import is not for packs to write: a pack holds rules only");
    }

    @Test
    void a_wrong_row_of_a_table_is_named_by_its_line() throws PackException {
        var problems = refusal(PackOnDisk.of(packs, "example", "budget")
                .with("tables/t.csv", TABLE.formatted(SUMMARIES + "\n" + CHAT.replace("COST-102", "COST-101")))
                .read());

        assertThat(problems)
                .extracting(PackProblem::toString)
                .containsExactly("tables/t.csv:8:1: rule (Support chat) has the @id (COST-101) of rule (Summaries)");
    }

    @Test
    void a_pack_holds_two_thousand_rules_at_most() throws PackException {
        var many = new StringBuilder();
        for (int i = 0; i <= Size.RULES.most(); i++) {
            many.append("rule \"r%d\" @id(\"R-%d\") @reason(\"r\") when then decision.deny(); end\n".formatted(i, i));
        }

        assertThat(refusal(PackOnDisk.of(packs, "example", "budget")
                        .with("rules/a.drl", many.toString())
                        .read()))
                .extracting(PackProblem::toString)
                .containsExactly("rules/a.drl:2001:1: rule (r2000) is one too many: a pack holds at most 2000 rules");
    }

    @Test
    void what_is_no_decision_table_is_refused() throws PackException {
        assertThat(refusal(PackOnDisk.of(packs, "example", "budget")
                        .with("tables/t.csv", "a,b\n1,2\n")
                        .read()))
                .extracting(PackProblem::file)
                .contains("tables/t.csv");
    }

    @Test
    void the_order_of_packs_in_a_ruleset_changes_nothing() throws PackException {
        var two = new ArrayList<>(List.of(
                PackOnDisk.of(packs, "one", "budget")
                        .rule("R-1", "Workload()", "decision.flag(\"one\");")
                        .read(),
                PackOnDisk.of(packs, "two", "cost-tier")
                        .rule("R-2", "Workload()", "decision.flag(\"two\");")
                        .read()));
        try (var forth = compile(two.toArray(Pack[]::new))) {
            Collections.reverse(two);
            try (var back = compile(two.toArray(Pack[]::new))) {
                assertThat(back.digest()).isEqualTo(forth.digest());
                assertThat(back.evaluate(SomeFacts.plain())).isEqualTo(forth.evaluate(SomeFacts.plain()));
            }
        }
    }

    private static DroolsRules compile(Pack... packs) throws PackException {
        return new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(packs)));
    }

    private static List<PackProblem> refusal(Pack... packs) {
        return catchThrowableOfType(PackException.class, () -> compile(packs)).problems();
    }
}
