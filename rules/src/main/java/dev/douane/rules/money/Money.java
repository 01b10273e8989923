package dev.douane.rules.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount in billionths of the installation's currency; {@code 1_000_000_000} is one unit (one dollar).
 *
 * @param nanos billionths, zero or more
 */
public record Money(long nanos) implements Comparable<Money> {
    /** Nothing. */
    public static final Money ZERO = new Money(0);

    /** The largest amount that can be written: about 9.2 billion units. */
    public static final Money MAX = new Money(Long.MAX_VALUE);

    private static final int SCALE = 9;
    private static final long UNIT = 1_000_000_000;
    private static final int MOST_DIGITS = 20;

    public Money {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos (%d) must not be negative".formatted(nanos));
        }
    }

    /**
     * Reads a decimal amount such as {@code "0.004100"}.
     *
     * @throws IllegalArgumentException if it is not a plain decimal, is negative, has more than nine decimals, or is too large
     */
    public static Money parse(String decimal) {
        if (!isPlainDecimal(decimal)) {
            throw new IllegalArgumentException("amount (%s) must be a plain decimal such as 12.50".formatted(decimal));
        }
        try {
            return new Money(new BigDecimal(decimal)
                    .setScale(SCALE, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "amount (%s) has more than nine decimals or is too large".formatted(decimal), e);
        }
    }

    private static boolean isPlainDecimal(String text) {
        if (text.isEmpty() || text.length() > 24 || text.startsWith(".") || text.endsWith(".")) {
            return false;
        }
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
                && text.chars().filter(c -> c == '.').count() <= 1;
    }

    /** Adds exactly. Throws ArithmeticException if the sum does not fit. */
    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    /** What is left after taking {@code other} away, zero where it is more. */
    public Money minusDownToZero(Money other) {
        return other.nanos >= nanos ? ZERO : new Money(nanos - other.nanos);
    }

    /** Whether this amount is no more than {@code limit}. */
    public boolean fitsIn(Money limit) {
        return nanos <= limit.nanos;
    }

    public boolean isZero() {
        return nanos == 0;
    }

    /** Written out, as {@link #hashCode} is: those a record comes with are called through method handles, which showed in profiles. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Money that && nanos == that.nanos;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nanos);
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /**
     * The plain decimal, with at least {@code minDecimals} decimals and never a digit lost.
     *
     * @param minDecimals 0 to 9
     */
    public String toDecimal(int minDecimals) {
        var fraction = nanos % UNIT;
        int decimals = SCALE;
        while (decimals > minDecimals && fraction % 10 == 0) {
            fraction /= 10;
            decimals--;
        }
        // from the right, digit by digit: amounts are written several times a decision
        var decimal = new char[MOST_DIGITS + 1];
        int place = decimal.length;
        for (int left = decimals; left > 0; left--) {
            decimal[--place] = (char) ('0' + fraction % 10);
            fraction /= 10;
        }
        if (decimals > 0) {
            decimal[--place] = '.';
        }
        var whole = nanos / UNIT;
        do {
            decimal[--place] = (char) ('0' + whole % 10);
            whole /= 10;
        } while (whole > 0);
        return new String(decimal, place, decimal.length - place);
    }

    /** The exact amount in whole units. */
    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(nanos, SCALE);
    }

    /** At least six decimals, as prices of calls are written: {@code "0.004100"}. */
    @Override
    public String toString() {
        return toDecimal(6);
    }
}
