package dev.douane.rules.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.CrossProduct;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.ShippedPacks;
import dev.douane.rules.validator.PackValidator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each code has a pack that it fires on and a near one that it is silent on. */
class LinterTest {
    private static final String CAP = "decision.capTier(\"economy\");";

    @Test
    void unreachable_rule() {
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task == \"a\", task == \"b\")", CAP)
                        .lint())
                .containsExactly("error unreachable-rule R-1");
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task == \"a\" || task == \"b\")", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void an_unreachable_rule_says_which_field_nothing_is_left_for_and_where() {
        var found = Drl.of("budget")
                .rule("R-1", "Budget(usedFraction >= 0.9, usedFraction < 0.8)", CAP)
                .findings()
                .getFirst();

        assertThat(found.message())
                .isEqualTo("rule (R-1) can never fire: no value of Budget.usedFraction meets all it asks");
        assertThat(found.place()).hasToString("rules/a.drl:1:1");
        assertThat(found.remedy()).isEqualTo("Correct the conditions, or take the rule out.");
    }

    @Test
    void subsumed_rule() {
        assertThat(Drl.of("budget")
                        .rule("R-1", "Budget(usedFraction >= 0.8)", CAP)
                        .rule("R-2", "Budget(usedFraction >= 0.9)", "decision.capTier(\"standard\");")
                        .lint())
                .containsExactly("warning subsumed-rule R-2");
        assertThat(Drl.of("budget")
                        .rule("R-1", "Budget(usedFraction >= 0.8)", "decision.capTier(\"standard\");")
                        .rule("R-2", "Budget(usedFraction >= 0.9)", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void of_two_rules_that_say_the_same_the_later_is_subsumed() {
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task in (\"a\", \"b\"))", CAP)
                        .rule("R-2", "Workload(task == \"b\" || task == \"a\")", CAP)
                        .lint())
                .containsExactly("warning subsumed-rule R-2");
    }

    @Test
    void rules_that_say_the_same_of_other_fields_or_budgets_are_not_subsumed() {
        var told = "decision.flag($t);";
        assertThat(Drl.of("budget")
                        .rule("R-1", "Caller($t : team)", told)
                        .rule("R-2", "Caller($t : product)", told)
                        .lint())
                .isEmpty();
        assertThat(Drl.of("budget")
                        .rule("R-1", "Budget($t : name, usedFraction >= 0.8)", told)
                        .rule("R-2", "Budget($t : name, usedFraction >= 0.9)", told)
                        .lint())
                .isEmpty();
        assertThat(Drl.of("budget")
                        .rule("R-1", "$b : Budget(hard == true) Budget(name != $b.name)", CAP)
                        .rule("R-2", "$b : Budget(usedFraction > 0.9, hard == true) Budget(name != $b.owner)", CAP)
                        .lint())
                .doesNotContain("warning subsumed-rule R-1", "warning subsumed-rule R-2");
    }

    @Test
    void of_two_rules_that_differ_in_the_names_of_variables_the_later_is_subsumed() {
        assertThat(Drl.of("budget")
                        .rule("R-1", "$a : Budget(hard == true) Budget(name != $a.name)", "decision.flag($a.name);")
                        .rule("R-2", "$b : Budget(hard == true) Budget(name != $b.name)", "decision.flag($b.name);")
                        .lint())
                .contains("warning subsumed-rule R-2")
                .doesNotContain("warning subsumed-rule R-1");
    }

    @Test
    void not_in_catalog() {
        var found = Drl.of("cost-tier")
                .rule("R-1", "Call(region == \"swedencentrl\")", CAP)
                .rule("R-2", "Call(region == \"swedencentral\")", CAP)
                .findings();

        assertThat(found).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(LintCode.NOT_IN_CATALOG);
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.message())
                    .isEqualTo("region (swedencentrl) in rule (R-1) is not in the catalog, which has swedencentral");
        });
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Call(model str[startsWith] \"gtp-\")", CAP)
                        .rule("R-2", "Call(model str[startsWith] \"gpt-\")", CAP)
                        .lint())
                .containsExactly("note not-in-catalog R-1");
    }

    @Test
    void a_provider_that_left_the_catalog_is_noted_in_rules_of_before() throws PackException {
        var pack = Drl.of("sovereignty")
                .rule(
                        "R-1",
                        "Call(provider == \"gone\")",
                        "decision.forbidProvider(\"gone\"); decision.requireProvider(\"gone\");")
                .pack();
        var rules = new PackValidator(Drl.WORDS.withoutCatalog()).read(pack);
        var manifest = pack.manifest();

        assertThat(new Linter(Drl.WORDS, Drl.CATALOG)
                        .check(new LintSubject(manifest.concern(), manifest.parameters(), rules)))
                .extracting(found -> found.code().code() + " " + found.place())
                .containsExactly(
                        "not-in-catalog rules/a.drl:6:22",
                        "not-in-catalog rules/a.drl:8:29",
                        "unmet-requirement rules/a.drl:8:38");
    }

    @Test
    void date_long_past() {
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Clock(date >= \"1999-11-30\")", CAP)
                        .lint())
                .containsExactly("note date-long-past R-1");
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Clock(date >= \"2025-08-02\")", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void what_no_call_may_ask_for_is_unreachable() {
        assertThat(Drl.of("cost-tier").rule("R-1", "Call(n > 128)", CAP).lint())
                .containsExactly("error unreachable-rule R-1");
        assertThat(Drl.of("cost-tier").rule("R-1", "Call(n >= 128)", CAP).lint())
                .isEmpty();
    }

    @Test
    void a_rule_that_a_parameter_may_strengthen_is_not_subsumed() {
        assertThat(Drl.of("cost-tier")
                        .parameter("ceiling", "tier", "standard")
                        .rule("R-1", "Workload(task == \"a\")", CAP)
                        .rule("R-2", "Workload(task == \"a\")", "decision.capTier(params.ceiling);")
                        .lint())
                .isEmpty();
    }

    @Test
    void contradictory_requirements() {
        assertThat(Drl.of("sovereignty")
                        .rule(
                                "R-1",
                                "Data(classes contains \"personal\")",
                                "decision.requireHosting(\"US\"); decision.requireHosting(\"DE\");")
                        .lint())
                .contains("error contradictory-requirements R-1");
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Data(classes contains \"personal\")", "decision.requireHosting(\"EEA\");")
                        .rule(
                                "R-2",
                                "Data(classes contains \"personal\", subjectLocations contains \"US\")",
                                "decision.requireHosting(\"US\");")
                        .lint())
                .containsExactly("error contradictory-requirements R-2");
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Data(subjectLocations contains \"DE\")", "decision.requireHosting(\"EEA\");")
                        .rule("R-2", "Data(subjectLocations contains \"US\")", "decision.requireHosting(\"US\");")
                        .lint())
                .containsExactly("warning contradictory-requirements R-2");
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Data(classes contains \"personal\")", "decision.requireHosting(\"EEA\");")
                        .rule("R-2", "Data(classes contains \"health\")", "decision.requireHosting(\"DE\");")
                        .lint())
                .isEmpty();
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Workload(task == \"a\")", "decision.requireHosting(\"EEA\");")
                        .rule("R-2", "Workload(task == \"b\")", "decision.requireHosting(\"US\");")
                        .lint())
                .isEmpty();
    }

    @Test
    void two_providers_are_contradictory_too() {
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Call()", "decision.requireProvider(\"azure\");")
                        .rule("R-2", "Call()", "decision.requireProvider(\"mistral\");")
                        .lint())
                .containsExactly("error contradictory-requirements R-2");
    }

    @Test
    void alias_in_condition() {
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Call(model in (\"gpt-5\", \"openai/gpt-5\"))", CAP)
                        .lint())
                .containsExactly("warning alias-in-condition R-1");
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Call(model == \"gpt-5\")", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void unmet_requirement() {
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Call()", "decision.requireTag(\"nobody-has-this\");")
                        .lint())
                .containsExactly("warning unmet-requirement R-1");
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Call()", "decision.requireProvider(\"openai\"); decision.requireHosting(\"FR\");")
                        .findings())
                .singleElement()
                .satisfies(found -> assertThat(found.message())
                        .startsWith("no deployment of the catalog meets all that rule (R-1) asks for:"));
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "Call()", "decision.requireHosting(\"EEA\"); decision.forbidControl(\"US\");")
                        .lint())
                .isEmpty();
    }

    @Test
    void cap_below_floor() {
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task == \"a\")", CAP)
                        .rule(
                                "R-2",
                                "Workload(task == \"a\", interactive == true)",
                                "decision.floorTier(\"standard\");")
                        .lint())
                .containsExactly("error cap-below-floor R-2");
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task == \"a\")", CAP)
                        .rule("R-2", "Workload(criticality == \"high\")", "decision.floorTier(\"standard\");")
                        .lint())
                .containsExactly("note cap-below-floor R-2");
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "Workload(task == \"a\")", "decision.capTier(\"standard\");")
                        .rule("R-2", "Workload(task == \"a\")", "decision.floorTier(\"standard\");")
                        .lint())
                .isEmpty();
    }

    @Test
    void unused_parameter() {
        assertThat(Drl.of("budget")
                        .parameter("soft", "percent", "80")
                        .rule("R-1", "Budget(usedFraction >= 0.8)", CAP)
                        .lint())
                .containsExactly("warning unused-parameter");
        assertThat(Drl.of("budget")
                        .parameter("soft", "percent", "80")
                        .rule("R-1", "Budget(!(usedFraction < params.soft) || pace > 2)", CAP)
                        .lint())
                .isEmpty();
        assertThat(Drl.of("budget")
                        .parameter("ceiling", "tier", "economy")
                        .rule("R-1", "Budget(usedFraction >= 0.8)", "decision.capTier(params.ceiling);")
                        .lint())
                .isEmpty();
    }

    @Test
    void reason_not_a_sentence() {
        for (var reason :
                new String[] {"because", "Cost.", "todo write this down.", "no capital here.", "No full stop here"}) {
            assertThat(Drl.of("cost-tier")
                            .rule("R-1", reason, "", "Workload(task == \"a\")", CAP)
                            .lint())
                    .as(reason)
                    .containsExactly("warning reason-not-a-sentence R-1");
        }
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "80 % of the budget is spent.", "", "Workload(task == \"a\")", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void fraction_over_one() {
        assertThat(Drl.of("budget")
                        .rule("R-1", "Budget(usedFraction >= 80)", "decision.flag(\"a\");")
                        .rule("R-2", "not Budget(elapsedFraction < 25 || pace > 80)", "decision.flag(\"b\");")
                        .rule("R-3", "Budget(usedFraction >= 10, pace > 80)", "decision.flag(\"c\");")
                        .lint())
                .filteredOn(finding -> finding.contains("fraction"))
                .containsExactly("warning fraction-over-one R-1", "warning fraction-over-one R-2");
    }

    @Test
    void dmn_dash() {
        assertThat(Drl.of("cost-tier")
                        .table(
                                "\"workloadClass == \"\"$param\"\"\",\"criticality == \"\"$param\"\"\"",
                                "\"A\",\"-\",\"low\",\"economy\",\"T-1\",\"It is small work.\"",
                                "\"B\",\"a-b\",\"low\",\"economy\",\"T-2\",\"It is small work.\"")
                        .rule("R-1", "Workload(workloadClass == \"-\")", CAP)
                        .lint())
                .filteredOn(finding -> finding.contains("dash"))
                .containsExactly("warning dmn-dash T-1");
    }

    @Test
    void a_sentence_may_be_in_any_script() {
        for (var reason : new String[] {
            "東京支店の予算は使い切られました。",
            "Бюджет исчерпан полностью.",
            "बजट समाप्त हो गया है।",
            "تم استنفاد الميزانية بالكامل.",
            "هل استنفدت الميزانية بالكامل؟",
            "งบประมาณถูกใช้หมดแล้ว ปีนี้หมด.",
            "«Le budget est épuisé.»"
        }) {
            assertThat(Drl.of("cost-tier")
                            .rule("R-1", reason, "", "Workload(task == \"a\")", CAP)
                            .lint())
                    .as(reason)
                    .isEmpty();
        }
        for (var reason : new String[] {"予算。", "бюджет исчерпан полностью.", "東京支店の予算は使い切られました"}) {
            assertThat(Drl.of("cost-tier")
                            .rule("R-1", reason, "", "Workload(task == \"a\")", CAP)
                            .lint())
                    .as(reason)
                    .containsExactly("warning reason-not-a-sentence R-1");
        }
    }

    @Test
    void missing_citation() {
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "It stays in the EEA.", "", "Call()", "decision.requireHosting(\"EEA\");")
                        .lint())
                .containsExactly("warning missing-citation R-1");
        assertThat(Drl.of("sovereignty")
                        .rule("R-1", "It is marked for review.", "", "Call()", "decision.flag(\"review\");")
                        .lint())
                .isEmpty();
        assertThat(Drl.of("cost-tier")
                        .rule("R-1", "It is cheap work.", "", "Call()", CAP)
                        .lint())
                .isEmpty();
    }

    @Test
    void table_gap() {
        var condition = "\"workloadClass == \"\"$param\"\"\",\"interactive == $param\"";
        var found = Drl.of("cost-tier")
                .table(
                        condition,
                        "\"A\",\"a\",\"true\",\"economy\",\"T-1\",\"It is small work.\"",
                        "\"B\",\"b\",,\"economy\",\"T-2\",\"It is small work.\"")
                .findings();

        assertThat(found).extracting(Finding::code).containsExactly(LintCode.TABLE_GAP);
        assertThat(found.getFirst().message())
                .isEqualTo("1 of 4 combinations of Workload.interactive, Workload.workloadClass have no row,"
                        + " such as Workload.interactive \"false\", Workload.workloadClass \"a\"");
        assertThat(Drl.of("cost-tier")
                        .table(
                                condition,
                                "\"A\",\"a\",,\"economy\",\"T-1\",\"It is small work.\"",
                                "\"B\",\"b\",,\"economy\",\"T-2\",\"It is small work.\"")
                        .lint())
                .isEmpty();
    }

    /** Where no row asks whether it is there, a table leaves out calls that do not say it as it leaves out other words. */
    @Test
    void what_is_missing_is_a_gap_where_a_row_asks_for_it() {
        var rows = new String[] {
            "\"A\",\"x\",\"true\",\"economy\",\"T-1\",\"It is small work.\"",
            "\"B\",,\"false\",\"economy\",\"T-2\",\"It is small work.\""
        };

        assertThat(Drl.of("cost-tier")
                        .table("\"task == null\",\"interactive == $param\"", rows)
                        .findings())
                .extracting(Finding::message)
                .isEmpty();
        assertThat(Drl.of("cost-tier")
                        .table("\"task != null\",\"interactive == $param\"", rows)
                        .findings())
                .extracting(Finding::message)
                .containsExactly("1 of 2 combinations of Workload.interactive, Workload.task have no row,"
                        + " such as Workload.interactive \"true\", Workload.task missing");
    }

    @Test
    void table_overlap() {
        var condition = "\"workloadClass == \"\"$param\"\"\",\"criticality == \"\"$param\"\"\"";
        assertThat(Drl.of("cost-tier")
                        .table(
                                condition,
                                "\"A\",\"a\",,\"economy\",\"T-1\",\"It is small work.\"",
                                "\"B\",,\"low\",\"standard\",\"T-2\",\"It is small work.\"")
                        .lint())
                .contains("note table-overlap T-2");
        assertThat(Drl.of("cost-tier")
                        .table(
                                condition,
                                "\"A\",\"a\",,\"economy\",\"T-1\",\"It is small work.\"",
                                "\"B\",\"b\",,\"standard\",\"T-2\",\"It is small work.\"")
                        .lint())
                .doesNotContain("note table-overlap T-2");
    }

    @Test
    void cross_product() {
        assertThat(looking("Budget() Budget()").lint()).containsExactly("note cross-product R-1"); // 256
        assertThat(looking("Budget() Outage()").lint()).containsExactly("note cross-product R-1"); // 512
        assertThat(looking("Outage() Outage()").lint()).containsExactly("warning cross-product R-1"); // 1 024
        assertThat(looking("Budget() Budget() Budget()").lint()).containsExactly("warning cross-product R-1"); // 4 352
        assertThat(looking("Budget() Outage() exists Outage()").published()) // 512 and 16 384 are less than 20 000
                .containsExactly("warning cross-product R-1");
        assertThat(looking("Outage() Outage() Outage()").published()) // 1 024 and 32 768 are more
                .containsExactly("error cross-product R-1");
        assertThat(looking("Budget() Budget()").findings().getFirst().message())
                .isEqualTo(
                        "rule (R-1) looks at 2 budgets together: 256 combinations where a call has 16 budgets and there are 32 outages");
        assertThat(looking("Budget() Call()").lint()).isEmpty();
        assertThat(looking("Budget()").lint()).isEmpty();
    }

    @Test
    void firings() {
        var often = looking("Budget() Outage() Outage()"); // 16 times 32 times 32, more than 10 000
        assertThat(often.published()).containsExactly("error cross-product R-1");
        assertThat(new PackValidator(Drl.WORDS).check(often.pack()).rules())
                .extracting(rule -> CrossProduct.of(rule).firingsText())
                .containsExactly("may fire 16384 times where a call has 16 budgets and there are 32 outages");

        var together = Drl.of("budget");
        for (var id : List.of("R-1", "R-2", "R-3")) {
            together.rule(id, "Budget() Budget() Budget()", "decision.flag(\"a\");");
        }
        assertThat(together.findings())
                .extracting(Finding::message)
                .containsOnlyOnce(
                        "rule (R-3) and those in front of it that look at several budgets or outages together may fire 12288 times where a call has 16 budgets and there are 32 outages: with more than 10000 the call is denied");
    }

    private static Drl looking(String when) {
        return Drl.of("budget").rule("R-1", when, "decision.flag(\"a\");");
    }

    @Test
    void the_shipped_packs_are_clean_of_errors() throws PackException {
        var linter = new Linter(Drl.WORDS, Drl.CATALOG);
        for (var pack : ShippedPacks.read(LinterTest.class.getClassLoader())) {
            var rules = new PackValidator(Drl.WORDS).read(pack);
            var found = linter.check(
                    new LintSubject(pack.manifest().concern(), pack.manifest().parameters(), rules));
            assertThat(found).as(pack.reference()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        }
    }

    @Test
    void findings_come_in_the_order_of_the_files_and_always_the_same() {
        var pack = Drl.of("sovereignty")
                .rule("R-2", "no sentence", "", "Call(n > 5, n < 5)", "decision.requireTag(\"x\");")
                .rule("R-1", "no sentence", "", "Call()", "decision.requireTag(\"x\");");

        assertThat(pack.lint())
                .containsExactly(
                        "error unreachable-rule R-2",
                        "warning reason-not-a-sentence R-2",
                        "warning missing-citation R-2",
                        "warning reason-not-a-sentence R-1",
                        "warning missing-citation R-1",
                        "warning unmet-requirement R-1")
                .isEqualTo(pack.lint());
    }
}
