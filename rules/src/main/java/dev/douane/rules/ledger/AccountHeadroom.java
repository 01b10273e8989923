package dev.douane.rules.ledger;

import dev.douane.rules.call.Question;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
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
final class AccountHeadroom implements Headroom {
    private final Question question;
    private final List<AccountLine> lines;
    private final ExpectedCosts expected;

    /** @param lines the accounts as they stand, in which nothing is held for this call */
    AccountHeadroom(Question question, List<AccountLine> lines, ExpectedCosts expected) {
        this.question = question;
        this.lines = List.copyOf(lines);
        this.expected = expected;
    }

    /** Whether both are of the same accounts. */
    boolean hasTheAccountsOf(AccountHeadroom other) {
        return lines.size() == other.lines.size() && lines.stream().allMatch(other::has);
    }

    private boolean has(AccountLine sought) {
        return lines.stream().anyMatch(line -> line.account().isSameAccountAs(sought.account()));
    }

    /**
     * The accounts with what each of them holds for a call there.
     *
     * @param areExplained whether to say what the amounts stand on
     */
    List<AccountLine> holding(Option option, boolean areExplained) {
        var holding = new ArrayList<AccountLine>(lines.size());
        for (var line : lines) {
            if (areExplained) {
                var terms = line.account().budget().estimate();
                var cost = cost(terms.isExpected() ? expected : ExpectedCosts.NOTHING_KNOWN, option, terms);
                holding.add(line.holding(cost.amount(), cost));
            } else {
                holding.add(line.holding(amount(line, option), null));
            }
        }
        return holding;
    }

    private Money amount(AccountLine line, Option option) {
        return amount(line.account().budget().estimate(), option);
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
        for (var line : lines) {
            if (!carries(line, option)) {
                tight = tight.isEmpty() ? new ArrayList<>() : tight;
                tight.add(line.before());
            }
        }
        if (tight.size() > 1) {
            tight.sort(ORDER);
        }
        return tight;
    }

    private boolean carries(AccountLine line, Option option) {
        if (!line.figures().hard()) {
            return true;
        }
        return line.figures().mayCross()
                ? !line.before().left().isZero()
                : amount(line, option).fitsIn(line.before().left());
    }

    @Override
    public Money most() {
        var most = Money.MAX;
        for (var line : lines) {
            if (!line.figures().hard()) {
                continue;
            }
            var left = line.before().left();
            if (line.figures().mayCross()) {
                most = left.isZero() ? Money.ZERO : most;
            } else if (!line.account().budget().estimate().isExpected() && left.compareTo(most) < 0) {
                most = left;
            }
        }
        return most;
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        for (var line : lines) {
            if (amount(line, alternative).compareTo(amount(line, target)) > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var latest = Instant.MIN;
        for (var line : lines) {
            if (carries(line, option)) {
                continue;
            }
            if (!nextPeriodCarries(line, option)) {
                return Optional.empty();
            }
            var end = line.before().periodEnd();
            latest = end.isAfter(latest) ? end : latest;
        }
        return Optional.of(latest);
    }

    /** By the amount alone: nobody knows yet what will be carried over, and overrides are of their time. */
    private boolean nextPeriodCarries(AccountLine line, Option option) {
        var next = line.account().nextTerms();
        if (next == null || !next.hard()) {
            return true;
        }
        return next.overrun() == Overrun.LAST_CALL_MAY_CROSS
                ? !next.amount().isZero()
                : amount(next.estimate(), option).fitsIn(next.amount());
    }

    @Override
    public boolean isByEstimateAlone() {
        for (var line : lines) {
            if (line.account().budget().estimate().isExpected()) {
                return false;
            }
        }
        return true;
    }
}
