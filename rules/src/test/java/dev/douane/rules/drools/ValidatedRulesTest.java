package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the validator lets through compiles, and means what its author reads. One ruleset of many rules, each flagging that it fired. */
class ValidatedRulesTest {
    @TempDir
    private static Path packs;

    private static DroolsRules rules;

    @BeforeAll
    static void compile() throws PackException {
        var pack = PackOnDisk.of(packs).with("pack.yaml", """
                name: example
                version: 1.0.0
                concern: cost-tier
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                parameters:
                  threshold: {type: percent, default: 80, description: When it bites.}
                  rest: {type: money, default: 5, description: What is little.}
                  spared: {type: string-set, default: [research, legal], description: Who is spared.}
                  called: {type: string-set, default: ["हिन्दी दल", R&D, Sales (EMEA), 'a // {b} $1'], description: Whose calls.}
                  homes: {type: jurisdictions, default: "DE, FR", description: Where callers sit.}
                  last: {type: duration, default: P20D, description: How long before the end.}
                  tokens: {type: integer, default: 500, description: How long.}
                  ceiling: {type: tier, default: standard, description: What is left.}
                """);
        everyField(pack);
        flagged(pack, "starts", "Workload(task str[startsWith] \"draft-\")");
        flagged(pack, "ends", "Caller(workflow str[endsWith] \"-nightly\")");
        flagged(pack, "not-starts", "Workload(!(task str[startsWith] \"draft-\"))");
        flagged(
                pack,
                "either",
                "Workload(task str[startsWith] \"x\" || (task == null && interactive) || phase == \"p\")");
        flagged(pack, "neither", "Workload(!(task == \"a\" || phase in (\"p\", \"q\")), !interactive)");
        flagged(pack, "not-both", "Data(!(classes contains \"personal\" && classes contains \"health\"))");
        flagged(pack, "over-cap", "Call(maxOutputTokens > 100)");
        flagged(pack, "not-over-cap", "Call(!(maxOutputTokens > 100))");
        flagged(pack, "member", "Data($c : subjectLocations) Caller(location memberOf $c)");
        flagged(pack, "member-of-fact", "$d : Data() Caller(location memberOf $d.subjectLocations)");
        flagged(pack, "no-member", "$d : Data() Caller(location not memberOf $d.subjectLocations)");
        flagged(pack, "contains-bound", "Workload($p : phase) Data(classes contains $p)");
        flagged(pack, "same", "Caller($t : team) Workload(task == $t)");
        flagged(pack, "more-than-cached", "Call(inputTokens > cachedInputTokens)");
        flagged(pack, "cheap", "Value(costPerOutcome < 0.1)");
        flagged(pack, "little", "Budget(remaining < params.rest)");
        flagged(pack, "used", "Budget(usedFraction >= params.threshold)");
        flagged(pack, "soon", "Budget(untilPeriodEnd < params.last)");
        flagged(pack, "soon-as-written", "Budget(untilPeriodEnd < \"P20D\")");
        flagged(pack, "home", "Caller(location in (params.homes, \"US\"))");
        flagged(pack, "called", "Caller(team in (params.called))");
        flagged(pack, "away", "Caller(location not memberOf params.homes)");
        flagged(pack, "about-home", "Data(subjectLocations contains params.homes)");
        flagged(pack, "not-about-home", "Data(subjectLocations not contains params.homes)");
        flagged(pack, "late", "Clock(date >= \"2026-11-16\")");
        flagged(pack, "later", "Clock(date > \"2026-11-16\")");
        flagged(pack, "no-outage", "not Outage(provider == \"azure\")");
        flagged(pack, "neither-pattern", "not (Outage(provider == \"azure\") and Budget())");
        flagged(pack, "some", "exists (Outage() or Budget())");
        flagged(
                pack,
                "odd-words",
                "Workload(workloadClass in (\"ä ö\", \"then\", \"end\", \"$1\", \"a'b\", \"日本\", \"//\", \"/*\"))");
        pack.rule("EACH", "Workload(task == \"each\")", "decision.flag(params.spared);");
        pack.rule("NAMED", "$b : Budget(hard == true) Workload(task == \"named\")", "decision.flag($b.name);");
        pack.rule("BOUND", "Budget($n : name) Workload(task == \"bound\")", "decision.flag($n);");
        pack.rule(
                "CAPS",
                "Workload(task == \"caps\")",
                "decision.capTier(params.ceiling); decision.capCallCost(params.rest); decision.capOutputTokens(params.tokens);");
        pack.with("rules/reason.drl", """
                rule "With \\"quotes\\", a \\\\ and {braces}" @id("REASON") @reason("At {threshold}, \\"{ceiling}\\" is left.") @cites("a; b")
                when Workload(task == "reason") then decision.flag("reason"); end
                """.replace("{braces}", "braces"));
        rules = new DroolsCompiler(EngineLimits.DEFAULT)
                .compile(new Ruleset(List.of(new Ruleset.Entry(
                        pack.read(), Modes.always(Fired.Mode.ENFORCE), new TreeMap<>(Map.of("threshold", "90"))))));
    }

