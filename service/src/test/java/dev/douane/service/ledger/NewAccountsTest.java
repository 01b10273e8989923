package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Options;
import dev.douane.rules.money.Money;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.AmendingBudgets;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Reach;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that may have a few accounts opened for values nobody named before. A user's budget carries two calls. */
@BesideOthers
class NewAccountsTest {
    private static final int MAY = 3;

    private final TestServer.Database database = TestServer.database();
    private final Map<String, Integer> opened = new HashMap<>();
    private TestLedger node;

    @BeforeEach
    void aLimit() {
        var config = new TestLedger.TestConfig();
        config.openings = this::take;
        node = new TestLedger(database, config, connections -> connections);
        node.time.set(Instant.parse("2026-11-20T00:00:00Z"));
        node.budget("users", "{\"user\":\"each\"}", "0.002", "hard", "charge");
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    private synchronized void take(String key, int accounts, String first) {
        if (opened.getOrDefault(key, 0) + accounts > MAY) {
            throw new ProblemException(ProblemType.TOO_MANY_SCOPES, first);
        }
        opened.merge(key, accounts, Integer::sum);
    }

    private CompletionStage<Admitted> ask(String key, String user, int tokens) {
        var asked = node.call(caller("search", user), tokens);
        var holder = new KeyHolder(key, null, Reach.UNLIMITED);
        return node.ledger.admit(new Waiting(
                asked.id(),
                asked.plan(),
                asked.ahead(),
                holder,
                asked.idempotency(),
                asked.patience(),
                asked.recording()));
    }

    private void isRefused(CompletionStage<Admitted> asked, String what) {
        assertThatThrownBy(() -> answer(asked))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_SCOPES))
                .hasMessageContaining(what);
    }

    private long accounts() {
        return database.number("select count(*) from budget_account");
    }

    @Test
    void who_names_too_many_is_refused_and_all_others_are_answered() {
        var asked =
                IntStream.range(0, 6).mapToObj(i -> ask("one", "u" + i, 1000)).toList();
        var other = ask("other", "u9", 1000);

        assertThat(asked.stream().filter(NewAccountsTest::isAnswered)).hasSize(MAY);
        assertThat(text(answer(other))).isEqualTo("allow users=0.001000");
        isRefused(ask("one", "u8", 1000), "Budget (users) has no account for user=u8 yet");
        assertThat(accounts()).isEqualTo(MAY + 1);
        assertThat(database.number("select count(*) from decision")).isEqualTo(MAY + 1);
        assertThat(node.metrics.get("douane.ledger.new.accounts").counter().count())
                .isEqualTo(MAY + 1);
    }

    private static boolean isAnswered(CompletionStage<Admitted> asked) {
        try {
            return text(answer(asked)).startsWith("allow");
        } catch (ProblemException refused) {
            assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_SCOPES);
            return false;
        }
    }

    @Test
    void who_is_known_is_no_newcomer_whoever_named_them_and_whatever_month_it_is() {
        for (int i = 0; i < MAY; i++) {
            answer(ask("one", "u" + i, 1000));
        }
        answer(ask("other", "zoe", 1000));

        assertThat(text(answer(ask("one", "zoe", 1000)))).isEqualTo("allow users=0.000000");
        node.time.set(Instant.parse("2026-12-01T00:00:00Z"));
        for (int i = 0; i < MAY; i++) {
            assertThat(text(answer(ask("one", "u" + i, 1000)))).isEqualTo("allow users=0.001000");
        }
        isRefused(ask("one", "u" + MAY, 1000), "user=u3");
        assertThat(opened).isEqualTo(Map.of("one", MAY, "other", 1));
    }

    @Test
    void a_budget_with_one_account_is_for_nobody_new() {
        opened.put("one", MAY);
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        node.budget("all", "{}", "1", "soft", "charge");

        isRefused(ask("one", "u1", 1000), "user=u1");
        answer(ask("other", "u1", 1000));
        assertThat(text(answer(ask("one", "u1", 1000)))).startsWith("allow");
        assertThat(opened).containsEntry("other", 1);
    }

    @Test
    void what_does_not_fit_opens_nothing_and_counts_as_nothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(text(answer(ask("one", "u" + i, 3000)))).isEqualTo("deny users=0.002000");
        }
        answer(node.ledger.admit(
                node.waiting(TestCatalog.question(caller("search", "ann"), 1000, TestCatalog.advise()), null)));

        assertThat(opened).isEmpty();
        assertThat(accounts()).isZero();
        assertThat(text(answer(ask("one", "u1", 1000)))).isEqualTo("allow users=0.001000");
    }

    @Test
    void what_fits_since_somebody_raised_the_amount_elsewhere_is_let_through() {
        new AmendingBudgets(database, node.time).amount("users", Money.parse("0.003"));

        assertThat(text(answer(ask("one", "u1", 3000)))).isEqualTo("allow users=0.000000");
    }

    @Test
    void what_was_refused_leaves_its_idempotency_key_to_the_repeat() {
        opened.put(GatewaysLedger.GATEWAY.key(), MAY);
        isRefused(node.ledger.admit(keyed()), "user=ann");
        answer(ask("other", "ann", 1000));

        var again = answer(node.ledger.admit(keyed()));

        assertThat(again.replayed()).isFalse();
        assertThat(text(again)).isEqualTo("allow users=0.000000");
    }

    private Waiting keyed() {
        return node.waiting(
                TestCatalog.question(caller("search", "ann"), 1000, Options.DEFAULT),
                new IdempotencyKey("key", "body".getBytes(StandardCharsets.UTF_8)));
    }
}
