package dev.douane.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scenarios for the packs of a {@link Scene}: one for each condition, which fires every rule that has it. */
final class SceneScenarios {
    private static final String CATALOG =
            "catalog:\n  - one: {tier: standard, hosting: DE, control: DE, contract: {trainsOnData: false}}\ncases:\n";

    private SceneScenarios() {}

    static String sovereignty(int rules) {
        return CATALOG
                + aCase(
                        "personal data of a German",
                        "data: {classes: [personal], subjectLocations: [DE]}",
                        List.of("BENCH-0000"))
                + cases(
                        rules,
                        r -> r != 0 && r % 5 < 2,
                        r -> "caller: {product: product-%d}\n    data: {classes: [%s], subjectLocations: [BR]}"
                                .formatted(r % Scene.PRODUCTS, Scene.CLASSES.get(r % Scene.CLASSES.size())));
    }

    static String cost(int rules) {
        return CATALOG
                + cases(
                        rules,
                        r -> r % 5 == 2 || r % 5 == 3,
                        r -> "workload: {task: task-%d, phase: %s}"
                                .formatted(r % Scene.TASKS, Scene.PHASES.get(r % Scene.PHASES.size())));
    }

    static String budget(int rules) {
        return CATALOG
                + cases(
                        rules,
                        r -> r % 5 == 4,
                        r ->
                                ("caller: {product: product-%d}%n    budgets: [{name: b, usedFraction: 0.995, elapsedFraction: 0.5,"
                                                + " limit: \"1000000.00\", hard: true}]")
                                        .formatted(r % Scene.PRODUCTS));
    }

    private static String cases(int rules, IntPredicate own, IntFunction<String> condition) {
        Map<String, List<String>> byCondition = new TreeMap<>(IntStream.range(0, rules)
                .filter(own)
                .boxed()
                .collect(Collectors.groupingBy(
                        condition::apply,
                        Collectors.mapping("BENCH-%04d"::formatted, Collectors.toCollection(ArrayList::new)))));
        return byCondition.entrySet().stream()
                .map(each -> aCase("fires " + String.join(" ", each.getValue()), each.getKey(), each.getValue()))
                .collect(Collectors.joining());
    }

    private static String aCase(String name, String facts, List<String> because) {
        return "  - name: %s%n    call: {model: one, deployment: one}%n    %s%n    expect: {verdict: allow, because: %s}%n"
                .formatted(name, facts, because);
    }
}
