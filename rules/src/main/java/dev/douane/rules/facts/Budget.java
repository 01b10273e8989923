package dev.douane.rules.facts;

import dev.douane.rules.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One account that the call would touch: a budget, for one scope value, in one period, as it stood at {@code at}.
 *
 * @param name the budget's name
 * @param owner who answers for it: a P&L, not a central fund
 * @param scope the scope value in words, such as {@code product=search} or {@code user=u-123}
 * @param hard whether a call that does not fit is refused
 * @param limit what may be spent in the period
 * @param held set aside by decisions not yet settled
 * @param spent settled
 * @param periodStart first instant of the period
 * @param periodEnd first instant after it
 * @param at the instant of the decision
 * @param paced whether it is an allowance for a stretch of the calendar, so that how fast it is used means something; a ceiling for one window, or
 *     for a run, is none
 */
public record Budget(
        String name,
        String owner,
        String scope,
        boolean hard,
        Money limit,
        Money held,
        Money spent,
        Instant periodStart,
        Instant periodEnd,
        Instant at,
        boolean paced) {

    /** An allowance for a stretch of the calendar. */
    public Budget(
            String name,
            String owner,
            String scope,
            boolean hard,
            Money limit,
            Money held,
            Money spent,
            Instant periodStart,
            Instant periodEnd,
            Instant at) {
        this(name, owner, scope, hard, limit, held, spent, periodStart, periodEnd, at, true);
    }

    /**
     * The account as it will stand if nothing more is spent: once its period has ended, as a new one of the same length and limit.
     *
     * @param later not before {@link #at}
     */
    public Budget standingAt(Instant later) {
        if (later.isBefore(periodEnd)) {
            return new Budget(name, owner, scope, hard, limit, held, spent, periodStart, periodEnd, later, paced);
        }
        var length = Duration.between(periodStart, periodEnd);
        var turned = length.isPositive()
                ? length.multipliedBy(Duration.between(periodEnd, later).dividedBy(length))
                : Duration.ZERO;
        var start = periodEnd.plus(turned);
        return new Budget(
                name, owner, scope, hard, limit, Money.ZERO, Money.ZERO, start, start.plus(length), later, paced);
    }

    /** Held and spent together. */
    public Money used() {
        return held.plus(spent);
    }

    /** What a further hold may take at most. */
    public Money left() {
        return limit.minusDownToZero(used());
    }

    /** {@link #left()} in whole units, for rules: {@code remaining < 5}. */
    public BigDecimal getRemaining() {
        return left().toBigDecimal();
    }

    /**
     * Held and spent as a part of the limit; 1 is all of it, more is an overrun. A limit of nothing is used up, and once anything is held or spent it is over by
     * more than the smallest limit would be: one more than there are nano-units.
     */
    public double getUsedFraction() {
        return limit.isZero() ? 1.0 + used().nanos() : (double) used().nanos() / limit.nanos();
    }

    /** How much of the period has passed, 0 to 1; a period without length has passed. Null where nothing is {@link #paced}. */
    public @Nullable Double getElapsedFraction() {
        return paced ? elapsed() : null;
    }

    private double elapsed() {
        var whole = seconds(Duration.between(periodStart, periodEnd));
        return whole > 0 ? Math.clamp(seconds(Duration.between(periodStart, at)) / whole, 0.0, 1.0) : 1.0;
    }

    /** Neither overflows for a one-off budget that ends at {@link Instant#MAX} nor loses a period shorter than a millisecond. */
    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    /**
     * Used part over passed part: 1 runs out exactly at the period's end, 2 at its half. Zero at the very start. Null where nothing is {@link
     * #paced}.
     */
    public @Nullable Double getPace() {
        if (!paced) {
            return null;
        }
        var elapsed = elapsed();
        return elapsed == 0 ? 0 : getUsedFraction() / elapsed;
    }

    /** How long the period still lasts, in whole seconds rounded down; zero or more. */
    public long getSecondsUntilPeriodEnd() {
        return Math.max(0, Duration.between(at, periodEnd).toSeconds());
    }
}
