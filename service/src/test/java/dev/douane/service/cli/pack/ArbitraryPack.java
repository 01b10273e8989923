package dev.douane.service.cli.pack;

import dev.douane.service.packs.PackArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A budget pack of some rules and a table, with scenarios in which each rule fires and does not: whole, or with one fault. The same seed
 * gives the same pack.
 */
final class ArbitraryPack {
    /** What is wrong with a pack; some of it only its scenarios show. */
    enum Fault {
        NONE,
        VERDICT,
        BECAUSE,
        UNFIRED_RULE,
        CASE_OF_NOTHING,
        MISSPELT_FIELD,
        UNKNOWN_EFFECT,
        MISSING_SEMICOLON,
        TYPOGRAPHIC_QUOTES,
        DECIMAL_COMMA,
        DIGIT_GROUPS,
        DOUBTFUL_CELL,
        CELL_TOO_MANY,
        SEMICOLONS,
        ID_TWICE,
        UNSEEN_LETTER,
        FAR_BEHIND_BLANKS,
        NO_OWNERS,
        MEMBER_TWICE,
        MEMBER_OF_NOTHING,
        TOO_MANY_COMBINATIONS,
        TOO_MANY_BUDGETS,
        TOO_MANY_CASES,
        LONG_NUMBER
    }

    /**
     * Something a rule may ask, beside what work it is.
     *
     * @param condition as it stands in the rule
     * @param met members of a case in which it holds
     * @param missed members of one in which it does not
     */
    private record Condition(String condition, String met, String missed) {}

    private static final List<Condition> CONDITIONS = List.of(
            new Condition(
                    "Budget(usedFraction >= 0.8)",
                    "budgets: [{name: b, usedFraction: 0.80}]",
                    "budgets: [{name: b, usedFraction: 0.79}]"),
            new Condition(
                    "Budget(usedFraction >= params.threshold)",
                    "budgets: [{name: b, usedFraction: 0.905}]",
                    "budgets: [{name: b, usedFraction: 0.9049}]"),
            new Condition(
                    "Budget(remaining < 100.50)",
                    "budgets: [{name: b, usedFraction: 0.90, limit: \"1000.00\"}]",
                    "budgets: [{name: b, usedFraction: 0.50, limit: \"201.00\"}]"),
            new Condition(
                    "Budget(pace > 1.5)",
                    "budgets: [{name: b, usedFraction: 0.80, elapsedFraction: 0.50}]",
                    "budgets: [{name: b, usedFraction: 0.80, paced: false}]"),
            new Condition(
                    "exists (Budget(usedFraction >= 0.5) and Outage(provider == \"openai\"))",
                    "budgets: [{name: b, usedFraction: 0.60}], outages: [{provider: openai}]",
                    "budgets: [{name: b, usedFraction: 0.60}]"),
            new Condition(
                    "not (Budget(usedFraction >= 0.5) and Caller(team == \"search\"))",
                    "caller: {team: ads}, budgets: [{name: b, usedFraction: 0.60}]",
                    "caller: {team: search}, budgets: [{name: b, usedFraction: 0.60}]"),
            new Condition("Caller(team != \"search\")", "caller: {product: search}", "caller: {team: search}"),
            new Condition("Caller(product == team)", "caller: {product: a, team: a}", "caller: {product: a}"),
            new Condition(
                    "Caller(location == null) Data(classes contains \"personal\")",
                    "data: {classes: [personal]}",
                    "caller: {location: DE}, data: {classes: [personal]}"),
            new Condition(
                    "Data(subjectGroups contains \"EEA\", !classes.empty)",
                    "data: {classes: [public], subjectLocations: [DE]}",
                    "data: {classes: [public]}"),
            new Condition(
                    "(Workload(phase == \"discovery\") or Data(classes contains \"health\"))",
                    "data: {classes: [health]}",
                    "data: {classes: [public]}"),
            new Condition(
                    "$b : Budget(usedFraction > 0.25) not Budget(usedFraction > $b.usedFraction)",
                    "budgets: [{name: a, usedFraction: 0.30}, {name: b, usedFraction: 0.10}]",
                    "budgets: [{name: a, usedFraction: 0.25}]"));

