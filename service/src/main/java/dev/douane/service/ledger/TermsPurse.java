package dev.douane.service.ledger;

import dev.douane.rules.call.Question;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Purse;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Overrun;
import dev.douane.service.budgets.Touched;
import dev.douane.service.usage.Expectation;
import dev.douane.service.usage.ExpectedAmounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What some accounts can carry, each by its budget's own terms: what it holds for a call, and whether the last call may cross
 * its limit.
 */
final class TermsPurse implements Purse {
    private final Question question;
    private final List<Touched> touched;
    private final List<Budget> exact;
    private final ExpectedAmounts expected;

    /**
     * @param touched the accounts
     * @param exact the same accounts' figures, in the same order
     */
    TermsPurse(Question question, List<Touched> touched, List<Budget> exact, ExpectedAmounts expected) {
        this.question = question;
        this.touched = touched;
        this.exact = exact;
        this.expected = expected;
    }

    List<Touched> touched() {
        return touched;
    }

    boolean hasTheAccountsOf(TermsPurse other) {
        if (touched.size() != other.touched.size()) {
            return false;
        }
        for (int i = 0; i < touched.size(); i++) {
            if (!touched.get(i).isSameAccountAs(other.touched.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What each account holds for a call there, in nano-units, in the order of the accounts. */
    long[] amounts(Option option) {
        var amounts = new long[touched.size()];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = amount(i, option).nanos();
        }
        return amounts;
    }

    /** What those amounts stand on, in the order of the accounts; empty where all of them hold the worst case by their terms. */
    List<Expectation> expectations(Option option) {
        return isByEstimateAlone() ? List.of() : allExpectations(option);
    }

    /** The same, also where all of them hold the worst case. */
    List<Expectation> allExpectations(Option option) {
        return touched.stream()
                .map(account -> account.budget().estimate())
                .map(terms -> (terms.isExpected() ? expected : ExpectedAmounts.NOTHING_KNOWN)
                        .expected(question, option, terms))
                .toList();
    }

    private Money amount(int account, Option option) {
        return expected.amount(question, option, touched.get(account).budget().estimate());
    }

    @Override
    public List<Budget> tooTight(Option option) {
        List<Budget> tight = List.of();
        for (int i = 0; i < exact.size(); i++) {
            if (!carries(i, option)) {
                tight = tight.isEmpty() ? new ArrayList<>() : tight;
                tight.add(exact.get(i));
            }
        }
        if (tight.size() > 1) {
            tight.sort(ORDER);
        }
        return tight;
    }

    private boolean carries(int account, Option option) {
        var budget = exact.get(account);
        if (!budget.hard()) {
            return true;
        }
        return crosses(account)
                ? !budget.left().isZero()
                : amount(account, option).fitsIn(budget.left());
    }

    private boolean crosses(int account) {
        return touched.get(account).mayCross();
    }

    @Override
    public Money most() {
        var most = Money.MAX;
        for (int i = 0; i < exact.size(); i++) {
            var budget = exact.get(i);
            if (!budget.hard()) {
                continue;
            }
            if (crosses(i)) {
                most = budget.left().isZero() ? Money.ZERO : most;
            } else if (!touched.get(i).budget().estimate().isExpected()
                    && budget.left().compareTo(most) < 0) {
                most = budget.left();
            }
        }
        return most;
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        for (int i = 0; i < exact.size(); i++) {
            if (amount(i, alternative).compareTo(amount(i, target)) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var latest = Instant.MIN;
        for (int i = 0; i < exact.size(); i++) {
            var budget = exact.get(i);
            if (carries(i, option)) {
                continue;
            }
            if (!nextPeriodCarries(i, option)) {
                return Optional.empty();
            }
            latest = budget.periodEnd().isAfter(latest) ? budget.periodEnd() : latest;
        }
        return Optional.of(latest);
    }

    /** By the amount alone: nobody knows yet what will be carried over, and overrides are of their time. */
    private boolean nextPeriodCarries(int account, Option option) {
        var next = touched.get(account).nextTerms();
        if (next == null || !next.hard()) {
            return true;
        }
        return next.overrun() == Overrun.LAST_CALL_MAY_CROSS
                ? !next.amount().isZero()
                : expected.amount(question, option, next.estimate()).fitsIn(next.amount());
    }

    @Override
    public boolean isByEstimateAlone() {
        return touched.stream().noneMatch(account -> account.budget().estimate().isExpected());
    }
}
