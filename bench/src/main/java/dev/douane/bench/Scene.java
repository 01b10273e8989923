package dev.douane.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up world of a given size: a catalog, three rule packs and calls. The same sizes give the same world.
 *
 * <p>Made like the real ones: deployments of one model share its price but for a regional uplift, so a catalog of thousands has a few
 * hundred prices; most rules are about one product or one kind of work, so a handful of them fires for a call.
 */
public final class Scene {
    public static final List<String> CLASSES = List.of("public", "internal", "confidential", "personal", "financial");
    public static final List<String> PHASES = List.of("production", "scaling", "discovery");
    public static final List<String> COUNTRIES =
            List.of("DE", "FR", "SE", "NL", "IE", "ES", "US", "GB", "IN", "JP", "CA", "BR", "AU", "SG");
    public static final int PRODUCTS = 20;
    public static final int TASKS = 20;
    private static final List<String> CONTROLS = List.of("US", "FR", "DE", "NL", "CA");
    private static final List<String> TIERS = List.of("economy", "standard", "frontier");
    private static final int MODELS_MAX = 40;

    private Scene() {}

    /** Model ids of a catalog of that size. */
    public static int models(int deployments) {
        return Math.clamp(deployments / 5, 3, MODELS_MAX);
    }

    /** A catalog document of so many deployments. */
    public static String catalog(int deployments) {
        var yaml = new StringBuilder("currency: USD\ntiers: [economy, standard, frontier]\nproviders:\n");
        for (int p = 0; p < CONTROLS.size() * 2; p++) {
            yaml.append(
                    "  - {id: provider-%d, name: Provider %d, control: %s, source: made up, contract: {trainsOnData: %s}}%n"
                            .formatted(p, p, CONTROLS.get(p % CONTROLS.size()), p % 4 != 3 ? "false" : "unknown"));
        }
        yaml.append("models:\n");
        int models = models(deployments);
        for (int m = 0; m < models; m++) {
            yaml.append("""
                      - id: model-%d
                        family: family-%d
                        tier: %s
                        openWeights: %s
                        operations: [chat]
                        capabilities: [tools, vision]
                        contextWindow: %d
                        maxOutputTokens: %d
                        substitutes: [model-%d]
                    """.formatted(
                            m,
                            m / 3,
                            TIERS.get(m % 3),
                            m % 4 == 0,
                            m % 2 == 0 ? 128_000 : 200_000,
                            m % 2 == 0 ? 16_384 : 64_000,
                            (m + 3) % models));
        }
        yaml.append("deployments:\n");
        for (int d = 0; d < deployments; d++) {
            deployment(yaml, d, d % models);
        }
        return yaml.toString();
    }

    private static void deployment(StringBuilder yaml, int d, int m) {
        var place = (d / MODELS_MAX + d) % COUNTRIES.size();
        var provider = (d / 3) % (CONTROLS.size() * 2);
        // the tier's price, the model's part, the provider's uplift: in cents per million tokens
        var input = (m % 3 == 0 ? 20 : m % 3 == 1 ? 100 : 300) + m + 10 * (provider % 4);
        yaml.append("""
                  - id: deployment-%05d
                    model: model-%d
                    provider: provider-%d
                    region: region-%d
                    hosting: %s
                    prices: {default: [{aboveInputTokens: 0, input: "%d.%02d", cachedInput: "%d.%02d", output: "%d.%02d"}]}
                    priceSource: made up
                """.formatted(
                        d,
                        m,
                        provider,
                        place,
                        COUNTRIES.get(place),
                        input / 100,
                        input % 100,
                        input / 1000,
                        (input / 10) % 100,
                        input * 4 / 100,
                        input * 4 % 100));
    }