    private static final List<String> EFFECTS = List.of(
            "decision.flag(\"seen\");",
            "decision.capTier(\"economy\");",
            "decision.capCallCost(\"0.05\");",
            "decision.capCallCost(params.ceiling);",
            "decision.preferCheapest();",
            "decision.capOutputTokens(500);",
            "decision.deny();");

    private static final String TABLE = """
            RuleSet,work
            RuleTable Work
            NAME,CONDITION,CONDITION,ACTION,METADATA,METADATA
            ,Workload,Call,,,
            ,"task == ""$param""\","inputTokens >= $1, inputTokens < $2","decision.capOutputTokens($param);","id(""$param"")","reason(""$param"")"
            rule,task,tokens,longest,id,reason
            Rows of one,one,"1000, 2000",500,ROW-1,One is short.
            Rows of two,two,,700,ROW-2,Two may be longer.
            """;

    private final String name;
    private final Fault fault;
    private final Random random;
    private final List<String> rules = new ArrayList<>();
    private final List<String> cases = new ArrayList<>();

    private ArbitraryPack(String name, Fault fault, Random random) {
        this.name = name;
        this.fault = fault;
        this.random = random;
    }

    static PackArchive of(String name, Fault fault, long seed) {
        return new ArbitraryPack(name, fault, new Random(seed)).archive();
    }

    private PackArchive archive() {
        IntStream.rangeClosed(1, 2 + random.nextInt(4)).forEach(this::rule);
        spoilRules();
        boolean hasTable = random.nextBoolean() || isOfCells();
        if (hasTable) {
            cases.add(one("rows of one", "task: one", "inputTokens: 1999", "", "allow", "[ROW-1]"));
            cases.add(one("rows of one end", "task: one", "inputTokens: 2000", "", "allow", "[]"));
            cases.add(one("rows of two", "task: two", "", "", "allow", "[ROW-2]"));
        }
        spoilCases();
        var archive = PackArchive.of(name, "1.0.0", "unused")
                .with("pack.yaml", manifest())
                .with("rules/ceiling.drl", String.join("\n", rules))
                .with("tests/ceiling.yaml", """
                        catalog:
                          - big-us: {tier: frontier, hosting: US, control: US, price: {input: "5.00", output: "25.00"}}
                          - small-us: {tier: economy, hosting: US, control: US, price: {input: "0.10", output: "0.40"}}
                        cases:
                        """ + String.join("", cases));
        return hasTable ? archive.with("tables/work.csv", table()) : archive;
    }

    private boolean isOfCells() {
        return fault == Fault.DOUBTFUL_CELL || fault == Fault.CELL_TOO_MANY || fault == Fault.SEMICOLONS;
    }

    private void rule(int number) {
        var asked = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
        var effect = EFFECTS.get(random.nextInt(EFFECTS.size()));
        rules.add("""
                rule "Rule %1$d of %2$s"
                    @id("R-%1$d")
                    @reason("Work of task %1$d is looked at.")
                when
                    Workload(task == "t%1$d", criticality in ("standard", "high"))
                    %3$s
                then
                    %4$s
                end
                """.formatted(number, name, asked.condition(), effect));
        var task = "task: t" + number;
        var verdict = effect.contains("deny") ? "deny" : "allow";
        cases.add(one("rule %d is met".formatted(number), task, "", asked.met(), verdict, "[R-%d]".formatted(number)));
        cases.add(one("rule %d is missed".formatted(number), task, "", asked.missed(), "allow", "[]"));
    }

    private static String one(String title, String task, String call, String members, String verdict, String because) {
        return "  - {name: %s, call: {model: small%s}, workload: {%s}, %s%sexpect: {verdict: %s, because: %s}}\n"
                .formatted(
                        title,
                        call.isEmpty() ? "" : ", " + call,
                        task,
                        members,
                        members.isEmpty() ? "" : ", ",
                        verdict,
                        because);
    }

