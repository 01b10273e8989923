package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.sheet.Workbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pack shows what it says, or it is refused while it is new; one that was accepted before stays as it is. */
class MisleadingTextTest {
    private static final String WHEN = "Caller(team == \"%s\")";
    private static final String THEN = "decision.flag(\"seen\");";

    @TempDir
    private Path packs;

    private static List<String> problems(Pack pack) {
        return new PackValidator(Vocabulary.FIXED)
                .check(pack).problems().stream().map(PackProblem::toString).toList();
    }

    private static void refusedOnlyWhileNew(Pack pack, String problem) throws PackException {
        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .extracting(PackProblem::code)
                .containsOnly("misleading-text");
        assertThat(problems(pack)).containsExactly(problem);
        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.FIRST_LEVEL)
                        .problems())
                .isEmpty();
    }

    @Test
    void a_comment_that_draws_its_end_elsewhere_is_refused() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with(
                        "rules/a.drl",
                        "/* \u2066 a comment \u2069 */ " + PackOnDisk.rule("A-1", "One", WHEN.formatted("a"), THEN))
                .read();

        refusedOnlyWhileNew(
                pack,
                "rules/a.drl:1:4: a character (U+2066) stands here that misleads whoever reads the file; leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u2800", "a\u2003", "a\u034F", "a\uFE0F", "a\uDB40\uDD00", "a\u3164"})
    void a_compared_text_holds_nothing_unseen(String team) throws PackException {
        var pack = PackOnDisk.of(packs).rule("A-1", WHEN.formatted(team), THEN).read();

        assertThat(problems(pack))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("rules/A-1.drl:")
                        .contains("U+%04X".formatted(team.codePointAt(1))));
    }

    @Test
    void a_compared_text_is_in_one_script_wherever_it_is_compared() throws PackException {
        for (var when : List.of(
                "Caller(team != \"pаypal\")",
                "Caller(team in (\"a\", \"pаypal\"))",
                "not Caller(!(team == \"pаypal\" || team == \"b\"))",
                "exists Caller(team str[startsWith] \"pаypal\")")) {
            var pack = PackOnDisk.of(packs).rule("A-1", when, THEN).read();

            assertThat(problems(pack)).singleElement().asString().contains("text (pаypal) mixes letters");
        }
        var effect = PackOnDisk.of(packs)
                .rule("A-1", WHEN.formatted("a"), "decision.flag(\"ѕeen\");")
                .read();
        assertThat(problems(effect)).singleElement().asString().contains("text (ѕeen) mixes letters");
    }

    @Test
    void words_of_any_script_and_sentences_that_quote_them_are_taken() throws PackException {
        var pack = PackOnDisk.of(packs).with("rules/a.drl", """
            // Łódź, 東京支店: «Москва»
            rule "Teams of Łódź and Москва"
                @id("A-1")
                @reason("東京支店の予算は80 %まで使われました。")
                @cites("Закон № 152-ФЗ")
            when
                Caller(team in ("Łódź", "東京支店", "acme-東京", "Москва"))
            then
                decision.flag("seen");
            end
            """).read();

        assertThat(problems(pack)).isEmpty();
    }

    @Test
    void names_do_not_mix_scripts_within_a_word() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("rules/a.drl", PackOnDisk.rule("A-1", "Calls of pаypal", WHEN.formatted("a"), THEN))
                .read();

        assertThat(problems(pack)).singleElement().asString().contains("rule (Calls of pаypal) mixes letters");
    }

    @Test
    void what_yaml_escapes_say_is_looked_at_too() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", """
                    name: example
                    version: 1.0.0
                    concern: cost-tier
                    owners: ["pаypal"]
                    title: "A\\u200bpack"
                    description: Says what the test needs it to say.
                    parameters:
                      spared: {type: string-set, description: Who is spared., default: ["a\\u3164", b]}
                    """)
                .rule("A-1", "Caller(team in (params.spared))", THEN)
                .with("tests/t.yaml", """
                    catalog: []
                    cases:
                      - name: "one\\u2060"
                    """)
                .read();

        assertThat(problems(pack))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("pack.yaml:5:1: the text has a character (U+200B"))
                .anySatisfy(problem -> assertThat(problem).startsWith("pack.yaml:4:10: owner (pаypal) mixes letters"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("pack.yaml:8:").contains("U+3164"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("tests/t.yaml:3:5: ").contains("U+2060"));
    }

    @Test
    void cells_that_no_rule_uses_are_looked_at_too() throws PackException {
        var pack = PackOnDisk.of(packs).with("tables/t.csv", """
            RuleSet,t,,,
            RuleTable T,,,,
            NAME,CONDITION,ACTION,METADATA,METADATA
            ,Workload,,,
            ,"phase == ""$param\""","decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
            rule,phase\u200b,mark,id,reason
            one,discovery,a,T-1,Because.
            """).read();

        refusedOnlyWhileNew(
                pack,
                "tables/t.csv:6:11: a character (U+200B) stands here that misleads whoever reads the file; leave it"
                        + " out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"         ", "\t\t\t\t\t\t", "\n", "\r\n"})
    void an_effect_far_behind_blanks_or_empty_lines_is_refused(String blanks) throws PackException {
        var gap = blanks.length() > 2 ? blanks.repeat(5) : blanks.repeat(42);
        var rule = PackOnDisk.rule(
                "A-1", "One", WHEN.formatted("a"), "decision.flag(\"seen\");" + gap + "decision.flag(\"hidden\");");
        var pack = PackOnDisk.of(packs).with("rules/a.drl", rule).read();

        refusedOnlyWhileNew(pack, problems(pack).getFirst());
        assertThat(problems(pack).getFirst())
                .startsWith("rules/a.drl:")
                .contains(
                        ": what stands here is out of sight: at most 40 blanks on end inside a line of a new pack, a tab counted as 8, and empty lines on end between its lines");
    }

    @Test
    void a_condition_far_behind_blanks_is_refused_at_its_place() throws PackException {
        var rule =
                "rule \"One\" @id(\"A-1\") @reason(\"So it is.\")\nwhen\n  Workload()%sCall(n > 1)\nthen\n  decision.flag(\"a\");\nend\n";

        var pack = PackOnDisk.of(packs)
                .with("rules/a.drl", rule.formatted(" ".repeat(3_000)))
                .read();
        assertThat(problems(pack)).singleElement().asString().startsWith("rules/a.drl:3:3013: what stands here is out");
        var near = PackOnDisk.of(packs.resolve("near"))
                .with("rules/a.drl", rule.formatted(" ".repeat(40)))
                .read();
        assertThat(problems(near)).isEmpty();
    }

    @Test
    void blanks_and_empty_lines_that_nothing_follows_are_no_gap_and_prose_may_have_some() throws PackException {
        var rule = PackOnDisk.rule("A-1", "One", WHEN.formatted("a"), THEN);

        assertThat(problems(PackOnDisk.of(packs)
                        .with("rules/a.drl", rule + " ".repeat(100) + "\n".repeat(100) + "\t".repeat(100))
                        .with("CHANGELOG.md", "| 1.0.0 |" + " ".repeat(100) + "| First. |\n")
                        .read()))
                .isEmpty();
    }

    @Test
    void a_row_far_below_the_others_is_refused() throws PackException {
        var table = """
            RuleSet,t
            RuleTable T
            NAME,ACTION,METADATA,METADATA
            ,,,
            ,"decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
            rule,mark,id,reason
            one,a,T-1,Because.
            %sRuleTable More
            NAME,ACTION,METADATA,METADATA
            ,,,
            ,"decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
            rule,mark,id,reason
            two,b,T-2,Because.
            """;

        refusedOnlyWhileNew(
                PackOnDisk.of(packs)
                        .with("tables/t.csv", table.formatted(",,\n".repeat(41)))
                        .read(),
                "tables/t.csv:49:1: what stands here is out of sight, behind 41 empty rows: at most 40 empty ones on end\nMaybe remove them.");
        assertThat(problems(PackOnDisk.of(packs.resolve("near"))
                        .with("tables/t.csv", table.formatted(",,\n".repeat(40)))
                        .read()))
                .isEmpty();
    }

    @Test
    void a_snippet_of_a_spreadsheet_holds_nothing_behind_blanks() throws PackException {
        var snippet = "decision.capOutputTokens($param);";

        for (var gap : List.of(" ".repeat(300), "&#10;".repeat(300))) {
            var sheet = Workbook.plain().with(snippet, snippet + gap + "decision.flag(&quot;hidden&quot;);");
            refusedOnlyWhileNew(
                    PackOnDisk.of(packs.resolve("gap" + gap.length()))
                            .with("tables/t.xlsx", sheet.bytes())
                            .read(),
                    "tables/t.xlsx:5:3: the cell holds something that is out of sight: at most 40 blanks on end inside a line of a new pack, a tab counted as 8, and empty lines on end between its lines\nMaybe leave them out.");
        }
    }

    @Test
    void a_pack_that_was_accepted_before_is_compiled_and_verified_as_ever() throws PackException {
        var pack = PackOnDisk.of(packs, "example", "budget")
                .with(
                        "rules/a.drl",
                        "// \u202Ehidden\n" + PackOnDisk.rule("A-1", "One", WHEN.formatted("a\u3164"), THEN))
                .with("tests/t.yaml", """
                    catalog:
                      - big: {tier: frontier, hosting: US, control: US, price: {input: "5.00", output: "25.00"}}
                    cases:
                      - name: nobody
                        call: {model: big}
                        expect: {verdict: allow, because: []}
                      - name: the team
                        call: {model: big}
                        caller: {team: "a\u3164"}
                        expect: {verdict: allow, because: [A-1]}
                    """)
                .read();

        assertThat(problems(pack)).isNotEmpty();
        var verifier = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped());
        assertThat(verifier.verify(pack.at(Pack.FIRST_LEVEL)).problems()).isEmpty();
        assertThatThrownBy(() -> verifier.verify(pack)).isInstanceOf(PackException.class);
    }
}
