package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.limits.Combinations;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Looking;
import java.util.List;
import java.util.stream.Stream;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;

/**
 * How much an evaluation would look at, known before a fact is put in. It is worked out from the rules as they were loaded, so it holds for
 * packs that were published under any validator. Immutable.
 */
final class RuleWork {
    private static final long MOST = Limit.EVALUATION_WORK.most();

    /** For so many budgets the answer is looked up; with more it is worked out. */
    private static final int USUAL_BUDGETS = 64;

    private record OfRule(SignedRule rule, Combinations combinations) {}

    private final List<OfRule> rules;
    private final Combinations all;

    /** By the number of budgets, how many outages there may be; negative where there may be none. */
    private final int[] outagesMost = new int[USUAL_BUDGETS];

    RuleWork(SignedRules signed) {
        this.rules = signed.byRule().entrySet().stream()
                .map(entry -> new OfRule(
                        entry.getValue(),
                        looking(((RuleImpl) entry.getKey()).getLhs()).combinations()))
                .filter(rule -> !rule.combinations.equals(Combinations.NONE))
                .toList();
        this.all = rules.stream().map(OfRule::combinations).reduce(Combinations.NONE, Combinations::plus);
        for (int budgets = 0; budgets < USUAL_BUDGETS; budgets++) {
            outagesMost[budgets] = outagesMost(budgets);
        }
    }

    private static Looking looking(RuleConditionElement element) {
        return switch (element) {
            case Pattern pattern -> new Looking.Each(kind(pattern));
            case GroupElement group -> {
                var parts = group.getChildren().stream().map(RuleWork::looking).toList();
                yield group.isOr()
                        ? new Looking.Any(parts)
                        : group.isAnd() ? new Looking.All(parts) : new Looking.Whether(new Looking.All(parts));
            }
            default -> new Looking.Each(Looking.Kind.SINGLE);
        };
    }

    private static Looking.Kind kind(Pattern pattern) {
        var type = pattern.getObjectType();
        return type.isAssignableFrom(Budget.class)
                ? Looking.Kind.BUDGET
                : type.isAssignableFrom(Outage.class) ? Looking.Kind.OUTAGE : Looking.Kind.SINGLE;
    }

    /** More outages never make less work, so one number says it for all. */
    private int outagesMost(int budgets) {
        if (all.at(budgets, Integer.MAX_VALUE) <= MOST) {
            return Integer.MAX_VALUE;
        }
        int most = -1;
        while (all.at(budgets, most + 1) <= MOST) {
            most++;
        }
        return most;
    }

    /** Whether that is little enough to be done. */
    boolean isWithin(Facts facts) {
        int budgets = facts.budgets().size();
        int outages = facts.outages().size();
        return budgets < USUAL_BUDGETS ? outages <= outagesMost[budgets] : all.at(budgets, outages) <= MOST;
    }

    /** Why these facts are not evaluated, in the name of the pack that looks at most, and of its rule that does. */
    RuleFailure failure(Facts facts) {
        int budgets = facts.budgets().size();
        int outages = facts.outages().size();
        var shares = new Shares();
        rules.forEach(rule -> shares.add(rule.rule.ref(), rule.combinations.at(budgets, outages)));
        return RuleFailure.tooMuchWork(
                shares.largest(),
                Stream.of(count(budgets, "budget"), count(outages, "outage"))
                        .filter(count -> !count.startsWith("0"))
                        .reduce((one, other) -> one + " and " + other)
                        .orElse("facts"),
                all.at(budgets, outages),
                MOST);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
