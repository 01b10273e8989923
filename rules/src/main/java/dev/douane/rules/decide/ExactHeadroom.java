package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.util.List;

/** A headroom of accounts that every option touches, and that never carry more than is left. */
final class ExactHeadroom implements Headroom {
    private final List<Budget> hard;
    private final Money most;

    ExactHeadroom(List<Budget> exact) {
        hard = exact.stream().filter(Budget::hard).sorted(ORDER).toList();
        most = hard.stream().map(Budget::left).min(Money::compareTo).orElse(Money.MAX);
    }

    @Override
    public List<Budget> tooTight(Option option) {
        return option.estimate().fitsIn(most)
                ? List.of()
                : hard.stream()
                        .filter(budget -> !option.estimate().fitsIn(budget.left()))
                        .toList();
    }

    @Override
    public Money most() {
        return most;
    }

    @Override
    public boolean covers(Option target, Option alternative) {
        return alternative.estimate().fitsIn(target.estimate());
    }

    @Override
    public boolean isByEstimateAlone() {
        return true;
    }
}
