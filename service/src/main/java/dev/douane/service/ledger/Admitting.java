package dev.douane.service.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Target;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.BudgetsSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    private static final Comparator<AccountAfter> AS_TOLD = Comparator.comparing(AccountAfter::figures, Headroom.ORDER);

    private final Accounts accounts;
    private final BudgetsSnapshot seen;
    private final Batch.Parts parts;

    Admitting(Accounts accounts, BudgetsSnapshot seen, Batch.Parts parts) {
        this.accounts = accounts;
        this.seen = seen;
        this.parts = parts;
    }

    /** @param its accounts that the caller touches wherever the call goes */
    Taken take(Waiting waiting, List<MatchedAccount> its) {
        var plan = waiting.plan();
        var holds = plan.question().options().holdsMoney();
        Function<MatchedAccount, Budget> figures =
                account -> holds ? accounts.exact(account, plan.at()) : accounts.known(account, plan.at());
        var asked = asked(its, figures);
        var headroom = headroom(plan, asked, figures);
        var admission = plan.admit(headroom);
        var decided = plan.decide(
                admission,
                admission instanceof Admission.NothingToCarry ? headroomToTell(plan, asked) : headroom,
                waiting.ahead());
        var decision = decided.decision();
        var target = decision.verdict().target();
        if (target == null || !holds) {
            var untouched =
                    asked.stream().map(each -> new AccountAfter(each.exact())).toList();
            return new Taken(waiting.recording().record(decided, untouched, null), null, admission);
        }
        var shares = headroom.shares(target);
        var hold = hold(waiting, decision, target, shares);
        var told = new Hold(hold.amount, hold.expiresAt);
        return new Taken(waiting.recording().record(decided, after(shares, plan.at()), told), hold, admission);
    }

    /**
     * Decides a call again whose hold is gone.
     *
     * @param recorded what was answered the first time
     * @param hold that answer's; what it still has in its accounts is not counted against it
     * @return what its accounts would hold; empty where the call would now get another answer, touch other accounts, or not fit with what was
     *     held then
     */
    Optional<List<Share>> sharesOfTheSame(Waiting waiting, byte[] recorded, HeldMoney hold, List<MatchedAccount> its) {
        var plan = waiting.plan();
        Function<MatchedAccount, Budget> figures = account -> without(hold, account, plan.at());
        var headroom = headroom(plan, asked(its, figures), figures);
        var decided = plan.decide(plan.admit(headroom), headroom, waiting.ahead());
        var target = decided.decision().verdict().target();
        if (target == null
                || !target.deployment().id().value().equals(hold.deployment)
                || !waiting.recording().wouldAnswer(recorded, decided)) {
            return Optional.empty();
        }
        var shares = headroom.shares(target);
        var isTheSame = shares.size() == hold.parts.size()
                && shares.stream().allMatch(share -> carriesItsPart(share, hold, figures.apply(share.account())));
        return isTheSame ? Optional.of(shares) : Optional.empty();
    }

    private Budget without(HeldMoney hold, MatchedAccount account, Instant at) {
        return hold.partIn(accounts.idOf(account))
                .map(part -> accounts.exactWith(account, -hold.heldIn(part), -hold.spentIn(part), at))
                .orElseGet(() -> accounts.exact(account, at));
    }

    private boolean carriesItsPart(Share share, HeldMoney hold, Budget figures) {
        return hold.partIn(accounts.idOf(share.account()))
                .filter(part ->
                        !figures.hard() || share.account().mayCross() || new Money(part.nanos()).fitsIn(figures.left()))
                .isPresent();
    }

    /** Accounts as they stand. */
    List<AccountAfter> standing(List<Share> shares, Instant at) {
        return told(shares, share -> accounts.exact(share.account(), at));
    }

    /** Of the same figures, for a call whose verdict no money can change: no account is opened to say what it came near to, and none relied on. */
    private CallHeadroom headroomToTell(Plan plan, List<Asked> byCaller) {
        return headroom(plan, byCaller, account -> accounts.known(account, plan.at()));
    }

    /** @param figures of further accounts that the target brings in */
    private CallHeadroom headroom(Plan plan, List<Asked> byCaller, Function<MatchedAccount, Budget> figures) {
        var question = plan.question();
        var expected = parts.lengths().expected();
        var catalog = plan.snapshot().catalog().catalog();
        return new CallHeadroom(
                new TermsHeadroom(question, byCaller, expected),
                seen.terms().hasTargetBudgets()
                        ? target -> new TermsHeadroom(
                                question,
                                asked(seen.terms().matching(question.caller(), target, plan.at()), figures),
                                expected)
                        : null,
                option -> Target.of(option.deployment(), catalog));
    }

    private static List<Asked> asked(List<MatchedAccount> touched, Function<MatchedAccount, Budget> figures) {
        return touched.stream()
                .map(account -> new Asked(account, figures.apply(account)))
                .toList();
    }

    private List<AccountAfter> after(List<Share> shares, Instant at) {
        return told(
                shares,
                share -> accounts.exactWith(share.account(), share.amount().nanos(), 0, at));
    }

    private static List<AccountAfter> told(List<Share> shares, Function<Share, Budget> figures) {
        return shares.stream()
                .map(share -> new AccountAfter(figures.apply(share), share.expectation()))
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
        hold.owner = waiting.asker().owner();
        hold.completions = plan.question().call().n();
        return hold;
    }
}
