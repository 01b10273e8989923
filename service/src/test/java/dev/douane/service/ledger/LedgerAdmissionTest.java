package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Options;
import dev.douane.service.BesideOthers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BesideOthers
class LedgerAdmissionTest {
    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void an_admitted_call_holds_its_estimate_in_every_budget_it_touches() {
        node.budget("all", "{}", "10", "soft", "charge");
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        node.budget("other", "{\"product\":\"other\"}", "1", "hard", "charge");

        var first = answer(node.admit(caller("search", "u1"), 1000));
        var second = answer(node.admit(caller("search", "u1"), 1000));

        assertThat(text(first)).isEqualTo("allow all=9.999000 search=0.999000");
        assertThat(text(second)).isEqualTo("allow all=9.998000 search=0.998000");
        assertThat(first.replayed()).isFalse();
        assertThat(database.number("select count(*) from budget_account")).isEqualTo(2);
        assertThat(database.number("select sum(held_nanos) from budget_account"))
                .isEqualTo(4_000_000);
    }

    @Test
    void the_next_view_knows_what_was_held() {
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        answer(node.admit(caller("search", "u1"), 1000));

        var seen = node.budgets.seen().touching(caller("search", "u2"), node.time.now());

        assertThat(seen)
                .singleElement()
                .satisfies(budget -> assertThat(budget.held()).hasToString("0.001000"));
    }

    @Test
    void exactly_as_many_calls_pass_as_fit_however_many_race() throws Exception {
        node.budget("search", "{\"product\":\"search\"}", "0.1", "hard", "charge"); // 100 calls of 0.001

        var passed = race(List.of(node), 64, 400);

        assertThat(passed).isEqualTo(100);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(100_000_000);
        assertThat(database.number("select count(*) from decision where verdict = 'deny'"))
                .isEqualTo(300);
    }

    @Test
    void exactly_as_many_calls_pass_as_fit_when_two_nodes_race() throws Exception {
        node.budget("search", "{\"product\":\"search\"}", "0.2", "hard", "charge");
        node.budget("soft", "{}", "0.01", "soft", "charge");
        node.budget("users", "{\"user\":\"each\"}", "0.1", "hard", "charge");
        try (var other = new TestLedger(database)) {
            other.refresh();

            var passed = race(List.of(node, other), 32, 600);

            assertThat(passed).isEqualTo(200);
            assertThat(
                            database.number(
                                    "select held_nanos from budget_account a join budget b on b.id = a.budget_id where b.name = 'search'"))
                    .isEqualTo(200_000_000);
        }
    }

