package dev.douane.service.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Purse;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.BudgetsSeen;
import dev.douane.service.budgets.Target;
import dev.douane.service.budgets.Touched;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides one call on a batch's figures; changes none of them. */
final class Admitting {
    /**
     * What was decided.
     *
     * @param hold what is to be set aside; null where nothing is
     */
    record Taken(DecisionRecord record, @Nullable HeldMoney hold, Admission admission) {}

    private final Accounts accounts;
    private final BudgetsSeen seen;
    private final Batch.Parts parts;

    Admitting(Accounts accounts, BudgetsSeen seen, Batch.Parts parts) {
        this.accounts = accounts;
        this.seen = seen;
        this.parts = parts;
    }

    /** @param its accounts that the caller touches wherever the call goes */
    Taken take(Waiting waiting, List<Touched> its) {
        var plan = waiting.plan();
        var exact = facts(its, account -> accounts.exact(account, plan.at()));
        var purse = purse(plan, its, exact);
        var admission = plan.admit(purse);
        var decision = plan.decide(admission, purse);
        var hold = hold(waiting, decision, purse);
        if (hold == null) {
            return new Taken(waiting.recording().record(decision, exact, null), null, admission);
        }
        var target = target(decision);
        var after = after(hold, purse.touched(target), plan.at());
        var told = new Hold(hold.amount, hold.expiresAt, purse.expectations(target));
        return new Taken(waiting.recording().record(decision, after, told), hold, admission);
    }

    private CallPurse purse(Plan plan, List<Touched> its, List<Budget> exact) {
        var question = plan.question();
        var expected = parts.lengths().expected();
        var catalog = plan.snapshot().catalog().catalog();
        return new CallPurse(
                new TermsPurse(question, its, exact, expected),
                seen.hasTargetBudgets()
                        ? target -> {
                            var further = seen.touchedBy(question.caller(), target, plan.at());
                            var figuresOf = facts(further, account -> accounts.exact(account, plan.at()));
                            return new TermsPurse(question, further, figuresOf, expected);
                        }
                        : null,
                option -> Target.of(option.deployment(), catalog));
    }

    private List<Budget> after(HeldMoney hold, List<Touched> its, Instant at) {
        var after = new ArrayList<Budget>(its.size());
        for (int i = 0; i < its.size(); i++) {
            after.add(accounts.exactWith(its.get(i), hold.amounts[i], at));
        }
        after.sort(Purse.ORDER);
        return after;
    }

    private static Option target(Decision decision) {
        return Objects.requireNonNull(decision.verdict().target());
    }

    private static List<Budget> facts(List<Touched> accounts, Function<Touched, Budget> fact) {
        return accounts.stream().map(fact).toList();
    }

    private @Nullable HeldMoney hold(Waiting waiting, Decision decision, CallPurse purse) {
        var plan = waiting.plan();
        var target = decision.verdict().target();
        if (target == null || !plan.question().options().holdsMoney()) {
            return null;
        }
        var amounts = purse.amounts(target);
        var hold = new HeldMoney(
                waiting.id(),
                Arrays.stream(amounts).max().stream()
                        .mapToObj(Money::new)
                        .findFirst()
                        .orElse(target.estimate()),
                purse.touched(target).stream().map(accounts::idOf).toList(),
                amounts,
                plan.at().truncatedTo(ChronoUnit.MICROS).plus(parts.life().ttl()),
                plan.snapshot().catalog().catalog().version(),
                target.deployment().id().value(),
                decision.alternatives().stream()
                        .map(option -> option.deployment().id().value())
                        .toList(),
                plan.question().call().serviceTier());
        hold.completions = plan.question().call().n();
        return hold;
    }
}
