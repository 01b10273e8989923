package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every relation, in every form its other side can have, where one side, the other, both or none is missing: against what the language
 * says of it, which is a line of Java for each. What is missing has no value, so it is equal to nothing, in no order, in no list and in no set; and
 * whatever denies one of these holds.
 */
class MissingValuesTest {
    private static final List<String> TEXTS = Arrays.asList(null, "a", "ab", "b");
    private static final List<BigDecimal> NUMBERS =
            Arrays.asList(null, new BigDecimal("1"), new BigDecimal("2.5"), new BigDecimal("3"));

    @TempDir
    private Path packs;

    /** What a flag should be raised for, by the conditions of its rule. */
    private final Map<String, Predicate<Facts>> rules = new LinkedHashMap<>();

    private record Said<T>(String constraint, BiPredicate<T, T> holds) {}

    /** @param equal of two that are there or not */
    private static <T> List<Said<T>> sameOrNot(String left, String right, BiPredicate<T, T> equal) {
        return List.of(
                new Said<>("%s == %s".formatted(left, right), equal),
                new Said<>("%s != %s".formatted(left, right), equal.negate()),
                new Said<>("!(%s == %s)".formatted(left, right), equal.negate()),
                new Said<>("!(%s != %s)".formatted(left, right), equal),
                new Said<>("!(!(%s == %s))".formatted(left, right), equal));
    }

    private static <T> List<Said<T>> listed(
            String left, String right, String other, T otherValue, BiPredicate<T, T> equal) {
        BiPredicate<T, T> in = (one, two) -> equal.test(one, two) || equal.test(one, otherValue);
        return List.of(
                new Said<>("%s in (%s, %s)".formatted(left, right, other), in),
                new Said<>("%s in (%s, %s)".formatted(left, other, right), in),
                new Said<>("%s not in (%s, %s)".formatted(left, right, other), in.negate()),
                new Said<>("!(%s in (%s, %s))".formatted(left, right, other), in.negate()),
                new Said<>("%s == %s || %s == %s".formatted(left, other, left, right), in),
                new Said<>("!(%s == %s || %s == %s)".formatted(left, other, left, right), in.negate()),
                new Said<>(
                        "%1$s != null && %1$s == %2$s".formatted(left, right), equal.and((one, two) -> one != null)));
    }

    /** The other side as a field of the same fact, as a variable, and as a field of another fact; the last two are joins. */
    private void equalities(BiPredicate<String, String> equal) {
        both("product", "team", equal)
                .forEach(said -> rule(
                        "Caller(%s)".formatted(said.constraint()),
                        facts -> said.holds()
                                .test(facts.caller().product(), facts.caller().team())));
        both("task", "$t", equal)
                .forEach(said -> rule("Caller($t : team) Workload(%s)".formatted(said.constraint()), ofTask(said)));
        both("task", "$c.team", equal)
                .forEach(said -> rule("$c : Caller() Workload(%s)".formatted(said.constraint()), ofTask(said)));
    }

    private static List<Said<String>> both(String left, String right, BiPredicate<String, String> equal) {
        var all = new ArrayList<>(sameOrNot(left, right, equal));
        all.addAll(listed(left, right, "\"b\"", "b", equal));
        return all;
    }

    private static Predicate<Facts> ofTask(Said<String> said) {
        return facts ->
                said.holds().test(facts.workload().task(), facts.caller().team());
    }

    /** A number beside one, and every order with one that is there. */
    private void numbers(BiPredicate<BigDecimal, BigDecimal> equal) {
        sameOrNot("costPerOutcome", "valuePerDollar", equal)
                .forEach(said -> rule(
                        "Value(%s)".formatted(said.constraint()),
                        facts -> said.holds()
                                .test(
                                        facts.value().costPerOutcome(),
                                        facts.value().valuePerDollar())));
        var orders = Map.<String, Predicate<Integer>>of(
                "<", order -> order < 0, "<=", order -> order <= 0, ">", order -> order > 0, ">=", order -> order >= 0);
        orders.forEach((sign, holds) -> {
            Predicate<Facts> ordered = facts -> {
                var cost = facts.value().costPerOutcome();
                return cost != null && holds.test(cost.compareTo(new BigDecimal("2.5")));
            };
            rule("Value(costPerOutcome %s 2.5)".formatted(sign), ordered);
            rule("Value(!(costPerOutcome %s 2.5))".formatted(sign), ordered.negate());
        });
    }

