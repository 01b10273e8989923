package dev.douane.rules.catalog;

import dev.douane.rules.call.Tokens;
import dev.douane.rules.money.Money;

/**
 * Token prices that hold for a whole call once its input is longer than a threshold.
 *
 * @param aboveInputTokens the step applies to calls with more input tokens than this; 0 for the first step, which applies to all
 * @param input per million uncached input tokens
 * @param cachedInput per million input tokens read from the prompt cache
 * @param output per million output tokens
 */
public record PriceStep(int aboveInputTokens, Money input, Money cachedInput, Money output) {
    private static final long MILLION = 1_000_000;

    /** The highest price per million tokens: a million units. Keeps every cost of a readable call inside a {@code long}. */
    public static final Money MOST = Money.parse("1000000");

    public PriceStep {
        if (aboveInputTokens < 0) {
            throw new IllegalArgumentException(
                    "aboveInputTokens (%d) must not be negative".formatted(aboveInputTokens));
        }
        for (var price : new Money[] {input, cachedInput, output}) {
            if (!price.fitsIn(MOST)) {
                throw new IllegalArgumentException("price (%s) must be at most %s".formatted(price, MOST));
            }
        }
    }

    /**
     * The price of {@code tokens}, times {@code n}, rounded up once to a whole nano-unit.
     *
     * @throws ArithmeticException if the price does not fit
     */
    public Money cost(Tokens tokens) {
        return new Money(costNanos(tokens.uncachedInput(), tokens.cachedInput(), tokens.output(), tokens.n()));
    }

    /** The same without objects, for the resolver. */
    long costNanos(long uncachedInput, long cachedIn, long out, int n) {
        // tokens x price is in millionths of a nano; whole and rest apart so that neither overflows for absurd sizes
        long whole = 0;
        long rest = 0;
        whole += Math.multiplyExact(uncachedInput / MILLION, input.nanos());
        rest += (uncachedInput % MILLION) * (input.nanos() / MILLION);
        long parts = (uncachedInput % MILLION) * (input.nanos() % MILLION);
        whole = Math.addExact(whole, Math.multiplyExact(cachedIn / MILLION, cachedInput.nanos()));
        rest = Math.addExact(rest, (cachedIn % MILLION) * (cachedInput.nanos() / MILLION));
        parts += (cachedIn % MILLION) * (cachedInput.nanos() % MILLION);
        whole = Math.addExact(whole, Math.multiplyExact(out / MILLION, output.nanos()));
        rest = Math.addExact(rest, (out % MILLION) * (output.nanos() / MILLION));
        parts += (out % MILLION) * (output.nanos() % MILLION);
        // n copies before the one rounding: parts stay below n x 3e12
        var exactParts = Math.multiplyExact(parts, n);
        var nanos = Math.multiplyExact(Math.addExact(whole, rest), n);
        return Math.addExact(nanos, Math.ceilDiv(exactParts, MILLION));
    }
}
