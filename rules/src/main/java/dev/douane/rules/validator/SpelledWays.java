package dev.douane.rules.validator;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import java.util.List;
import java.util.Map;

/**
 * Counts what the engine is given of rules: it gets a rule for each way in which one comes true, so what stands beside an {@code or} is given
 * once for each of them. Compiling takes time and memory by that, not by how many rules there are. Of whatever shape, packs of the largest size
 * were compiled in less than a minute of processor time, with the 512 MiB that a worker has; of twice that size some ran out of it.
 */
final class SpelledWays {
    /** So many words in lists, or effects, are as much to compile as one pattern or constraint. */
    private static final int WORDS_OF_ONE = 10;

    /** The engine writes the constraints of a pattern one inside of the other, and many take more than as many patterns of one each. */
    private static final int CHAINED = 100;

    private SpelledWays() {}

    /** Refuses the rule with which it becomes too much. */
    static void refuse(List<RuleTree> rules, Map<String, ParameterValue> values, Refusals refusals) {
        long together = 0;
        for (var rule : rules) {
            long own = size(rule, values);
            together += own;
            if (together > Limit.PACK_WAYS.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) is one too many: with those in front of it the pack comes to %d patterns and constraints, each way spelled out; at most %d\nMaybe compare with lists (in) in place of or, or make two packs of it."
                                .formatted(rule.id(), together, Limit.PACK_WAYS.most()));
                return;
            }
        }
    }

    private static long size(RuleTree rule, Map<String, ParameterValue> values) {
        var ways = inAll(rule.when());
        return ways.size + ways.count * ListWords.words(rule, values) / WORDS_OF_ONE;
    }

    /**
     * Some conditions, in every way.
     *
     * @param count how many ways there are
     * @param size patterns and constraints in all of them
     */
    private record Ways(long count, long size) {
        static final Ways NOTHING = new Ways(1, 0);

        Ways with(Ways other) {
            return new Ways(count * other.count, size * other.count + other.size * count);
        }

        Ways or(Ways other) {
            return new Ways(count + other.count, size + other.size);
        }
    }

    private static Ways inAll(List<Condition> conditions) {
        return conditions.stream().map(SpelledWays::of).reduce(Ways.NOTHING, Ways::with);
    }

    private static Ways of(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> new Ways(1, of(pattern));
            case Condition.And(var parts, var unused) -> inAll(parts);
            case Condition.Or(var parts, var unused) ->
                parts.stream().map(SpelledWays::of).reduce(new Ways(0, 0), Ways::or);
            case Condition.Exists(var inner, var unused) -> of(inner);
            case Condition.Not(var inner, var unused) -> new Ways(1, of(inner).size); // none of them, in one way
        };
    }

    private static long of(Condition.Pattern pattern) {
        long constraints =
                pattern.constraints().stream().mapToLong(SpelledWays::of).sum();
        return 1 + constraints + constraints * constraints / CHAINED;
    }

    private static long of(Constraint constraint) {
        return switch (constraint) {
            case Constraint.AllOf(var parts, var unused) ->
                parts.stream().mapToLong(SpelledWays::of).sum();
            case Constraint.AnyOf(var parts, var unused) ->
                parts.stream().mapToLong(SpelledWays::of).sum();
            case Constraint.Negation(var inner, var unused) -> of(inner);
            case Constraint.Comparison one -> 1;
            case Constraint.In one -> 1;
            case Constraint.Contains one -> 1;
            case Constraint.MemberOf one -> 1;
            case Constraint.StartsWith one -> 1;
            case Constraint.EndsWith one -> 1;
            case Constraint.Binding one -> 1;
        };
    }
}
