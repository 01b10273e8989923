package dev.douane.rules.pack;

import static dev.douane.rules.yaml.StrictYaml.said;
import static java.util.Objects.requireNonNullElse;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.ScenarioYaml.BudgetYaml;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the budgets of a case. */
final class ScenarioBudget {
    private static final int DECIMALS_MAX = 60;
    private static final Duration PERIOD = Duration.ofDays(30);

    private ScenarioBudget() {}

    /** The period lies around {@code at} so that exactly the said part of it has passed. */
    static Budget read(BudgetYaml written, Instant at) {
        var limit = Money.parse(requireNonNullElse(written.limit(), "100.00"));
        var used = fraction("usedFraction", written.usedFraction(), BigDecimal.ZERO, BigDecimal.TEN);
        var elapsed = fraction("elapsedFraction", written.elapsedFraction(), new BigDecimal("0.5"), BigDecimal.ONE);
        var start = at.minusMillis(
                elapsed.multiply(BigDecimal.valueOf(PERIOD.toMillis())).longValue());
        return new Budget(
                said("name", written.name()),
                requireNonNullElse(written.owner(), "owner"),
                requireNonNullElse(written.scope(), "all"),
                requireNonNullElse(written.hard(), true),
                limit,
                Money.ZERO,
                spent(used, limit),
                start,
                start.plus(PERIOD),
                at,
                requireNonNullElse(written.paced(), true));
    }

    private static Money spent(BigDecimal used, Money limit) {
        var nanos = used.multiply(BigDecimal.valueOf(limit.nanos())).setScale(0, RoundingMode.HALF_EVEN);
        if (nanos.compareTo(BigDecimal.valueOf(Money.MAX.nanos())) > 0) {
            throw new IllegalArgumentException(
                    "limit (%s) used (%s) times is more money than can be counted".formatted(limit.toDecimal(0), used));
        }
        return new Money(nanos.longValueExact());
    }

    private static BigDecimal fraction(String member, @Nullable BigDecimal said, BigDecimal usual, BigDecimal most) {
        var fraction = requireNonNullElse(said, usual);
        if (fraction.scale() > DECIMALS_MAX || fraction.scale() < -DECIMALS_MAX) {
            throw new IllegalArgumentException("%s must have at most %d decimals".formatted(member, DECIMALS_MAX));
        }
        if (fraction.signum() < 0 || fraction.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s (%s) must be between 0 and %s".formatted(member, fraction, most));
        }
        return fraction;
    }
}
