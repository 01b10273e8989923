package dev.douane.rules.drools;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import java.util.function.Predicate;

/** Which facts any rule of a rule base looks at. */
record UsedFacts(
        boolean call,
        boolean caller,
        boolean data,
        boolean workload,
        boolean budgets,
        boolean outages,
        boolean value,
        boolean clock) {
    /** @param isLookedAt whether a rule has a pattern that facts of a class may match */
    static UsedFacts by(Predicate<Class<?>> isLookedAt) {
        return new UsedFacts(
                isLookedAt.test(Call.class),
                isLookedAt.test(Caller.class),
                isLookedAt.test(Data.class),
                isLookedAt.test(Workload.class),
                isLookedAt.test(Budget.class),
                isLookedAt.test(Outage.class),
                isLookedAt.test(Value.class),
                isLookedAt.test(Clock.class));
    }
}
