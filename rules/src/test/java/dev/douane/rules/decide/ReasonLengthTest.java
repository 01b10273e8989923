package dev.douane.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted before a reason is written is never less than what is written. */
class ReasonLengthTest {
    private static Budget budget(int number, Instant end) {
        return new Budget(
                "budget-" + number,
                "owner",
                "product=search,team=ranking",
                true,
                Money.MAX,
                Money.ZERO,
                new Money(1),
                Instant.EPOCH,
                end,
                Instant.EPOCH);
    }

    private static Stream<Fired> fired() {
        var rule = new RuleRef("R-1", "pack@1.0.0", "Because it is so.", List.of("GDPR Art. 44", "House rule 3"));
        var bare = new RuleRef("R", "p@1.0.0", "", List.of());
        var longest = Instant.parse("2999-12-31T23:59:59.999999999Z");
        return Stream.of(
                new Fired(bare, new Effect.Deny(), Fired.Mode.OBSERVE, List.of()),
                new Fired(rule, new Effect.Flag("x".repeat(256)), Fired.Mode.ENFORCE, List.of()),
                new Fired(
                        rule, new Effect.DeferUntilPeriodEnd(longest), Fired.Mode.OBSERVE, List.of(budget(1, longest))),
                new Fired(
                        bare,
                        new Effect.CapCallCost(Money.MAX),
                        Fired.Mode.OBSERVE,
                        IntStream.range(0, 64)
                                .mapToObj(i -> budget(i, i % 2 == 0 ? longest : Instant.MAX))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("fired")
    void no_reason_is_longer_than_was_counted(Fired fired) {
        var reason = Reason.of(fired);

        assertThat(written(reason)).hasSizeLessThanOrEqualTo((int) ReasonLength.of(fired));
    }

    /** As an answer has it, but for what JSON escapes. */
    private static String written(Reason reason) {
        return "{\"rule\":\"%s\",\"pack\":\"%s\",\"effect\":\"%s\",\"message\":\"%s\",\"cites\":[%s],\"mode\":\"%s\"},"
                .formatted(
                        reason.rule(),
                        reason.pack(),
                        reason.effect(),
                        reason.message(),
                        String.join(
                                ",",
                                reason.cites().stream()
                                        .map(cite -> "\"" + cite + "\"")
                                        .toList()),
                        reason.mode().name());
    }
}
