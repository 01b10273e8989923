package dev.douane.bench.peer;

import dev.douane.bench.Scene;
import dev.douane.bench.peer.SharedRule.Condition;
import dev.douane.bench.peer.SharedRule.Narrowing;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A number of rules that both sides can express: written as packs for one, as a resource policy for the other. */
public final class SharedRules {
    static final List<String> ENVIRONMENTS = List.of("prod", "staging", "dev");
    private static final List<String> CONTROLS = List.of("US", "FR", "DE", "NL", "CA");

    private final List<SharedRule> rules = new ArrayList<>();

    /** So many rules; the same number gives the same rules. */
    public SharedRules(int count) {
        var dice = new SplittableRandom(3);
        for (int number = 0; number < count; number++) {
            rules.add(rule(number, dice));
        }
    }

    private static SharedRule rule(int number, SplittableRandom dice) {
        if (number == 0) {
            return new SharedRule(number, new Condition.PersonalInTheEea(), Narrowing.HOSTED_IN_THE_EEA);
        }
        var product = "product-" + dice.nextInt(Scene.PRODUCTS);
        var dataClass = Scene.CLASSES.get(dice.nextInt(Scene.CLASSES.size()));
        var environment = ENVIRONMENTS.get(dice.nextInt(ENVIRONMENTS.size()));
        var work = new Condition.TaskAndPhase(
                "task-" + dice.nextInt(Scene.TASKS), Scene.PHASES.get(dice.nextInt(Scene.PHASES.size())));
        var country = Scene.COUNTRIES.get(dice.nextInt(Scene.COUNTRIES.size()));
        return switch (number % 5) {
            case 0 ->
                new SharedRule(
                        number,
                        new Condition.ProductAndClass(product, dataClass),
                        dice.nextBoolean() ? Narrowing.NO_TRAINING : Narrowing.OPEN_WEIGHTS);
            case 1 ->
                new SharedRule(
                        number, new Condition.ProductAndClass(product, dataClass), Narrowing.notHostedIn(country));
            case 4 ->
                new SharedRule(
                        number,
                        new Condition.ProductAndEnvironment(product, environment),
                        Narrowing.notControlledFrom(CONTROLS.get(dice.nextInt(CONTROLS.size()))));
            default ->
                new SharedRule(
                        number,
                        work,
                        dice.nextBoolean() ? Narrowing.atMost("standard", 1) : Narrowing.atMost("economy", 0));
        };
    }

    /** The ids of those that are about a call. */
    List<String> about(SharedCall call) {
        return rules.stream()
                .filter(rule -> rule.condition().holds(call))
                .map(SharedRule::id)
                .toList();
    }

    int count() {
        return rules.size();
    }

    /** What the rules leave of a catalog, worked out naively. */
    DeploymentSet left(SharedCall call, CatalogIndex catalog) {
        var left = catalog.all();
        for (var rule : rules) {
            if (rule.condition().holds(call)) {
                left = left.minus(rule.narrowing().out().apply(catalog));
            }
        }
        return left;
    }

    /** Writes our packs, with a scenario for every rule. */
    public void writePacks(Path directory) throws IOException {
        for (var concern : List.of("sovereignty", "cost-tier")) {
            var own = rules.stream()
                    .filter(rule -> rule.narrowing().concern().equals(concern))
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            var pack = directory.resolve("shared-" + concern);
            Files.createDirectories(pack.resolve("rules"));
            Files.createDirectories(pack.resolve("tests"));
            Files.writeString(pack.resolve("pack.yaml"), """
                    name: shared-%s
                    version: 1.0.0
                    concern: %s
                    owners: [bench]
                    title: Rules in two languages
                    description: Made up, to measure with.
                    """.formatted(concern, concern));
            Files.writeString(
                    pack.resolve("rules/rules.drl"),
                    own.stream().map(SharedRule::drl).collect(Collectors.joining()));
            Files.writeString(pack.resolve("tests/rules.yaml"), scenarios(own));
        }
    }

    /** One call for each rule; a deployment that no rule can object to serves it, so the verdict is the same for all. */
    private static String scenarios(List<SharedRule> own) {
        var yaml = new StringBuilder("""
                catalog:
                  - one: {tier: economy, hosting: "NO", control: "NO", openWeights: true, contract: {trainsOnData: false}}
                cases:
                """);
        for (var rule : own) {
            var call = matching(rule);
            var because = own.stream()
                    .filter(other -> other.condition().holds(call))
                    .map(SharedRule::id)
                    .collect(Collectors.joining(", "));
            yaml.append("  - name: fires %s%n    call: {model: one, deployment: one}%n".formatted(rule.id()));
            call.scenarioFacts()
                    .forEach(fact -> yaml.append("    ").append(fact).append('\n'));
            yaml.append("    expect: {verdict: allow, because: [%s]}%n".formatted(because));
        }
        return yaml.toString();
    }

    private static SharedCall matching(SharedRule rule) {
        var any = new SharedCall("one", 1, 1, "none", "t", "w", "u", "none", "public", "BR", "none", "production");
        return switch (rule.condition()) {
            case Condition.PersonalInTheEea() -> with(any, any.product(), any.environment(), "personal", "DE");
            case Condition.ProductAndClass(var product, var dataClass) ->
                with(any, product, any.environment(), dataClass, "BR");
            case Condition.ProductAndEnvironment(var product, var environment) ->
                with(any, product, environment, any.dataClass(), "BR");
            case Condition.TaskAndPhase(var task, var phase) ->
                new SharedCall("one", 1, 1, "none", "t", "w", "u", "none", "public", "BR", task, phase);
        };
    }

    private static SharedCall with(
            SharedCall any, String product, String environment, String dataClass, String location) {
        return new SharedCall(
                any.model(),
                1,
                1,
                product,
                any.team(),
                any.workflow(),
                any.user(),
                environment,
                dataClass,
                location,
                any.task(),
                any.phase());
    }

    /** Writes the same rules as a resource policy of Cerbos: a gateway may use a deployment unless a rule denies it. */
    public void writeCerbos(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("deployment.yaml"),
                """
                apiVersion: api.cerbos.dev/v1
                resourcePolicy:
                  version: default
                  resource: deployment
                  rules:
                    - actions: [use]
                      effect: EFFECT_ALLOW
                      roles: [gateway]
                """ + rules.stream().map(SharedRule::cerbos).collect(Collectors.joining()));
    }
}
