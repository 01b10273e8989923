package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.ShippedPacks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackValidatorTest {
    private static final String PARAMETERS = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            parameters:
              threshold: {type: percent, default: 80, min: 50, max: 100, description: When it bites.}
              ceiling: {type: tier, default: standard, description: What is left.}
              perCall: {type: money, default: "0.50", description: What a call may cost.}
              tokens: {type: integer, default: 500, description: How long an answer may be.}
              spared: {type: string-set, default: [research, legal], description: Who is spared.}
              homes: {type: jurisdictions, default: "DE, FR", description: Where callers sit.}
              last: {type: duration, default: P2D, description: How long before the end.}
            """;

    @TempDir
    private Path packs;

    static List<Pack> shipped() throws PackException {
        return ShippedPacks.read(PackValidatorTest.class.getClassLoader());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void shipped_packs_pass_with_every_word_checked(Pack pack) {
        assertThat(new PackValidator(SomeWords.SHIPPED).check(pack).problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void a_rule_written_down_and_read_again_is_the_same_rule(Pack pack) throws PackException {
        var words = new PackWords(
                pack.manifest().concern(),
                pack.manifest().parameters(),
                new PackValidator(Vocabulary.FIXED).check(pack).values(),
                Vocabulary.FIXED);
        for (var rule : new PackValidator(Vocabulary.FIXED).read(pack)) {
            var text = RuleText.of(rule);
            var refusals = new Refusals(PackValidator.LEVEL);
            var again = RuleReader.read(text, Places.inFile("a.drl", text), words, refusals);

            assertThat(refusals.all()).isEmpty();
            assertThat(again).singleElement().extracting(RuleText::of).isEqualTo(text);
        }
    }

    @Test
    void what_is_wrong_is_pointed_at_with_the_nearest_word() throws PackException {
        var pack = PackOnDisk.of(packs, "example", "sovereignty")
                .with("rules/a.drl", """
                rule "Typos" @id("A-1") @reason("Because.")
                when
                    Workload(taks == "a", criticality == "hihg")
                    Data(subjectGroups contains "EAA") Wrokload()
                then
                    decision.requireHostin("EEA");
                    decision.forbidProvider("azur");
                end
                """)
                .read();

        assertThat(new PackValidator(SomeWords.SHIPPED).check(pack).problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        "rules/a.drl:3:14: Workload has no field (taks)\nMaybe task?",
                        "rules/a.drl:3:42: criticality (hihg) is not known\nMaybe high?",
                        "rules/a.drl:4:33: jurisdiction group (EAA) is not known\nMaybe EEA?",
                        "rules/a.drl:4:40: there is no fact (Wrokload)\nMaybe Workload?",
                        "rules/a.drl:6:14: there is no effect (requireHostin)\nMaybe requireHosting?",
                        "rules/a.drl:7:29: provider (azur) is not known\nMaybe azure?");
    }

    @Test
    void lines_and_columns_are_right_behind_comments_tabs_and_windows_line_ends() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with(
                        "rules/a.drl",
                        "/* one\r\n two */ rule \"A\" @id(\"A-1\") @reason(\"Because.\")\r\nwhen // x\r\n\tWorkload(tusk == \"a\")\r\nthen decision.flag(\"a\"); end")
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(4);
                    assertThat(problem.column()).isEqualTo(11);
                    assertThat(problem.code()).isEqualTo("unknown-field");
                });
    }

    @Test
    void a_word_that_left_the_catalog_breaks_no_published_pack() throws PackException {
        var pack = PackOnDisk.of(packs, "example", "sovereignty")
                .rule("A-1", "Workload()", "decision.forbidProvider(\"gone\");")
                .read();

        assertThat(new PackValidator(SomeWords.SHIPPED).check(pack).problems()).hasSize(1);
        assertThat(new PackValidator(SomeWords.SHIPPED.withoutCatalog())
                        .check(pack)
                        .problems())
                .isEmpty();
    }

    @Test
    void parameters_stand_where_values_of_their_type_may() throws PackException {
        assertThat(parametrised(Map.of()).problems()).isEmpty();
        assertThat(parametrised(Map.of("threshold", "95 %", "spared", "one", "last", "PT1H"))
                        .problems())
                .isEmpty();
    }

    @Test
    void a_parameter_is_refused_that_is_not_declared_not_of_its_type_or_out_of_bounds() throws PackException {
        assertThat(parametrised(Map.of("treshold", "90", "threshold", "20", "ceiling", "x\"y", "tokens", "0"))
                        .problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        "pack.yaml: parameter (ceiling): (x\"y) must be a tier such as standard",
                        "pack.yaml: parameter (threshold) is 20 %, and must be at least 50 %",
                        "pack.yaml: parameter (treshold) is set but not declared\nMaybe threshold?",
                        "rules/a.drl:10:30: parameter (tokens) must be at least 1 for capOutputTokens");
    }

    private CheckedPack parametrised(Map<String, String> set) throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", PARAMETERS)
                .with("rules/a.drl", """
                rule "Parameters" @id("A-1") @reason("From {threshold} on, a call costs {perCall}.")
                when
                    Budget(usedFraction >= params.threshold, untilPeriodEnd < params.last)
                    Caller(location in (params.homes), team not in (params.spared, "ops"))
                    Caller(workflow memberOf params.spared)
                    Data(subjectLocations contains params.homes)
                then
                    decision.capTier(params.ceiling);
                    decision.capCallCost(params.perCall);
                    decision.capOutputTokens(params.tokens);
                    decision.flag(params.spared);
                end
                """)
                .read();
        return new PackValidator(SomeWords.SHIPPED).check(pack, set, "", PackValidator.LEVEL);
    }

    @Test
    void a_parameter_of_another_type_is_refused() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", PARAMETERS)
                .rule("A-1", "Budget(usedFraction >= params.ceiling)", "decision.capTier(params.perCall);")
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .extracting(PackProblem::message)
                .containsExactly(
                        "Budget.usedFraction is a number and parameter (ceiling) is of type tier",
                        "capTier takes no parameter of type money");
    }

    @Test
    void a_wrong_cell_is_named_by_its_row_and_column() throws PackException {
        var pack = PackOnDisk.of(packs).with("tables/t.csv", """
                "RuleSet","t",,,
                "RuleTable T",,,,
                "NAME","CONDITION","ACTION","METADATA","METADATA"
                ,"Workload",,,
                ,"criticality == ""$param\""","decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
                "rule","criticality","mark","id","reason"
                "one","low","a","T-1","Because."
                "two","lwo","b","T-2","Because."
                "three","high","c","T-1","Because."
                """).read();

        assertThat(new PackValidator(SomeWords.SHIPPED).check(pack).problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        "tables/t.csv:8:2: criticality (lwo) is not known\nMaybe low?",
                        "tables/t.csv:9:1: rule (three) has the @id (T-1) of rule (one)");
    }

    @Test
    void half_a_million_open_brackets_are_refused_and_not_run_into() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with(
                        "rules/a.drl",
                        "rule \"A\" @id(\"A-1\") @reason(\"R.\") when Workload(" + "(".repeat(500_000)
                                + "task == \"a\") then decision.flag(\"a\"); end")
                .rule("A-2", "(".repeat(100_000) + "Workload()", "decision.flag(\"a\");")
                .rule("A-3", "not ".repeat(100_000) + "Workload()", "decision.flag(\"a\");")
                .rule("A-4", "Workload(" + "!".repeat(100_000) + "interactive)", "decision.flag(\"a\");")
                .rule("A-5", "Workload(task in (" + "\"a\", ".repeat(100_000) + "\"a\"))", "decision.flag(\"a\");")
                .rule("A-6", "Workload()", "decision.flag(\"a\");".repeat(40_000))
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .extracting(PackProblem::file, PackProblem::code)
                .contains(
                        tuple("rules/a.drl", "limit"),
                        tuple("rules/A-2.drl", "limit"),
                        tuple("rules/A-3.drl", "limit"),
                        tuple("rules/A-4.drl", "limit"),
                        tuple("rules/A-5.drl", "limit"),
                        tuple("rules/A-6.drl", "limit"));
    }

    @Test
    void more_problems_than_anybody_reads_are_counted() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("rules/a.drl", "import a;\n".repeat(3_000))
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .hasSize(Refusals.PROBLEMS_MAX + 1)
                .first()
                .hasToString("2000 more problems are not listed");
    }

    @Test
    void reading_throws_all_problems_at_once() throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("A-1", "Wrong()", "decision.flag(\"a\");")
                .rule("A-2", "Workload(wrong == 1)", "decision.flag(\"a\");")
                .read();

        assertThatThrownBy(() -> new PackValidator(Vocabulary.FIXED).read(pack))
                .isInstanceOfSatisfying(
                        PackException.class,
                        refused -> assertThat(refused.problems()).hasSize(2));
    }

    @Test
    void a_rule_in_which_nothing_is_wrong_is_read_although_another_is() throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("A-1", "Wrong()", "decision.flag(\"a\");")
                .rule("A-2", "Workload()", "decision.flag(\"a\");")
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).rules())
                .extracting(RuleTree::id)
                .containsExactly("A-2");
    }
}
