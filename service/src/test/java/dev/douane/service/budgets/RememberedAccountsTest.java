package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedAccountsTest {
    private static final UUID BUDGET = new UUID(1, 1);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private static AccountSnapshot account(String user, long version) {
        return new AccountSnapshot(
                user.hashCode(),
                key(user),
                START.plusSeconds(2_592_000),
                true,
                false,
                Money.parse("10"),
                Money.ZERO,
                new Money(version),
                version);
    }

    private static AccountKey key(String user) {
        return new AccountKey(BUDGET, user, START);
    }

    @Test
    void however_many_there_are_about_so_many_are_remembered() {
        var remembered = RememberedAccounts.none(100);
        for (int i = 0; i < 10_000; i++) {
            remembered = remembered.with(List.of(account("u" + i, 0)));
            assertThat(remembered.size()).isLessThanOrEqualTo(100);
        }

        assertThat(remembered.isWhole()).isFalse();
        assertThat(remembered.get(key("u9999"))).isNotNull();
        assertThat(remembered.get(key("u9950"))).isNotNull();
        assertThat(remembered.get(key("u1"))).isNull();
    }

    @Test
    void nothing_is_missing_while_there_are_few() {
        var remembered = RememberedAccounts.none(100);
        for (int i = 0; i < 100; i++) {
            remembered = remembered.with(List.of(account("u" + i, 0)));
        }

        assertThat(remembered.isWhole()).isTrue();
        assertThat(remembered.size()).isEqualTo(100);
    }

    @Test
    void what_is_used_stays() {
        var remembered = RememberedAccounts.none(100);
        for (int i = 0; i < 1_000; i++) {
            remembered = remembered.with(List.of(account("u" + i, 0), account("often", i)));
            assertThat(remembered.get(key("often"))).isEqualTo(account("often", i));
        }
    }

    @Test
    void an_older_picture_changes_nothing_whichever_generation_has_the_later() {
        var remembered = RememberedAccounts.none(10).with(List.of(account("ann", 7)));
        for (int i = 0; i < 5; i++) {
            remembered = remembered.with(List.of(account("u" + i, 0)));
        }

        remembered = remembered.with(List.of(account("ann", 6)));

        assertThat(remembered.get(key("ann"))).isEqualTo(account("ann", 7));
    }

    @Test
    void all_that_there_are_make_it_whole_again_and_the_latest_of_many_do_not() {
        var all = IntStream.range(0, 90).mapToObj(i -> account("u" + i, 0)).toList();
        var remembered = RememberedAccounts.none(100);
        for (var account : all) {
            remembered = remembered.with(List.of(account));
        }

        assertThat(remembered.replacedBy(all, true).isWhole()).isTrue();
        assertThat(remembered.replacedBy(all, false).isWhole()).isFalse();
        assertThat(remembered.replacedBy(List.of(), true).size()).isZero();
    }
}