    private static void flagged(PackOnDisk pack, String flag, String when) {
        pack.rule(flag, when, "decision.flag(\"%s\");".formatted(flag));
    }

    /** Each field in each way that its type allows. */
    private static void everyField(PackOnDisk pack) {
        int number = 0;
        for (var field : FactFields.all()) {
            for (var constraint : constraints(field)) {
                pack.rule(
                        "FIELD-" + ++number,
                        "Workload(task == \"never\") %s(%s)"
                                .formatted(field.fact().word(), constraint),
                        "decision.flag(\"never\");");
            }
            pack.rule(
                    "BIND-" + ++number,
                    "Workload(task == \"never\") $x : %1$s($v : %2$s) %1$s(%3$s)"
                            .formatted(
                                    field.fact().word(),
                                    field.name(),
                                    field.type() == FieldType.TEXT_SET ? "" : field.name() + " == $v"),
                    "decision.flag(\"never\");");
        }
    }

    private static List<String> constraints(FactField field) {
        var name = field.name();
        return switch (field.type()) {
            case TEXT -> {
                var word = switch (field.words()) {
                    case COUNTRY -> "DE";
                    case WEEKDAY -> "MONDAY";
                    case DATE -> "2026-01-01";
                    default -> "x";
                };
                yield List.of(
                        "%s == \"%s\", %s != \"%s\"".formatted(name, word, name, word),
                        "%s in (\"%s\") || %s not in (\"%s\")".formatted(name, word, name, word),
                        "%s str[startsWith] \"a\" && !(%s str[endsWith] \"b\")".formatted(name, name));
            }
            case TEXT_SET ->
                List.of("%s contains \"%s\", !(%s contains \"%s\")"
                        .formatted(
                                name,
                                field.words() == WordKind.COUNTRY ? "DE" : "x",
                                name,
                                field.words() == WordKind.COUNTRY ? "FR" : "y"));
            case WHOLE -> List.of("%1$s > 5, %1$s != 7, %1$s in (8, 9), !(%1$s <= 3)".formatted(name));
            case DECIMAL -> List.of("%1$s > 5, %1$s != 7.5, %1$s in (0.1, 9), !(%1$s <= 0.3)".formatted(name));
            case YES_NO -> List.of("%1$s == true, %1$s != false, !%1$s".formatted(name));
            case DURATION -> List.of("%1$s > \"PT5H\", !(%1$s <= \"P90000D\")".formatted(name));
        };
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    private static List<String> flags(Facts facts) {
        return rules.evaluate(facts).enforced().stream()
                .map(fired -> fired.effect().describe())
                .map(text -> text.replace("flag(", "").replace(")", ""))
                .toList();
    }

    private static Facts facts(Caller caller, Data data, Workload workload) {
        var plain = SomeFacts.of(data, workload, List.of());
        return new Facts(
                plain.call(),
                caller,
                data,
                workload,
                List.of(),
                List.of(),
                Value.UNKNOWN,
                Clock.at(SomeFacts.NOW, ZoneOffset.UTC));
    }

    private static Caller sitting(String location) {
        return new Caller(null, null, null, null, null, null, null, location);
    }

    @Test
    void what_is_missing_matches_no_order_no_beginning_and_no_set_and_throws_nothing() {
        assertThat(flags(SomeFacts.plain()))
                .containsExactly(
                        "away",
                        "either",
                        "late",
                        "more-than-cached",
                        "neither-pattern",
                        "no-member",
                        "no-outage",
                        "not-about-home",
                        "not-both",
                        "not-over-cap",
                        "not-starts");
    }

    @Test
    void the_beginning_and_the_end_of_a_text_are_matched() {
        var workload = Workload.of("draft-letter", "standard", "production", false);
        var caller = new Caller(null, null, null, "report-nightly", null, null, null, null);

        assertThat(flags(facts(caller, Data.UNKNOWN, workload)))
                .contains("starts", "ends", "neither")
                .doesNotContain("not-starts", "either");
    }

    @Test
    void a_bracket_with_a_not_in_front_is_the_contrary_of_what_is_in_it() {
        assertThat(flags(facts(Caller.UNKNOWN, Data.UNKNOWN, Workload.of("a", "standard", "z", false))))
                .doesNotContain("neither");
        assertThat(flags(facts(Caller.UNKNOWN, Data.UNKNOWN, Workload.of("b", "standard", "q", false))))
                .doesNotContain("neither");
        assertThat(flags(facts(Caller.UNKNOWN, Data.of(List.of("health", "personal"), List.of()), Workload.UNKNOWN)))
                .doesNotContain("not-both");
    }

    @Test
    void sets_of_other_facts_and_of_parameters_are_asked_for_members() {
        var data = Data.of(List.of("production"), List.of("DE", "US"));

        assertThat(flags(facts(sitting("DE"), data, Workload.UNKNOWN)))
                .contains("member", "member-of-fact", "home", "about-home", "contains-bound")
                .doesNotContain("no-member", "away", "not-about-home");
        assertThat(flags(facts(sitting("CH"), data, Workload.UNKNOWN)))
                .contains("no-member", "away")
                .doesNotContain("member", "member-of-fact", "home");
        assertThat(flags(facts(sitting("US"), data, Workload.UNKNOWN))).contains("member", "home", "away");
    }

    @Test
    void a_value_set_in_the_ruleset_holds_in_place_of_the_default() {
        assertThat(flags(SomeFacts.withBudgets(SomeFacts.budget("b", "85")))).doesNotContain("used", "little");
        assertThat(flags(SomeFacts.withBudgets(SomeFacts.budget("b", "90")))).contains("used");
        assertThat(flags(SomeFacts.withBudgets(SomeFacts.budget("b", "95.01")))).contains("used", "little");
    }

    @Test
    void durations_are_compared_to_the_second() {
        var end = SomeFacts.NOW.plusSeconds(20 * 24 * 3600);

        assertThat(flags(SomeFacts.withBudgets(SomeFacts.budget("b", "1", end))))
                .doesNotContain("soon");
        assertThat(flags(SomeFacts.withBudgets(SomeFacts.budget("b", "1", end.minusSeconds(1)))))
                .contains("soon", "soon-as-written");
    }

    @Test
    void an_amount_is_compared_exactly() {
        assertThat(flags(withValue("0.1"))).doesNotContain("cheap");
        assertThat(flags(withValue("0.099999999"))).contains("cheap");
    }

    private static Facts withValue(String costPerOutcome) {
        var plain = SomeFacts.plain();
        return new Facts(
                plain.call(),
                plain.caller(),
                plain.data(),
                plain.workload(),
                plain.budgets(),
                List.of(new Outage("azure", null, null, null)),
                new Value(new BigDecimal(costPerOutcome), null),
                plain.clock());
    }

    @Test
    void outages_are_seen_by_not_and_exists() {
        assertThat(flags(withValue("1"))).contains("some", "neither-pattern").doesNotContain("no-outage");
    }

    @Test
    void an_output_cap_is_compared_where_there_is_one() {
        var plain = SomeFacts.plain();
        var call = new Call("m", null, null, null, "chat", 5, 5, 101, 1, "default", new TreeSet<>());

        assertThat(flags(new Facts(
                        call,
                        plain.caller(),
                        plain.data(),
                        plain.workload(),
                        List.of(),
                        List.of(),
                        Value.UNKNOWN,
                        plain.clock())))
                .contains("over-cap")
                .doesNotContain("not-over-cap", "more-than-cached");
    }

    @Test
    void words_that_look_like_the_language_are_words() {
        for (var word : List.of("ä ö", "then", "end", "$1", "a'b", "日本", "//", "/*")) {
            assertThat(flags(SomeFacts.withTask(word))).as(word).contains("odd-words");
        }
        assertThat(flags(SomeFacts.withTask("1"))).doesNotContain("odd-words");
    }

    @Test
    void a_caller_in_a_parameter_is_met_whatever_it_is_called() {
        for (var team : List.of("हिन्दी दल", "R&D", "Sales (EMEA)", "a // {b} $1")) {
            assertThat(flags(facts(ofTeam(team), Data.UNKNOWN, Workload.UNKNOWN)))
                    .as(team)
                    .contains("called");
        }
        assertThat(flags(facts(ofTeam("R"), Data.UNKNOWN, Workload.UNKNOWN))).doesNotContain("called");
    }

    private static Caller ofTeam(String team) {
        return new Caller(null, null, team, null, null, null, null, null);
    }

    @Test
    void an_effect_told_a_list_is_had_for_each_word() {
        assertThat(flags(SomeFacts.withTask("each"))).contains("research", "legal");
    }

    @Test
    void an_effect_is_told_what_a_variable_holds() {
        var named = SomeFacts.of(
                Data.UNKNOWN,
                Workload.of("named", "standard", "production", true),
                List.of(SomeFacts.budget("one", "1")));
        var bound = SomeFacts.of(
                Data.UNKNOWN,
                Workload.of("bound", "standard", "production", true),
                List.of(SomeFacts.budget("two", "1")));

        assertThat(flags(named)).contains("one");
        assertThat(flags(bound)).contains("two");
    }

    @Test
    void parameters_are_told_to_effects() {
        assertThat(flags(SomeFacts.withTask("caps")))
                .contains("capTier(standard", "capCallCost(5.00", "capOutputTokens(500");
    }

    @Test
    void a_reason_shows_what_its_parameters_are_set_to() {
        assertThat(rules.evaluate(SomeFacts.withTask("reason")).enforced())
                .filteredOn(fired -> fired.rule().id().equals("REASON"))
                .singleElement()
                .satisfies(fired -> {
                    assertThat(fired.rule().message()).isEqualTo("At 90 %, \"standard\" is left.");
                    assertThat(fired.rule().cites()).containsExactly("a", "b");
                });
    }
}
