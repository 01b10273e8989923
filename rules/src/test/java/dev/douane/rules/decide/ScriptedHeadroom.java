package dev.douane.rules.decide;

import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Budgets of all kinds that an installation can have, for a resolver that knows nothing of their kinds. */
record ScriptedHeadroom(List<Account> accounts) implements Headroom {
    /**
     * One account with its budget's terms.
     *
     * @param provider whose deployments it is for; null for all
     * @param model likewise
     * @param tier likewise
     * @param crossing whether the last call may cross the limit
     * @param percent what it holds of a call's estimate, as long as {@code verbose} is not the model
     * @param verbose a model whose answers are as long as they may be, so that the whole estimate is held
     */
    record Account(
            Budget budget,
            @Nullable String provider,
            @Nullable String model,
            @Nullable String tier,
            boolean crossing,
            int percent,
            @Nullable String verbose) {
        static Account plain(Budget budget) {
            return new Account(budget, null, null, null, false, 100, null);
        }

        Account withLimit(Money limit) {
            return with(limit, budget.held(), budget.spent());
        }

        /** The same with nothing used. */
        Account anew() {
            return with(budget.limit(), Money.ZERO, Money.ZERO);
        }

        private Account with(Money limit, Money held, Money spent) {
            var other = new Budget(
                    budget.name(),
                    budget.owner(),
                    budget.scope(),
                    budget.hard(),
                    limit,
                    held,
                    spent,
                    budget.periodStart(),
                    budget.periodEnd(),
                    budget.at());
            return new Account(other, provider, model, tier, crossing, percent, verbose);
        }

        boolean isForAll() {
            return provider == null && model == null && tier == null;
        }

        boolean isFor(Deployment target) {
            return (provider == null || provider.equals(target.provider().value()))
                    && (model == null || model.equals(target.model().value()))
                    && (tier == null || tier.equals(target.tier().name()));
        }

        Money amount(Option option) {
            if (option.deployment().model().value().equals(verbose)) {
                return option.estimate();
            }
            long nanos = option.estimate().nanos(); // hundreds and rest apart: some estimates are as high as there are
            return new Money(nanos / 100 * percent + Math.ceilDiv(nanos % 100 * percent, 100L));
        }

        boolean carries(Option option) {
            return crossing ? !budget.left().isZero() : amount(option).fitsIn(budget.left());
        }

        boolean wouldCarryAnew(Option option) {
            return crossing ? !budget.limit().isZero() : amount(option).fitsIn(budget.limit());
        }
    }

    ScriptedHeadroom {
        accounts = accounts.stream()
                .sorted(Comparator.comparing(account -> account.budget().name()))
                .toList();
    }

    boolean isPlain() {
        return accounts.stream().allMatch(account -> account.equals(Account.plain(account.budget())));
    }

    List<Budget> budgets() {
        return accounts.stream().map(Account::budget).toList();
    }

    /** The same with another limit on one of the accounts. */
    ScriptedHeadroom with(int place, Money limit) {
        var others = new ArrayList<>(accounts);
        others.set(place, others.get(place).withLimit(limit));
        return new ScriptedHeadroom(others);
    }

    @Override
    public List<Budget> tooTight(Option option) {
        if (option.estimate().isZero()) {
            throw new AssertionError("asked about an option that costs nothing");
        }
        return touchedBy(option)
                .filter(account -> account.budget().hard() && !account.carries(option))
                .map(Account::budget)
                .toList();
    }

    private Stream<Account> touchedBy(Option option) {
        return accounts.stream().filter(account -> account.isFor(option.deployment()));
    }

    @Override
    public Money most() {
        return accounts.stream()
                .filter(account -> account.budget().hard() && account.isForAll() && !account.crossing())
                .filter(account -> account.percent() == 100)
                .map(account -> account.budget().left())
                .min(Money::compareTo)
                .orElse(Money.MAX);
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        if (target.estimate().compareTo(alternative.estimate()) < 0) {
            throw new AssertionError("asked about an alternative that is dearer");
        }
        return touchedBy(target).toList().equals(touchedBy(alternative).toList())
                && touchedBy(target)
                        .allMatch(account -> account.amount(alternative).fitsIn(account.amount(target)));
    }

    @Override
    public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
        var tight = touchedBy(option)
                .filter(account -> tooTight.contains(account.budget()))
                .toList();
        return tight.stream().allMatch(account -> account.wouldCarryAnew(option))
                ? tight.stream().map(account -> account.budget().periodEnd()).max(Comparator.naturalOrder())
                : Optional.empty();
    }
}
