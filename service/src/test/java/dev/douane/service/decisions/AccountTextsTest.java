package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTextsTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Budget SEARCH =
            account("search", "P&L", "product=search", true, "2800", NOVEMBER, DECEMBER, "1");

    private static Budget account(
            String name,
            String owner,
            String scope,
            boolean hard,
            String limit,
            Instant from,
            Instant until,
            String held) {
        return new Budget(
                name, owner, scope, hard, Money.parse(limit), Money.parse(held), Money.ZERO, from, until, NOVEMBER);
    }

    private static String text(Budget budget) {
        return AccountTexts.open(budget).getValue();
    }

    @Test
    void an_account_is_written_without_its_figures_as_an_object_that_is_not_closed() {
        assertThat(text(SEARCH))
                .isEqualTo(
                        "{\"name\":\"search\",\"scope\":\"product=search\",\"owner\":\"P&L\",\"hard\":true,\"limit\":\"2800\",\"from\":\"2026-11-01T00:00:00Z\",\"until\":\"2026-12-01T00:00:00Z\"");
    }

    @Test
    void what_was_written_before_is_taken_only_where_all_of_it_is_the_same() {
        var january = Instant.parse("2027-01-01T00:00:00Z");
        var kept = AccountTexts.open(SEARCH);

        assertThat(AccountTexts.open(account("search", "P&L", "product=search", true, "2800", NOVEMBER, DECEMBER, "7")))
                .isSameAs(kept);
        for (var other : List.of(
                account("search", "R&D", "product=search", true, "2800", NOVEMBER, DECEMBER, "1"),
                account("search", "P&L", "product=search", false, "2800", NOVEMBER, DECEMBER, "1"),
                account("search", "P&L", "product=search", true, "2801", NOVEMBER, DECEMBER, "1"),
                account("search", "P&L", "product=search", true, "2800", DECEMBER, january, "1"),
                account("search", "P&L", "product=search", true, "2800", NOVEMBER, january, "1"))) {
            assertThat(text(other)).isNotEqualTo(text(SEARCH));
            assertThat(text(SEARCH)).isEqualTo(kept.getValue());
        }
    }

    @Test
    void accounts_that_share_a_place_are_each_written_as_they_are() {
        var accounts = new ArrayList<Budget>();
        for (int user = 0; user < 20_000; user++) {
            accounts.add(account("seats", "IT", "user=" + user, true, "50", NOVEMBER, DECEMBER, "1"));
        }

        for (int round = 0; round < 2; round++) {
            for (var account : accounts) {
                assertThat(text(account)).contains("\"scope\":\"" + account.scope() + "\"");
            }
        }
    }
}
