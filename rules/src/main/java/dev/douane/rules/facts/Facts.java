package dev.douane.rules.facts;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import java.time.Instant;
import java.util.List;

/**
 * Everything the rules see of one call. Deployments are no facts: rules state what must hold of the target, the resolver finds it.
 *
 * @param budgets one per account the call would touch, sorted by name and scope
 */
public record Facts(
        Call call,
        Caller caller,
        Data data,
        Workload workload,
        List<Budget> budgets,
        List<Outage> outages,
        Value value,
        Clock clock) {
    public Facts {
        budgets = List.copyOf(budgets);
        outages = List.copyOf(outages);
    }

    /** The same call with its budgets as they will stand if nothing more is spent. */
    public Facts withBudgetsAt(Instant later) {
        return new Facts(
                call,
                caller,
                data,
                workload,
                budgets.stream().map(budget -> budget.standingAt(later)).toList(),
                outages,
                value,
                clock);
    }

    public Facts classifiedAs(String workloadClass) {
        return new Facts(call, caller, data, workload.classifiedAs(workloadClass), budgets, outages, value, clock);
    }
}