    /** Writes three packs with so many rules together, and scenarios that fire each of them, into a directory. */
    static void writePacks(Path directory, int rules) throws IOException {
        var sovereignty = new StringBuilder();
        var cost = new StringBuilder();
        var budget = new StringBuilder();
        for (int r = 0; r < rules; r++) {
            switch (r % 5) {
                case 0, 1 -> sovereignty.append(sovereigntyRule(r));
                case 2, 3 -> cost.append(costRule(r));
                default -> budget.append(budgetRule(r));
            }
        }
        writePack(directory, "bench-sovereignty", "sovereignty", sovereignty, SceneScenarios.sovereignty(rules));
        writePack(directory, "bench-cost", "cost-tier", cost, SceneScenarios.cost(rules));
        writePack(directory, "bench-budget", "budget", budget, SceneScenarios.budget(rules));
    }

    private static String sovereigntyRule(int r) {
        return r == 0
                ? rule(
                        r,
                        "Data(classes contains \"personal\", subjectGroups contains \"EEA\")",
                        "requireHosting(\"EEA\")")
                : rule(
                        r,
                        "Caller(product == \"product-%d\")%n    Data(classes contains \"%s\")"
                                .formatted(r % PRODUCTS, CLASSES.get(r % CLASSES.size())),
                        r % 2 == 0 ? "forbidTraining()" : "preferHosting(\"EEA\")");
    }

    private static String costRule(int r) {
        return rule(
                r,
                "Workload(task == \"task-%d\", phase == \"%s\")".formatted(r % TASKS, PHASES.get(r % PHASES.size())),
                r % 2 == 0 ? "capTier(\"standard\")" : "capOutputTokens(%d)".formatted(500 + r));
    }

    private static String budgetRule(int r) {
        return rule(
                r,
                "Budget(usedFraction >= 0.%d)%n    Caller(product == \"product-%d\")"
                        .formatted(50 + r % 50, r % PRODUCTS),
                "capOutputTokens(%d)".formatted(300 + r));
    }

    private static String rule(int r, String when, String then) {
        return """
                rule "Rule %d of the benchmark"
                    @id("BENCH-%04d")
                    @reason("Rule %d of the benchmark holds.")
                when
                    %s
                then
                    decision.%s;
                end

                """.formatted(r, r, r, when, then);
    }

    private static void writePack(Path directory, String name, String concern, StringBuilder rules, String scenarios)
            throws IOException {
        var pack = directory.resolve(name);
        Files.createDirectories(pack.resolve("rules"));
        Files.createDirectories(pack.resolve("tests"));
        Files.writeString(pack.resolve("pack.yaml"), """
                name: %s
                version: 1.0.0
                concern: %s
                owners: [bench]
                title: Rules of the benchmark
                description: Made up, to measure with.
                """.formatted(name, concern), StandardCharsets.UTF_8);
        Files.writeString(pack.resolve("rules/rules.drl"), rules, StandardCharsets.UTF_8);
        Files.writeString(pack.resolve("tests/rules.yaml"), scenarios, StandardCharsets.UTF_8);
    }

    /** One request body for these packs and a catalog of that many deployments, as a gateway would post it. */
    static String request(int deployments, SplittableRandom dice) {
        return """
                {"call":{"model":"model-%d","operation":"chat","inputTokens":%d,"cachedInputTokens":0,"maxOutputTokens":%d,"n":1},\
                "caller":{"organisation":"acme","product":"product-%d","team":"team-%d","workflow":"workflow-%d","user":"user-%d","environment":"prod","location":"DE"},\
                "data":{"classes":["%s"],"subjectLocations":["DE","FR"]},\
                "workload":{"task":"task-%d","criticality":"standard","phase":"%s","interactive":true}}""".formatted(
                        dice.nextInt(models(deployments)),
                        100 + dice.nextInt(8_000),
                        50 + dice.nextInt(1_500),
                        dice.nextInt(PRODUCTS),
                        dice.nextInt(10),
                        dice.nextInt(50),
                        dice.nextInt(1_000),
                        CLASSES.get(dice.nextInt(CLASSES.size())),
                        dice.nextInt(TASKS),
                        PHASES.get(dice.nextInt(PHASES.size())));
    }
}