    /** Returns how many were allowed of {@code calls} on each node. */
    private static long race(List<TestLedger> nodes, int threads, int calls) throws Exception {
        var asked = new ArrayList<Future<CompletionStage<Admitted>>>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < calls; i++) {
                for (var each : nodes) {
                    var user = "u" + i % 7;
                    asked.add(pool.submit(() -> each.admit(caller("search", user), 1000)));
                }
            }
            long passed = 0;
            for (var one : asked) {
                passed += text(answer(one.get())).startsWith("allow") ? 1 : 0;
            }
            return passed;
        }
    }

    @Test
    void a_per_seat_budget_has_an_account_per_user_and_one_for_those_who_do_not_say() {
        node.budget("seats", "{\"user\":\"each\"}", "0.002", "hard", "charge");

        var verdicts = new ArrayList<String>();
        for (var user : new String[] {"u1", "u1", "u1", "u2", null, null, null}) {
            verdicts.add(text(answer(node.admit(caller("search", user), 1000))));
        }

        assertThat(verdicts)
                .containsExactly(
                        "allow seats=0.001000",
                        "allow seats=0.000000",
                        "deny seats=0.000000",
                        "allow seats=0.001000",
                        "allow seats=0.001000",
                        "allow seats=0.000000",
                        "deny seats=0.000000");
        assertThat(database.number("select count(*) from budget_account where scope = 'user=(none)'"))
                .isEqualTo(1);
    }

    @Test
    void advice_and_calls_that_want_no_hold_are_recorded_and_hold_nothing() {
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        var noHold = new Options(Options.Mode.ENFORCE, true, java.time.Duration.ZERO, false, Options.Explain.REASONS);

        var advice = answer(node.ledger.admit(
                node.waiting(TestCatalog.question(caller("search", null), 1000, TestCatalog.advise()), null)));
        var unheld = answer(
                node.ledger.admit(node.waiting(TestCatalog.question(caller("search", null), 1000, noHold), null)));

        assertThat(text(advice)).isEqualTo("allow search=1.000000");
        assertThat(text(unheld)).isEqualTo("allow search=1.000000");
        assertThat(database.number("select count(*) from decision")).isEqualTo(2);
        assertThat(database.number("select count(*) from hold")).isZero();
    }

    @Test
    void advice_opens_no_account_and_counts_with_those_that_are_open() {
        node.budget("users", "{\"user\":\"each\"}", "0.0015", "hard", "charge");
        node.budget("providers", "{\"provider\":\"each\"}", "1", "hard", "charge");

        assertThat(text(advice("u1"))).isEqualTo("allow users=0.001500");
        assertThat(text(advice(null))).isEqualTo("allow users=0.001500");
        assertThat(database.number("select count(*) from budget_account")).isZero();
        assertThat(database.number("select count(*) from ledger_entry")).isZero();

        answer(node.admit(caller("search", "u1"), 1000));
        assertThat(text(advice("u1"))).isEqualTo("deny users=0.000500");
        assertThat(text(advice("u2"))).isEqualTo("allow users=0.001500");
        assertThat(database.number("select count(*) from budget_account where scope like 'user=%'"))
                .isEqualTo(1);
    }

    private Admitted advice(String user) {
        return answer(node.ledger.admit(
                node.waiting(TestCatalog.question(caller("search", user), 1000, TestCatalog.advise()), null)));
    }

    @Test
    void a_repeat_with_the_same_key_and_body_gets_the_first_answer_and_holds_once() {
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        var first = answer(node.ledger.admit(keyed("k1", "body")));
        var again = answer(node.ledger.admit(keyed("k1", "body")));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.answer()).isEqualTo(first.answer());
        assertThat(again.replayed()).isTrue();
        assertThat(database.number("select count(*) from decision")).isEqualTo(1);
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000);
    }

    @Test
    void repeats_that_arrive_together_on_two_nodes_are_one_decision() {
        node.budget("search", "{\"product\":\"search\"}", "1", "hard", "charge");
        try (var other = new TestLedger(database)) {
            other.refresh();
            var all = new ArrayList<CompletionStage<Admitted>>();
            for (int i = 0; i < 50; i++) {
                all.add(node.ledger.admit(keyed("same", "body")));
                all.add(other.ledger.admit(other.waiting(
                        TestCatalog.question(caller("search", null), 1000, Options.DEFAULT), key("same", "body"))));
            }

            assertThat(all.stream().map(one -> answer(one).id()).distinct()).hasSize(1);
            assertThat(all.stream().filter(one -> !answer(one).replayed())).hasSize(1);
        }
        assertThat(database.number("select held_nanos from budget_account")).isEqualTo(1_000_000);
    }

    @Test
    void the_same_key_with_another_body_is_refused_and_nothing_is_written() {
        answer(node.ledger.admit(keyed("k1", "body")));

        assertThatThrownBy(() -> answer(node.ledger.admit(keyed("k1", "other body"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.IDEMPOTENCY_CONFLICT));
        assertThat(database.number("select count(*) from decision")).isEqualTo(1);
    }

    private Waiting keyed(String key, String body) {
        return node.waiting(TestCatalog.question(caller("search", null), 1000, Options.DEFAULT), key(key, body));
    }

    private static IdempotencyKey key(String key, String body) {
        return new IdempotencyKey(key, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_call_of_the_next_month_opens_the_next_account() {
        node.budget("search", "{\"product\":\"search\"}", "0.001", "hard", "charge");
        node.time.set(java.time.Instant.parse("2026-11-30T23:59:59Z"));
        var last = answer(node.admit(caller("search", null), 1000));
        var tooMuch = answer(node.admit(caller("search", null), 1000));
        node.time.set(java.time.Instant.parse("2026-12-01T00:00:00Z"));
        var next = answer(node.admit(caller("search", null), 1000));

        assertThat(List.of(text(last), text(tooMuch), text(next)))
                .containsExactly("allow search=0.000000", "deny search=0.000000", "allow search=0.000000");
        assertThat(database.number("select count(*) from budget_account")).isEqualTo(2);
    }
}
