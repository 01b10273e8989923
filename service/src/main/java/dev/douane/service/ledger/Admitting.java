package dev.douane.service.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Purse;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.BudgetsSeen;
import dev.douane.service.budgets.Target;
import dev.douane.service.budgets.Touched;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides one call on a batch's figures; changes none of them. */
final class Admitting {
    /**
     * What was decided.
     *
     * @param hold what is to be set aside; null where nothing is
     */
    record Taken(DecisionRecord record, @Nullable HeldMoney hold, Admission admission) {}

    private static final Comparator<AccountAfter> AS_TOLD = Comparator.comparing(AccountAfter::figures, Purse.ORDER);

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
        var asked = asked(its, plan.at());
        var purse = purse(plan, asked);
        var admission = plan.admit(purse);
        var decision = plan.decide(admission, purse);
        var target = decision.verdict().target();
        if (target == null || !plan.question().options().holdsMoney()) {
            var untouched =
                    asked.stream().map(each -> new AccountAfter(each.exact())).toList();
            return new Taken(waiting.recording().record(decision, untouched, null), null, admission);
        }
        var shares = purse.shares(target);
        var hold = hold(waiting, decision, target, shares);
        var told = new Hold(hold.amount, hold.expiresAt);
        return new Taken(waiting.recording().record(decision, after(shares, plan.at()), told), hold, admission);
    }

    private CallPurse purse(Plan plan, List<Asked> byCaller) {
        var question = plan.question();
        var expected = parts.lengths().expected();
        var catalog = plan.snapshot().catalog().catalog();
        return new CallPurse(
                new TermsPurse(question, byCaller, expected),
                seen.hasTargetBudgets()
                        ? target -> new TermsPurse(
                                question,
                                asked(seen.touchedBy(question.caller(), target, plan.at()), plan.at()),
                                expected)
                        : null,
                option -> Target.of(option.deployment(), catalog));
    }

    private List<Asked> asked(List<Touched> touched, Instant at) {
        return touched.stream()
                .map(account -> new Asked(account, accounts.exact(account, at)))
                .toList();
    }

    private List<AccountAfter> after(List<Share> shares, Instant at) {
        return shares.stream()
                .map(share -> new AccountAfter(
                        accounts.exactWith(share.account(), share.amount().nanos(), at), share.expectation()))
                .sorted(AS_TOLD)
                .toList();
    }

    private HeldMoney hold(Waiting waiting, Decision decision, Option target, List<Share> shares) {
        var plan = waiting.plan();
        var hold = new HeldMoney(
                waiting.id(),
                shares.stream()
                        .map(Share::amount)
                        .max(Comparator.naturalOrder())
                        .orElse(target.estimate()),
                shares.stream()
                        .map(share -> new HeldMoney.Part(
                                accounts.idOf(share.account()), share.amount().nanos()))
                        .toList(),
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
