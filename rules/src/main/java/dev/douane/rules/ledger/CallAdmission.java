package dev.douane.rules.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Target;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.usage.ExpectedCosts;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides one call on a batch's figures; moves none of them. */
final class CallAdmission {
    private static final Comparator<AccountLine> AS_TOLD = Comparator.comparing(AccountLine::before, Headroom.ORDER);

    private final WorkingAccounts accounts;
    private final TermsBook terms;
    private final ExpectedCosts costs;

    CallAdmission(WorkingAccounts accounts, TermsBook terms, ExpectedCosts costs) {
        this.accounts = accounts;
        this.terms = terms;
        this.costs = costs;
    }

    /** Decides a call that was not decided yet. */
    Outcome.Made decided(Ask.Decide ask) {
        var call = ask.call();
        var holds = call.question().options().holdsMoney();
        Function<MatchedAccount, Figures> figures = holds ? accounts::exact : accounts::known;
        var byCaller = lines(call, byCaller(ask), figures);
        var headroom = headroom(call, byCaller, figures);
        var admission = call.admit(headroom);
        // where no money can change the verdict, no account is opened to say what the call came near to, and none
        // relied on
        var told = admission instanceof Admission.NothingToCarry ? headroom(call, byCaller, accounts::known) : headroom;
        var decision = call.decide(admission, told);
        var target = decision.verdict().target();
        if (target == null || !holds) {
            return new Outcome.Made(ask, admission, decision, byCaller, onlySeen(call, byCaller), null);
        }
        var lines = headroom.holding(target);
        return new Outcome.Made(
                ask,
                admission,
                decision,
                lines.stream().sorted(AS_TOLD).toList(),
                onlySeen(call, lines),
                hold(ask, decision, target, lines));
    }

    /**
     * Decides a call again whose hold is gone.
     *
     * @param given the answer that was given then
     * @param hold what it set aside; what it still has in its accounts is not counted against the call
     * @return the accounts, as they stand; empty where the call would now get another answer, touch other accounts, or not fit with what was held then
     */
    Optional<List<AccountLine>> decidedTheSame(Ask.Decide ask, Given given, Hold hold) {
        var call = ask.call();
        Function<MatchedAccount, Figures> figures = account -> without(hold, accounts.exact(account));
        var headroom = headroom(call, lines(call, byCaller(ask), figures), figures);
        var decision = call.decide(call.admit(headroom), headroom);
        var target = decision.verdict().target();
        if (target == null
                || !target.deployment().id().value().equals(hold.call().deployment())
                || !given.says(call, decision)) {
            return Optional.empty();
        }
        var lines = headroom.holding(target);
        var isTheSame =
                lines.size() == hold.parts().size() && lines.stream().allMatch(line -> carriesItsPart(line, hold));
        return isTheSame ? Optional.of(lines) : Optional.empty();
    }

    /** The same accounts with all that was moved since, in the order in which budgets are told. */
    List<AccountLine> standing(Ask.Decide ask, List<AccountLine> lines) {
        return lines(ask.call(), lines.stream().map(AccountLine::account).toList(), accounts::exact).stream()
                .sorted(AS_TOLD)
                .toList();
    }

    private List<MatchedAccount> byCaller(Ask.Decide ask) {
        return ask.matched().revision() == terms.revision()
                ? ask.matched().accounts()
                : terms.matching(ask.call().question().caller(), ask.call().at());
    }

    private static Figures without(Hold hold, Figures figures) {
        return hold.partIn(figures.id())
                .map(part -> new Figures(
                        figures.id(),
                        figures.hard(),
                        figures.mayCross(),
                        figures.limit(),
                        new Money(figures.held().nanos() - hold.heldIn(part).nanos()),
                        new Money(figures.spent().nanos() - hold.spentIn(part).nanos()),
                        figures.version(),
                        figures.basis()))
                .orElse(figures);
    }

    private static boolean carriesItsPart(AccountLine line, Hold hold) {
        return hold.partIn(line.id())
                .filter(part -> !line.figures().hard()
                        || line.figures().mayCross()
                        || part.amount().fitsIn(line.before().left()))
                .isPresent();
    }

    /** @param figures of further accounts that a target brings in */
    private CallHeadroom headroom(
            PlannedCall call, List<AccountLine> byCaller, Function<MatchedAccount, Figures> figures) {
        var question = call.question();
        var catalog = call.catalog();
        return new CallHeadroom(
                new AccountHeadroom(question, byCaller, costs),
                terms.hasTargetBudgets()
                        ? target -> new AccountHeadroom(
                                question,
                                lines(call, terms.matching(question.caller(), target, call.at()), figures),
                                costs)
                        : null,
                option -> Target.of(option.deployment(), catalog));
    }

    private static List<AccountLine> lines(
            PlannedCall call, List<MatchedAccount> matched, Function<MatchedAccount, Figures> figures) {
        var lines = new ArrayList<AccountLine>(matched.size());
        for (var account : matched) {
            var its = figures.apply(account);
            var before = account.fact(its.hard(), its.limit(), its.held(), its.spent(), call.at());
            lines.add(new AccountLine(account, its, before, Money.ZERO, null, seen(call, before)));
        }
        return lines;
    }

    /** What the rules saw of an account; null where they did not see it. */
    private static @Nullable Budget seen(PlannedCall call, Budget account) {
        for (var budget : call.seen()) {
            if (budget.scope().equals(account.scope())
                    && budget.name().equals(account.name())
                    && budget.periodStart().equals(account.periodStart())) {
                return budget;
            }
        }
        return null;
    }

    private static List<Budget> onlySeen(PlannedCall call, List<AccountLine> lines) {
        var inALine = new HashSet<Budget>();
        for (var line : lines) {
            if (line.seen() != null) {
                inALine.add(line.seen());
            }
        }
        return call.seen().stream()
                .filter(budget -> !inALine.contains(budget))
                .sorted(Headroom.ORDER)
                .toList();
    }

    private static Hold hold(Ask.Decide ask, Decision decision, Option target, List<AccountLine> lines) {
        var call = ask.call();
        var parts = lines.stream()
                .map(line -> new Hold.Part(line.id(), line.amount()))
                .toList();
        return new Hold(
                ask.id(),
                parts.stream()
                        .map(Hold.Part::amount)
                        .max(Comparator.naturalOrder())
                        .orElse(target.estimate()),
                parts,
                new Hold.HeldCall(
                        call.catalog().version(),
                        target.deployment().id().value(),
                        decision.alternatives().stream()
                                .map(option -> option.deployment().id().value())
                                .toList(),
                        call.question().call().serviceTier(),
                        call.question().call().n()),
                ask.by().owner(),
                ask.life(),
                Hold.State.until(call.at().truncatedTo(ChronoUnit.MICROS).plus(ask.life())));
    }
}
