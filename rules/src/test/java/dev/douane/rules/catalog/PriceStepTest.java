package dev.douane.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.douane.rules.call.Tokens;
import dev.douane.rules.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PriceStepTest {
    private final Random random = new Random(7);

    @Test
    void a_cost_is_n_times_tokens_times_prices_rounded_up_once() {
        var third = Money.parse("0.333333333");
        var step = new PriceStep(0, third, third, third);

        assertThat(step.cost(new Tokens(1, 1, 1, 1))).isEqualTo(new Money(1000)); // 999.999999
        assertThat(step.cost(new Tokens(1, 0, 0, 3))).isEqualTo(new Money(1000)); // not 3 x 334
        assertThat(step.cost(new Tokens(0, 0, 0, 128))).isEqualTo(Money.ZERO);
        assertThat(new PriceStep(0, new Money(1), Money.ZERO, Money.ZERO).cost(new Tokens(1, 0, 0, 1)))
                .isEqualTo(new Money(1));
    }

    @Test
    void the_largest_readable_call_at_the_highest_price_does_not_overflow() {
        var step = new PriceStep(0, PriceStep.MOST, PriceStep.MOST, PriceStep.MOST);

        assertThat(step.cost(new Tokens(9_999_999, 1, 10_000_000, 128))).isEqualTo(Money.parse("2560000000"));
    }

    @Test
    void every_cost_is_exact() {
        for (int i = 0; i < 20_000; i++) {
            var step = new PriceStep(0, price(), price(), price());
            var tokens = tokens();
            assertThat(step.cost(tokens)).as("%s at %s", tokens, step).isEqualTo(new Money(exact(step, tokens)));
        }
    }

    @Test
    void more_tokens_and_more_completions_never_cost_less() {
        for (int i = 0; i < 20_000; i++) {
            var step = new PriceStep(0, price(), price(), price());
            var tokens = tokens();
            var more = new Tokens(
                    tokens.uncachedInput() + random.nextInt(2),
                    tokens.cachedInput() + random.nextInt(2),
                    tokens.output() + random.nextInt(2),
                    tokens.n() + random.nextInt(2));
            assertThat(step.cost(more)).as("%s against %s", more, tokens).isGreaterThanOrEqualTo(step.cost(tokens));
        }
    }

    @Test
    void a_step_holds_for_calls_longer_than_its_threshold_only() {
        var prices = new Prices(
                new TreeMap<>(java.util.Map.of("default", List.of(step(0, "1"), step(1000, "2"), step(2000, "3")))));

        assertThat(prices.step("default", 0)).isEqualTo(step(0, "1"));
        assertThat(prices.step("default", 1000)).isEqualTo(step(0, "1"));
        assertThat(prices.step("default", 1001)).isEqualTo(step(1000, "2"));
        assertThat(prices.step("default", 2000)).isEqualTo(step(1000, "2"));
        assertThat(prices.step("default", 2001)).isEqualTo(step(2000, "3"));
        assertThat(prices.step("flex", 1)).isNull();
    }

    @Test
    void an_absurd_price_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriceStep(0, new Money(PriceStep.MOST.nanos() + 1), Money.ZERO, Money.ZERO));
    }

    private static PriceStep step(int above, String price) {
        return new PriceStep(above, Money.parse(price), Money.parse(price), Money.parse(price));
    }

    private Money price() {
        return new Money(random.nextLong(PriceStep.MOST.nanos() >> random.nextInt(50)));
    }

    private Tokens tokens() {
        return new Tokens(
                random.nextInt(1 + (10_000_000 >> random.nextInt(24))),
                random.nextInt(1 + (10_000_000 >> random.nextInt(24))),
                random.nextInt(1 + (10_000_000 >> random.nextInt(24))),
                1 + random.nextInt(128));
    }

    private static long exact(PriceStep step, Tokens tokens) {
        var sum = step.input()
                .toBigDecimal()
                .multiply(new BigDecimal(tokens.uncachedInput()))
                .add(step.cachedInput().toBigDecimal().multiply(new BigDecimal(tokens.cachedInput())))
                .add(step.output().toBigDecimal().multiply(new BigDecimal(tokens.output())));
        return sum.multiply(new BigDecimal(tokens.n()))
                .movePointRight(3) // per million tokens, in billionths
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
