package dev.douane.rules.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountsSnapshotTest {
    private static final UUID BUDGET = new UUID(1, 1);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private static Account account(String user, long version) {
        return new Account(
                id(user),
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

    private static long id(String user) {
        return user.equals("often") ? 1_000_000 : 1 + Long.parseLong(user.substring(1));
    }

    @Test
    void however_many_there_are_about_so_many_are_remembered() {
        var snapshot = AccountsSnapshot.none(100);
        for (int i = 0; i < 10_000; i++) {
            snapshot = snapshot.with(List.of(account("u" + i, 0)));
            assertThat(snapshot.size()).isLessThanOrEqualTo(100);
        }

        assertThat(snapshot.isWhole()).isFalse();
        assertThat(snapshot.get(key("u9999"))).isNotNull();
        assertThat(snapshot.get(key("u9950"))).isNotNull();
        assertThat(snapshot.get(key("u1"))).isNull();
        assertThat(snapshot.get(id("u1"))).isNull();
    }

    @Test
    void nothing_is_missing_while_there_are_few() {
        var snapshot = AccountsSnapshot.none(100);
        for (int i = 0; i < 100; i++) {
            snapshot = snapshot.with(List.of(account("u" + i, 0)));
        }

        assertThat(snapshot.isWhole()).isTrue();
        assertThat(snapshot.size()).isEqualTo(100);
    }

    @Test
    void what_is_used_stays() {
        var snapshot = AccountsSnapshot.none(100);
        for (int i = 0; i < 1_000; i++) {
            snapshot = snapshot.with(List.of(account("u" + i, 0), account("often", i)));
            assertThat(snapshot.get(key("often"))).isEqualTo(account("often", i));
        }
    }

    @Test
    void an_older_picture_changes_nothing_whichever_generation_has_the_later() {
        var snapshot = AccountsSnapshot.none(10).with(List.of(account("u0", 7)));
        for (int i = 1; i < 6; i++) {
            snapshot = snapshot.with(List.of(account("u" + i, 0)));
        }

        snapshot = snapshot.with(List.of(account("u0", 6)));

        assertThat(snapshot.get(key("u0"))).isEqualTo(account("u0", 7));
    }

    @Test
    void all_that_there_are_make_it_whole_again_and_the_latest_of_many_do_not() {
        var all = IntStream.range(0, 90).mapToObj(i -> account("u" + i, 0)).toList();
        var snapshot = AccountsSnapshot.none(100);
        for (var account : all) {
            snapshot = snapshot.with(List.of(account));
        }

        assertThat(snapshot.replacedBy(all, true).isWhole()).isTrue();
        assertThat(snapshot.replacedBy(all, false).isWhole()).isFalse();
        assertThat(snapshot.replacedBy(List.of(), true).size()).isZero();
    }

    @Test
    void a_whole_reading_does_not_undo_what_was_committed_while_it_was_read() {
        var snapshot = AccountsSnapshot.none(100).with(List.of(account("u1", 8), account("u2", 3)));

        var renewed = snapshot.replacedBy(List.of(account("u1", 7), account("u2", 4)), true);

        assertThat(renewed.get(key("u1"))).isEqualTo(account("u1", 8));
        assertThat(renewed.get(key("u2"))).isEqualTo(account("u2", 4));
    }

    @Test
    void both_ways_of_finding_an_account_find_the_same_and_former_snapshots_stay_as_they_were() {
        var random = new Random(17);
        var snapshot = AccountsSnapshot.none(10_000);
        var latest = new HashMap<String, Account>();
        var former = new ArrayList<AccountsSnapshot>();
        for (int round = 0; round < 300; round++) {
            former.add(snapshot);
            var some = random.ints(1 + random.nextInt(5), 0, 400)
                    .distinct()
                    .mapToObj(i -> account("u" + i, random.nextInt(50)))
                    .toList();
            snapshot = snapshot.with(some);
            some.forEach(account -> latest.merge(
                    account.key().scope(), account, (one, other) -> other.version() >= one.version() ? other : one));
        }

        for (var account : latest.values()) {
            assertThat(snapshot.get(account.key())).isEqualTo(account);
            assertThat(snapshot.get(account.id())).isEqualTo(account);
        }
        assertThat(former.getFirst().size()).isZero();
        assertThat(former.get(1).size()).isLessThanOrEqualTo(5);
    }
}
