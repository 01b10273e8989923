package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.lint.Drl;
import dev.douane.rules.lint.LintCode;
import dev.douane.rules.lint.LintSubject;
import dev.douane.rules.lint.Linter;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.SilentRules;
import dev.douane.rules.sheet.Workbook;
import dev.douane.rules.signing.Envelope;
import dev.douane.rules.signing.SigningKey;
import dev.douane.rules.signing.TrustPolicy;
import dev.douane.rules.validator.PackValidator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pack just below each limit passes, and one just above is told which limit it met. */
class LimitsTest {
    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """;

    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");
    private static final String FLAG = "decision.flag(\"x\");";

    /** What comes of a pack, empty where nothing speaks against it. */
    @FunctionalInterface
    private interface Outcome {
        String of(boolean above) throws PackException;
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void what_is_just_below_passes(Limit limit) throws PackException {
        assertThat(outcome(limit).of(false)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void what_is_just_above_is_told_so(Limit limit) throws PackException {
        assertThat(outcome(limit).of(true)).containsAnyOf("at most " + limit.most(), "limit of " + limit.most());
    }

    private static Outcome outcome(Limit limit) {
        return switch (limit) {
            case EVALUATION_WORK -> above -> counted(limit, above); // what it counts is RuleWorkTest's
            case FIRINGS -> LimitsTest::firings;
            case RULE_WORK -> above -> validator(joins("J-1", above ? 7 : 6, true));
            case RULE_FIRINGS ->
                above -> validator(PackOnDisk.rule(
                        "F-1",
                        "Rule F-1",
                        "Budget() Budget() (Budget() or Budget()%s)".formatted(above ? " or Budget()" : ""),
                        FLAG));
            case PACK_WORK ->
                above -> validator(
                        joins("J-1", 6, true),
                        joins("J-2", 6, true),
                        joins("J-3", 18, false),
                        above ? joins("J-4", 0, false) : "");
            case EFFECTS -> LimitsTest::effects;
            case REASON_CHARS -> LimitsTest::reasons;
            case RULE_WORDS -> above -> validator(listed("W-1", 10, above ? 1 : 0));
            case PACK_WORDS ->
                above -> validator(list(10, "\n", i -> listed("W-" + i, 10, 0)), above ? listed("W-10", 0, 1) : "");
            case PACK_WAYS ->
                above -> validator(
                        list(116, "\n", i -> PackOnDisk.rule("M-" + i, "Rule M-" + i, WAYS, FLAG)), // 129 each
                        list(above ? 37 : 36, "\n", i -> PackOnDisk.rule("S-" + i, "Rule S-" + i, "Call()", FLAG)));
            case COMPILED_BYTES -> above -> counted(limit, above); // what it counts is DroolsCompiler's
            case CASES -> above -> scenarios(1, examples(above ? 5_001 : 5_000, "case {n}"));
            case EXPANDED_CHARS -> above -> scenarios(1, examples(10, "{n}" + "x".repeat(above ? 800_000 : 799_700)));
            case SCENARIO_DEPLOYMENTS -> above -> scenarios(above ? 501 : 500, examples(1, "case {n}"));
            case CATALOG_WORK -> above -> scenarios(500, examples(above ? 1_000 : 999, "case {n}"));
            case SCENARIO_BUDGETS ->
                above ->
                        scenarios(1, ONE + "    budgets: [" + list(above ? 65 : 64, i -> "{name: b" + i + "}") + "]\n");
            case SCENARIO_OUTAGES ->
                above -> scenarios(
                        1, ONE + "    outages: [" + list(above ? 65 : 64, i -> "{provider: p" + i + "}") + "]\n");
            case COVERAGE_WORK -> above -> verified(1, examples(5_000, "case {n}"), above ? 1_001 : 1_000);
            case COVERAGE_CHARS -> LimitsTest::named;
            case CONDITIONS_TRIED -> above -> counted(limit, above); // what it counts is CoverageTest's
            case NUMBER_DIGITS ->
                above -> scenarios(
                        1, ONE + "    budgets: [{name: b, usedFraction: 0." + "5".repeat(above ? 59 : 58) + "}]\n");
            case FILLED_CHARS -> LimitsTest::table;
            case SHEET_CELLS -> LimitsTest::sheet;
            case SHEET_COLUMNS ->
                above -> sheet(Workbook.plain()
                        .before("<cols>%s</cols>"
                                .formatted(list(
                                        above ? 1_001 : 1_000,
                                        "",
                                        i -> "<col min='%d' max='%<d' width='9'/>".formatted(i + 1)))));
            case SHEET_TEXTS -> LimitsTest::texts;
            case GAP ->
                above -> validator(PackOnDisk.rule(
                        "G-1", "Rule G-1", "Call()" + " ".repeat(above ? 41 : 40) + "Workload(interactive)", FLAG));
            case LINT_WORK -> LimitsTest::lint;
            case SIGNATURE_TRIES -> LimitsTest::signatures;
        };
    }

    /** Sixteen ways of four patterns with a constraint each; their sixteen effects count for one more. */
    private static final String WAYS = List.of("team", "product", "workflow", "user").stream()
            .map("(Caller(%1$s == \"a\") or Caller(%1$s == \"b\"))"::formatted)
            .collect(Collectors.joining(" "));

    private static final String ONE = """
            cases:
              - name: one
                call: {model: m}
                expect: {verdict: allow, because: []}
            """;

    /** Four signatures that name no key, and sixteen keys; or a fifth. */
    private static String signatures(boolean above) throws PackException {
        var keys = list(
                16,
                "",
                i -> "  - {name: k%d, owner: tests, publicKey: \"%s\"}\n"
                        .formatted(i, SigningKey.generate().publicKey().toPem().replace("\n", "\\n")));
        var policy = TrustPolicy.parse("keys:\n" + keys
                + "concerns:\n  budget: {threshold: 1, keys: [%s]}\n".formatted(list(16, i -> "k" + i)));
        var pack = pack(new PackFile("rules/a.drl", PackOnDisk.rule("R-1", "Rule R-1", "Call()", FLAG)));
        var signed = SigningKey.generate().sign(pack);
        var unnamed = new Envelope.Signature("", signed.signatures().getFirst().signature());
        var document =
                new Envelope(signed.payloadType(), signed.payload(), Collections.nCopies(above ? 5 : 4, unnamed));
        return policy.weigh(pack, document).refusal().orElse("");
    }

    private static String counted(Limit limit, boolean above) {
        try {
            Work.upTo(limit).spend(limit.most() + (above ? 1 : 0));
            return "";
        } catch (OverLimit e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A hundred budgets are ten thousand pairs. */
    private static String firings(boolean above) throws PackException {
        var pairs = PackOnDisk.rule("J-1", "Rule J-1", "Budget() Budget()", FLAG);
        var once = PackOnDisk.rule("J-2", "Rule J-2", "Call()", FLAG);
        var budgets = IntStream.range(0, 100).mapToObj(LimitsTest::budget).toList();
        var facts = facts(budgets);
        var pack = pack(new PackFile("rules/a.drl", above ? pairs + once : pairs));
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            assertThat(rules.evaluate(facts).enforced()).isNotEmpty();
            return "";
        } catch (RuleFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Facts facts(List<Budget> budgets) {
        return new Facts(
                Call.chat("some-model", 1_000),
                Caller.UNKNOWN,
                Data.UNKNOWN,
                Workload.UNKNOWN,
                budgets,
                List.of(),
                Value.UNKNOWN,
                Clock.at(DAY, ZoneOffset.UTC));
    }

    /** A rule of twenty effects of the same words, fired by each pair of a hundred budgets. */
    private static String effects(boolean above) throws PackException {
        var each = PackOnDisk.rule("E-1", "Rule E-1", "Budget() Budget()", FLAG.repeat(20));
        var once = PackOnDisk.rule("E-2", "Rule E-2", "Call()", FLAG);
        var budgets = IntStream.range(0, 100).mapToObj(LimitsTest::budget).toList();
        var pack = listing(new PackFile("rules/a.drl", above ? each + once : each));
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            assertThat(rules.evaluate(facts(budgets)).enforced()).isNotEmpty();
            return "";
        } catch (RuleFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Reasons of 500 words: with their sentence they are 400 characters long, or a few more or less. */
    private static String reasons(boolean above) throws PackException {
        var rule = PackOnDisk.rule("E-1", "Rule E-1", "Call()", "decision.flag(params.words);")
                .replaceFirst("@reason\\(\"[^\"]*\"\\)", "@reason(\"%s.\")".formatted("x".repeat(above ? 296 : 290)));
        var pack = listing(new PackFile("rules/a.drl", rule));
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            assertThat(rules.evaluate(facts(List.of())).enforced()).hasSize(500);
            return "";
        } catch (RuleFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** So many effects that are told a list of 500 words, and so many that are told a word. */
    private static String listed(String id, int lists, int words) {
        return PackOnDisk.rule(
                id, "Rule " + id, "Call()", "decision.flag(params.words); ".repeat(lists) + FLAG.repeat(words));
    }

    private static Budget budget(int number) {
        return new Budget(
                "b" + number,
                "owner",
                "product=search",
                true,
                Money.parse("100"),
                Money.ZERO,
                Money.ZERO,
                DAY,
                DAY.plus(Duration.ofDays(30)),
                DAY);
    }

    /** 512 for the pair and for each call behind it; the same 16 times where a second budget and one more call are behind that. */
    private static String joins(String id, int calls, boolean twice) {
        return PackOnDisk.rule(
                id,
                "Rule " + id,
                "Budget() Outage() " + "Call() ".repeat(calls) + (twice ? "Budget() Call()" : ""),
                FLAG);
    }

    private static Pack pack(PackFile... files) throws PackException {
        var all = new ArrayList<>(List.of(files));
        all.add(new PackFile("pack.yaml", MANIFEST));
        return PackReader.of("example", all);
    }

    private static String validator(String... rules) {
        return told(() -> new PackValidator(Vocabulary.FIXED)
                .read(listing(new PackFile("rules/a.drl", String.join("\n", rules)))));
    }

    /** With a parameter of as many words as there may be. */
    private static Pack listing(PackFile rules) throws PackException {
        var words = list(500, i -> "w" + i);
        return PackReader.of("example", List.of(rules, new PackFile("pack.yaml", MANIFEST + """
                                parameters:
                                  words: {type: string-set, default: "%s", description: Words of a test.}
                                """.formatted(words))));
    }

    @FunctionalInterface
    private interface Step {
        Object run() throws PackException;
    }

    private static String told(Step step) {
        try {
            step.run();
            return "";
        } catch (PackException e) {
            assertThat(e.problems()).hasSize(1);
            return e.problems().getFirst().message();
        }
    }

    private static String examples(int rows, String name) {
        return """
                cases:
                  - name: "%s"
                    call: {model: m}
                    expect: {verdict: allow, because: []}
                    examples:
                """.formatted(name)
                + IntStream.range(0, rows)
                        .mapToObj("      - {n: %d}\n"::formatted)
                        .collect(Collectors.joining());
    }

    private static String list(int size, IntFunction<String> each) {
        return list(size, ", ", each);
    }

    private static String list(int size, String between, IntFunction<String> each) {
        return IntStream.range(0, size).mapToObj(each).collect(Collectors.joining(between));
    }

    private static String scenarios(int deployments, String cases) {
        return verified(deployments, cases, 1);
    }

    private static String verified(int deployments, String cases, int rules) {
        var catalog = "catalog: [" + list(deployments, i -> "{m-" + i + ": {tier: economy}}") + "]\n";
        return told(() -> new PackVerifier(SilentRules.compiler(rules), JurisdictionGroups.none())
                .verify(pack(
                        new PackFile("rules/a.drl", PackOnDisk.rule("R-1", "Rule R-1", "Call()", FLAG)),
                        new PackFile("tests/a.yaml", catalog + cases))));
    }

    /** Ten rules, each fired by 500 cases with names of 800 characters, or 801. */
    private static String named(boolean above) {
        var rules = list(10, "", i -> PackOnDisk.rule("R-" + i, "Rule R-" + i, "Call()", FLAG));
        var cases = """
                catalog: [{m-0: {tier: economy}}]
                cases:
                  - name: "%s{n}"
                    call: {model: m}
                    expect: {verdict: allow, because: []}
                    examples:
                """.formatted("x".repeat(above ? 798 : 797))
                + list(500, "", i -> "      - {n: %d}\n".formatted(100 + i));
        return told(() -> new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionGroups.none())
                .verify(pack(new PackFile("rules/a.drl", rules), new PackFile("tests/a.yaml", cases))));
    }

    /** 2 000 rows of 2 000 characters, those of the snippets counted. */
    private static String table(boolean above) {
        var more =
                ", workloadClass not in (%s, %s)".formatted(list(9, ", ", i -> other(190)), other(above ? 183 : 182));
        var head = """
                RuleSet,example,,
                RuleTable Many,,,
                NAME,CONDITION,ACTION,METADATA,METADATA
                ,Workload,,,
                ,"task ==""$param""%s","decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
                rule,task,mark,id,reason
                """.formatted(more);
        var rows = IntStream.range(1_000, 3_000)
                .mapToObj(i -> "Row %d,t%d,m,T-%d,So it is.\n".formatted(i, i, i))
                .collect(Collectors.joining());
        return told(() -> new PackValidator(Vocabulary.FIXED).read(pack(new PackFile("tables/a.csv", head + rows))));
    }

    private static String other(int characters) {
        return "\"\"" + "a".repeat(characters) + "\"\"";
    }

    /** Eight rows of 28 cells in all are the table's; behind them are rows of 29 cells that hold nothing. */
    private static String sheet(boolean above) {
        var blank = IntStream.range(0, 1_998)
                .mapToObj(i -> "<row>" + "<c/>".repeat(29) + "</row>")
                .collect(Collectors.joining());
        var last = "<row>" + "<c/>".repeat(above ? 24 : 23) + "</row>";
        return sheet(Workbook.plain().rows(blank + last));
    }

    private static String sheet(Workbook workbook) {
        return told(() -> new PackValidator(Vocabulary.FIXED)
                .read(pack(new PackFile("tables/a.xlsx", new String(workbook.stored(), StandardCharsets.ISO_8859_1)))));
    }

    /** A task of many parts, all but the first of which say nothing. */
    private static String texts(boolean above) {
        int others = Workbook.characters() - "summarise".length();
        int left = 4_000_000 - others;
        int parts = left / 100; // a task is short: the rest of a hundred
        var task = "a".repeat(left - 100 * parts + (above ? 1 : 0));
        return sheet(Workbook.plain()
                .with("<c r='B7' t='inlineStr'><is><t>summarise</t></is></c>", "<c r='B7' t='s'><v>0</v></c>")
                .texts("<si><r><t>%s</t></r>%s</si>".formatted(task, "<r><t/></r>".repeat(parts - 1))));
    }

    /** Each pair of rules has four pairs of effects. */
    private static String lint(boolean above) throws PackException {
        var rules = IntStream.range(0, above ? 1_119 : 1_118)
                .mapToObj(i -> PackOnDisk.rule(
                        "R-" + i,
                        "Rule " + i,
                        "Workload(task == \"t\")",
                        "decision.flag(\"a%d\"); decision.flag(\"b%d\");".formatted(i, i)))
                .collect(Collectors.joining("\n"));
        var pack = pack(new PackFile("rules/a.drl", rules));
        return new Linter(Drl.WORDS, Drl.CATALOG)
                        .check(new LintSubject(
                                pack.manifest().concern(),
                                pack.manifest().parameters(),
                                new PackValidator(Drl.WORDS).read(pack)))
                        .stream()
                        .filter(finding -> finding.code() == LintCode.NOT_COMPARED)
                        .map(finding -> finding.message())
                        .collect(Collectors.joining("\n"));
    }
}
