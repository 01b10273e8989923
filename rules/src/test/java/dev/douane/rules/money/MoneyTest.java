package dev.douane.rules.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.000000001, 1",
        "0.0041, 4100000",
        "1.50, 1500000000",
        "007, 7000000000",
        "9223372036.854775807, 9223372036854775807"
    })
    void a_plain_decimal_is_read_exactly(String decimal, long nanos) {
        assertThat(Money.parse(decimal)).isEqualTo(new Money(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1e3",
                "1E-3",
                ".5",
                "5.",
                ".",
                "1.2.3",
                "1,5",
                " 1",
                "1 ",
                "0x1",
                "NaN",
                "٣",
                "0.0000000001",
                "9223372036.854775808",
                "99999999999",
                "0000000000000000000000001"
            })
    void anything_else_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.parse(text))
                .withMessageContaining("(" + text + ")");
    }

    @Test
    void what_is_written_reads_back_as_the_same_amount() {
        var random = new Random(1);
        LongStream.concat(
                        LongStream.of(0, 1, 999_999_999, 1_000_000_000, 100_000_000_000L, Long.MAX_VALUE),
                        LongStream.generate(() -> random.nextLong() >>> (1 + random.nextInt(62)))
                                .limit(10_000))
                .forEach(nanos -> {
                    var money = new Money(nanos);
                    for (int decimals = 0; decimals <= 9; decimals++) {
                        assertThat(Money.parse(money.toDecimal(decimals))).isEqualTo(money);
                        assertThat(money.toDecimal(decimals)).isEqualTo(slowly(money, decimals));
                    }
                    assertThat(Money.parse(money.toString())).isEqualTo(money);
                    assertThat(money.toBigDecimal()).isEqualByComparingTo(new BigDecimal(money.toString()));
                });
    }

    private static String slowly(Money money, int minDecimals) {
        var exact = money.toBigDecimal().stripTrailingZeros();
        return exact.setScale(Math.max(minDecimals, exact.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    @Test
    void amounts_are_written_with_at_least_six_decimals_and_never_an_exponent() {
        assertThat(new Money(4_100_000)).hasToString("0.004100");
        assertThat(new Money(1)).hasToString("0.000000001");
        assertThat(Money.parse("1000000000")).hasToString("1000000000.000000");
        assertThat(Money.parse("100").toDecimal(0)).isEqualTo("100");
    }

    @Test
    void sums_are_exact_or_refused() {
        assertThat(new Money(1).plus(new Money(2))).isEqualTo(new Money(3));
        assertThatThrownBy(() -> Money.MAX.plus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1));
    }

    @Test
    void nothing_is_left_where_more_is_taken_than_there_is() {
        assertThat(new Money(5).minusDownToZero(new Money(3))).isEqualTo(new Money(2));
        assertThat(new Money(3).minusDownToZero(new Money(3))).isEqualTo(Money.ZERO);
        assertThat(new Money(3).minusDownToZero(Money.MAX)).isEqualTo(Money.ZERO);
    }
}
