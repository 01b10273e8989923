package dev.douane.service.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.service.decisions.DecisionView.ReasonView;
import dev.douane.service.decisions.DecisionView.WouldHaveView;
import dev.douane.service.usage.Expectation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a decision was made from beside its request, ruleset and catalog: with those, enough to make it again.
 *
 * @param workloadClass what the classification packs made of the workload; left out where they said nothing
 * @param budgets the accounts the call touches
 * @param outages what was out of service
 * @param reasons where the answer was asked for without them
 * @param wouldHave likewise
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"workloadClass", "budgets", "outages", "reasons", "wouldHave"})
record Evidence(
        @Nullable String workloadClass,
        List<Account> budgets,
        List<Outage> outages,
        @Nullable List<ReasonView> reasons,
        @Nullable WouldHaveView wouldHave) {

    /**
     * One account: as the rules saw it, and as it stood when the decision was written, its own hold included.
     *
     * @param seen left out where the rules did not see it
     * @param after left out where the ledger did not ask it
     * @param expected what its hold stands on; left out where no account holds less than the worst case
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"name", "scope", "owner", "hard", "limit", "from", "until", "seen", "after", "expected"})
    record Account(
            String name,
            String scope,
            String owner,
            boolean hard,
            String limit,
            Instant from,
            Instant until,
            @Nullable Figures seen,
            @Nullable Figures after,
            @Nullable Expected expected) {}

    /**
     * What an account was taken to need for the call.
     *
     * @param basis whose observed output lengths it stands on
     * @param outputTokens of each completion
     */
    @JsonPropertyOrder({"amount", "basis", "outputTokens", "samples"})
    record Expected(String amount, String basis, int outputTokens, long samples) {
        static Expected of(Expectation expectation) {
            return new Expected(
                    expectation.amount().toString(),
                    expectation.basis().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    expectation.outputTokens(),
                    expectation.samples());
        }
    }

    /** Money held and spent. */
    @JsonPropertyOrder({"held", "spent"})
    record Figures(String held, String spent) {
        static @Nullable Figures of(@Nullable Budget budget) {
            return budget == null
                    ? null
                    : new Figures(budget.held().toDecimal(0), budget.spent().toDecimal(0));
        }
    }

    static Evidence of(
            Plan plan,
            List<Budget> after,
            List<Expectation> expected,
            @Nullable List<ReasonView> reasons,
            @Nullable WouldHaveView wouldHave) {
        var task = plan.question().workload().workloadClass();
        var workloadClass = plan.facts().workload().workloadClass();
        return new Evidence(
                workloadClass == null || workloadClass.equals(task) ? null : workloadClass,
                accounts(plan.facts().budgets(), after, expected),
                plan.snapshot().outages(),
                reasons,
                wouldHave);
    }

    private record Key(String name, String scope, Instant from) implements Comparable<Key> {
        static Key of(Budget budget) {
            return new Key(budget.name(), budget.scope(), budget.periodStart());
        }

        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            int byScope = byName == 0 ? scope.compareTo(other.scope) : byName;
            return byScope == 0 ? from.compareTo(other.from) : byScope;
        }
    }

    private static List<Account> accounts(List<Budget> seen, List<Budget> after, List<Expectation> expected) {
        var before = new TreeMap<Key, Budget>();
        seen.forEach(budget -> before.put(Key.of(budget), budget));
        var accounts = new ArrayList<Account>();
        for (int i = 0; i < after.size(); i++) {
            var budget = after.get(i);
            var its = expected.isEmpty() ? null : Expected.of(expected.get(i));
            accounts.add(account(budget, before.remove(Key.of(budget)), budget, its));
        }
        before.values().forEach(budget -> accounts.add(account(budget, budget, null, null)));
        return accounts;
    }

    private static Account account(
            Budget budget, @Nullable Budget seen, @Nullable Budget after, @Nullable Expected expected) {
        return new Account(
                budget.name(),
                budget.scope(),
                budget.owner(),
                budget.hard(),
                budget.limit().toDecimal(0),
                budget.periodStart(),
                budget.periodEnd(),
                Figures.of(seen),
                Figures.of(after),
                expected);
    }
}