    private String manifest() {
        var manifest = """
            name: %s
            version: 1.0.0
            concern: budget
            owners: [finops]
            title: Some pack
            description: Marks and caps work that only tests have.
            parameters:
              threshold: {type: percent, default: 90.5, description: From when on a budget counts as nearly used.}
              ceiling: {type: money, default: 0.075, description: What a call may cost.}
            """.formatted(name);
        return switch (fault) {
            case NO_OWNERS -> manifest.replace("owners: [finops]\n", "");
            case MEMBER_TWICE -> manifest.replace("concern: budget\n", "concern: budget\nconcern: budget\n");
            default -> manifest;
        };
    }

    private String table() {
        return switch (fault) {
            case DOUBTFUL_CELL -> TABLE.replace("\"1000, 2000\"", "\"1,000\"");
            case CELL_TOO_MANY -> TABLE.replace("One is short.", "One is, short.");
            case SEMICOLONS -> TABLE.replace("RuleSet,work", "RuleSet;work");
            default -> TABLE;
        };
    }

    private void spoilRules() {
        int last = rules.size() - 1;
        var rule = rules.get(last);
        var spoilt = switch (fault) {
            case UNFIRED_RULE ->
                rule + rule.replace("R-", "N-").replace("Rule", "Never").replace("\"t", "\"n");
            case MISSPELT_FIELD -> rule.replace("criticality", "criticalty");
            case UNKNOWN_EFFECT -> rule.replaceFirst("decision\\.", "decision.allowAnything(\"a\");\n    decision.");
            case MISSING_SEMICOLON -> rule.replace(");\nend", ")\nend");
            case TYPOGRAPHIC_QUOTES -> rule.replace("\"standard\"", "“standard”");
            case DECIMAL_COMMA -> rule.replace("then\n", "Budget(usedFraction >= 0,5)\nthen\n");
            case DIGIT_GROUPS -> rule.replace("then\n", "Call(inputTokens >= 10_000)\nthen\n");
            case ID_TWICE -> rule + rule;
            case UNSEEN_LETTER -> rule.replace("is looked at", "is\u200B looked at");
            case FAR_BEHIND_BLANKS -> rule.replace(";\nend", ";" + " ".repeat(300) + "decision.flag(\"far\");\nend");
            case TOO_MANY_COMBINATIONS -> rule.replace("then\n", "Budget() Budget() Budget() Budget()\nthen\n");
            default -> rule;
        };
        rules.set(last, spoilt);
    }

    private void spoilCases() {
        var first = cases.getFirst();
        var spoilt = switch (fault) {
            case VERDICT ->
                first.replace("verdict: allow", "verdict: defer").replace("verdict: deny", "verdict: reroute");
            case BECAUSE -> first.replace("[R-1]", "[R-1, R-9]");
            case CASE_OF_NOTHING -> first.replaceFirst("\\{verdict: [a-z]+", "{verdict: allowed");
            case MEMBER_OF_NOTHING -> first.replace("workload:", "wrokload:");
            case TOO_MANY_BUDGETS ->
                one("many", "task: x", "", "budgets: [" + budgets(65) + "]", "allow", "[]") + first;
            case TOO_MANY_CASES -> many(5_001) + first;
            case LONG_NUMBER ->
                one(
                                "long",
                                "task: x",
                                "",
                                "budgets: [{name: b, usedFraction: 0." + "5".repeat(70) + "}]",
                                "allow",
                                "[]")
                        + first;
            default -> first;
        };
        cases.set(0, spoilt);
    }

    private static String budgets(int many) {
        return IntStream.range(0, many).mapToObj("{name: b%d}"::formatted).collect(Collectors.joining(", "));
    }

    private static String many(int rows) {
        return "  - name: number {n}\n    call: {model: small}\n    workload: {task: x}\n    expect: {verdict: allow, because: []}\n    examples:\n"
                + IntStream.range(0, rows)
                        .mapToObj("      - {n: %d}\n"::formatted)
                        .collect(Collectors.joining());
    }
}