    /** What only one side of can be missing. */
    private void beginningsAndSets() {
        Predicate<Facts> begins = facts ->
                facts.workload().task() != null && facts.workload().task().startsWith("a");
        rule("Workload(task str[startsWith] \"a\")", begins);
        rule("Workload(!(task str[startsWith] \"a\"))", begins.negate());
        Predicate<Facts> ends = facts ->
                facts.workload().task() != null && facts.workload().task().endsWith("b");
        rule("Workload(task str[endsWith] \"b\")", ends);
        rule("Workload(task not str[endsWith] \"b\")", ends.negate());
        Predicate<Facts> member = facts -> facts.workload().task() != null
                && facts.data().classes().contains(facts.workload().task());
        rule("Data($c : classes) Workload(task memberOf $c)", member);
        rule("Data($c : classes) Workload(task not memberOf $c)", member.negate());
        rule("Workload(task == null)", facts -> facts.workload().task() == null);
        rule("Workload(task != null)", facts -> facts.workload().task() != null);
    }

    private void rule(String when, Predicate<Facts> holds) {
        rules.put(when, holds);
    }

    private DroolsRules compiled(int level) throws PackException {
        var pack = PackOnDisk.of(packs);
        int number = 0;
        for (var when : rules.keySet()) {
            var flag = "f%03d".formatted(++number);
            pack.rule(flag, when, "decision.flag(\"%s\");".formatted(flag));
        }
        return new DroolsCompiler(EngineLimits.DEFAULT)
                .compile(Ruleset.enforcing(List.of(pack.read().at(level))));
    }

    private List<String> raised(DroolsRules compiled, Facts facts) {
        var conditions = List.copyOf(rules.keySet());
        return compiled.evaluate(facts).enforced().stream()
                .map(fired -> conditions.get(Integer.parseInt(fired.rule().id().substring(1)) - 1))
                .toList();
    }

    private List<String> wanted(Facts facts) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().test(facts))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Facts facts(@Nullable String one, @Nullable String two, Value value) {
        var workload = Workload.of(one, "standard", "production", true);
        var data = new Data(new TreeSet<>(List.of("a", "b")), new TreeSet<>(), new TreeSet<>());
        var plain = SomeFacts.of(data, workload, List.of());
        return new Facts(
                plain.call(),
                new Caller(null, one, two, null, null, null, null, null),
                data,
                workload,
                List.of(),
                List.of(),
                value,
                plain.clock());
    }

    private void answersAsSaid(DroolsRules compiled) {
        for (int one = 0; one < TEXTS.size(); one++) {
            for (int two = 0; two < TEXTS.size(); two++) {
                var facts = facts(TEXTS.get(one), TEXTS.get(two), new Value(NUMBERS.get(one), NUMBERS.get(two)));
                assertThat(raised(compiled, facts))
                        .as(
                                "%s beside %s, %s beside %s",
                                TEXTS.get(one), TEXTS.get(two), NUMBERS.get(one), NUMBERS.get(two))
                        .containsExactlyElementsOf(wanted(facts));
            }
        }
    }

    @Test
    void what_is_missing_is_equal_to_nothing_in_no_order_and_in_no_list() throws PackException {
        equalities((one, two) -> one != null && one.equals(two));
        numbers((one, two) -> one != null && two != null && one.compareTo(two) == 0);
        beginningsAndSets();
        try (var compiled = compiled(Pack.LEVEL)) {
            answersAsSaid(compiled);
        }
    }

    /** They were published and approved with that meaning. */
    @Test
    void in_packs_of_the_first_level_two_that_are_missing_stay_equal() throws PackException {
        equalities(Objects::equals);
        numbers(Objects::equals);
        try (var compiled = compiled(Pack.FIRST_LEVEL)) {
            answersAsSaid(compiled);
        }
    }
}
