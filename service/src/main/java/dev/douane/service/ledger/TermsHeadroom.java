package dev.douane.service.ledger;

import dev.douane.rules.call.Question;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.rules.usage.ExpectedCost;
import dev.douane.rules.usage.ExpectedCosts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What some accounts can carry, each by its budget's own terms: what it holds for a call, and whether the last call may cross
 * its limit.
 */
final class TermsHeadroom implements Headroom {
    private final Question question;
    private final List<Asked> accounts;
    private final ExpectedCosts expected;

    TermsHeadroom(Question question, List<Asked> accounts, ExpectedCosts expected) {
        this.question = question;
        this.accounts = accounts;
        this.expected = expected;
    }

    /** Whether both were made of the same accounts. */
    boolean hasTheAccountsOf(TermsHeadroom other) {
        return accounts.size() == other.accounts.size()
                && accounts.stream().allMatch(asked -> other.has(asked.account()));
    }

    private boolean has(MatchedAccount account) {
        return accounts.stream().anyMatch(asked -> asked.account().isSameAccountAs(account));
    }

    /** What each account holds for a call there. */
    List<Share> shares(Option option) {
        var shares = new ArrayList<Share>(accounts.size());
        for (var asked : accounts) {
            shares.add(new Share(asked.account(), amount(asked, option), null));
        }
        return shares;
    }

    /** The same, and what the amounts stand on. */
    List<Share> explainedShares(Option option) {
        var shares = new ArrayList<Share>(accounts.size());
        for (var asked : accounts) {
            var terms = asked.account().budget().estimate();
            var expectation = cost(terms.isExpected() ? expected : ExpectedCosts.NOTHING_KNOWN, option, terms);
            shares.add(new Share(asked.account(), expectation.amount(), expectation));
        }
        return shares;
    }

    private Money amount(Asked asked, Option option) {
        return amount(asked.account().budget().estimate(), option);
    }

    /** Never more than the option's estimate. */
    private Money amount(EstimateTerms terms, Option option) {
        return terms.isExpected() ? cost(expected, option, terms).amount() : option.estimate();
    }

    private ExpectedCost cost(ExpectedCosts by, Option option, EstimateTerms terms) {
        return by.expected(question, option.deployment(), option.maxOutputTokens(), option.estimate(), terms);
    }

    @Override
    public List<Budget> tooTight(Option option) {
        List<Budget> tight = List.of();
        for (var asked : accounts) {
            if (!carries(asked, option)) {
                tight = tight.isEmpty() ? new ArrayList<>() : tight;
                tight.add(asked.exact());
            }
        }
        if (tight.size() > 1) {
            tight.sort(ORDER);
        }
        return tight;
    }

    private boolean carries(Asked asked, Option option) {
        var budget = asked.exact();
        if (!budget.hard()) {
            return true;
        }
        return asked.account().mayCross()
                ? !budget.left().isZero()
                : amount(asked, option).fitsIn(budget.left());
    }

    @Override
    public Money most() {
        var most = Money.MAX;
        for (var asked : accounts) {
            var budget = asked.exact();
            if (!budget.hard()) {
                continue;
            }
            if (asked.account().mayCross()) {
                most = budget.left().isZero() ? Money.ZERO : most;
            } else if (!asked.account().budget().estimate().isExpected()
                    && budget.left().compareTo(most) < 0) {
                most = budget.left();
            }
        }
        return most;
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        for (var asked : accounts) {
            if (amount(asked, alternative).compareTo(amount(asked, target)) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var latest = Instant.MIN;
        for (var asked : accounts) {
            var budget = asked.exact();
            if (carries(asked, option)) {
                continue;
            }
            if (!nextPeriodCarries(asked, option)) {
                return Optional.empty();
            }
            latest = budget.periodEnd().isAfter(latest) ? budget.periodEnd() : latest;
        }
        return Optional.of(latest);
    }

    /** By the amount alone: nobody knows yet what will be carried over, and overrides are of their time. */
    private boolean nextPeriodCarries(Asked asked, Option option) {
        var next = asked.account().nextTerms();
        if (next == null || !next.hard()) {
            return true;
        }
        return next.overrun() == Overrun.LAST_CALL_MAY_CROSS
                ? !next.amount().isZero()
                : amount(next.estimate(), option).fitsIn(next.amount());
    }

    @Override
    public boolean isByEstimateAlone() {
        for (var asked : accounts) {
            if (asked.account().budget().estimate().isExpected()) {
                return false;
            }
        }
        return true;
    }
}
