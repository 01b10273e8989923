package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestLedger.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.rules.usage.ExpectedCost;
import dev.douane.service.BesideOthers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What settled calls used tells what the next ones are expected to cost. An output token costs 1000 nano-units. */
@BesideOthers
class ExpectedAmountsTest {
    private static final int CAP = 4000;
    private static final EstimateTerms P95 = new EstimateTerms(EstimateTerms.Mode.EXPECTED, 950, 64, 50);

    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
        node.time.set(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Caller workflow(String name) {
        return new Caller(null, "search", null, name, null, null, null, null);
    }

    private static Question question(String workflow, int cap) {
        return TestCatalog.question(workflow(workflow), cap, Options.DEFAULT);
    }

    private void settled(String workflow, int times, int outputTokens) {
        for (int i = 0; i < times; i++) {
            var call = answer(node.admit(workflow(workflow), CAP));
            answer(node.ledger.settle(call.id(), new Settlement(Usage.of(0, 0, outputTokens), null, null)));
        }
    }

    private ExpectedCost expected(TestLedger node, String workflow, int cap, EstimateTerms terms) {
        var question = question(workflow, cap);
        var option = TestCatalog.plan(question, node.budgets.seen(), node.time.now())
                .best()
                .orElseThrow();
        return node.lengths
                .expected()
                .expected(question, option.deployment(), option.maxOutputTokens(), option.estimate(), terms);
    }

    @Test
    void a_workflow_that_was_seen_often_enough_is_expected_to_go_on_so_on_every_node() throws SQLException {
        settled("rewrite", 57, 100);
        settled("rewrite", 3, 3000);
        node.lengths.exchange();

        var own = expected(node, "rewrite", CAP, P95);
        assertThat(own.basis()).isEqualTo(ExpectedCost.Basis.WORKFLOW);
        assertThat(own.samples()).isEqualTo(60);
        assertThat(own.outputTokens()).isBetween(100, 105);
        assertThat(own.amount()).isEqualTo(new Money(own.outputTokens() * 1000L));

        try (var other = new TestLedger(database)) {
            other.time.set(node.time.now());
            other.lengths.exchange();
            assertThat(expected(other, "rewrite", CAP, P95)).isEqualTo(own);
            assertThat(expected(other, "rewrite", CAP, new EstimateTerms(EstimateTerms.Mode.EXPECTED, 990, 64, 50))
                            .outputTokens())
                    .isBetween(3000, 3150);
        }
    }

    @Test
    void one_that_was_not_is_expected_like_the_model_and_a_new_model_at_its_worst() throws SQLException {
        node.lengths.exchange();
        assertThat(expected(node, "rewrite", CAP, P95))
                .isEqualTo(new ExpectedCost(new Money(CAP * 1000L), ExpectedCost.Basis.WORST_CASE, CAP, 0));

        settled("rewrite", 49, 100);
        settled("answer", 30, 200);
        node.lengths.exchange();

        var unknown = expected(node, "draft", CAP, P95);
        assertThat(unknown.basis()).isEqualTo(ExpectedCost.Basis.MODEL);
        assertThat(unknown.samples()).isEqualTo(79);
        assertThat(unknown.outputTokens()).isBetween(200, 210);
        assertThat(expected(node, "rewrite", CAP, P95).basis()).isEqualTo(ExpectedCost.Basis.MODEL);
    }

    @Test
    void it_is_never_less_than_the_floor_nor_more_than_the_worst_case() throws SQLException {
        settled("rewrite", 60, 10);
        settled("answer", 60, 3000);
        node.lengths.exchange();

        assertThat(expected(node, "rewrite", CAP, P95).outputTokens()).isEqualTo(64);
        assertThat(expected(node, "rewrite", 50, P95).outputTokens()).isEqualTo(50);
        assertThat(expected(node, "answer", 1000, P95).amount()).isEqualTo(new Money(1000 * 1000L));
    }

    @Test
    void what_was_long_ago_fades_and_what_is_written_twice_adds_up() throws SQLException {
        settled("rewrite", 60, 100);
        node.lengths.exchange();
        settled("rewrite", 20, 100);
        node.lengths.exchange();
        assertThat(expected(node, "rewrite", CAP, P95).samples()).isEqualTo(80);

        node.time.set(node.time.now().plus(Duration.ofDays(14)));
        node.lengths.exchange();
        assertThat(expected(node, "rewrite", CAP, P95).basis()).isEqualTo(ExpectedCost.Basis.WORST_CASE);
        node.time.set(node.time.now().minus(Duration.ofDays(7)));
        node.lengths.exchange();
        assertThat(expected(node, "rewrite", CAP, new EstimateTerms(EstimateTerms.Mode.EXPECTED, 950, 64, 40))
                        .samples())
                .isEqualTo(40);
    }

    private void expecting(String budget) {
        database.execute(
                "update budget set estimate = 'expected', estimate_quantile = 950, estimate_floor = 64, estimate_warm_up = 50 where name = '"
                        + budget + "'");
        database.execute("update budget_account set version = version + 1, changed_at = clock_timestamp()");
        node.refresh();
    }

    @Test
    void an_account_that_expects_holds_less_carries_more_and_gives_back_what_it_held() throws SQLException {
        settled("rewrite", 60, 100);
        node.lengths.exchange();
        node.budget("expects", "{\"product\":\"search\"}", "0.004", "hard", "charge");
        node.budget("worst", "{}", "100", "hard", "charge");
        expecting("expects");
        var each = expected(node, "rewrite", CAP, P95).amount().nanos();
        var fit = 4_000_000 / each;

        var admitted = new ArrayList<UUID>();
        for (int i = 0; i < fit; i++) {
            var call = answer(node.admit(workflow("rewrite"), CAP));
            assertThat(TestLedger.text(call)).startsWith("allow");
            admitted.add(call.id());
        }
        assertThat(fit).isGreaterThan(30);
        assertThat(TestLedger.text(answer(node.admit(workflow("rewrite"), CAP))))
                .startsWith("deny");
        assertThat(held("expects")).isEqualTo(fit * each);
        assertThat(held("worst")).isEqualTo(fit * CAP * 1000);

        answer(node.ledger.voidHold(admitted.get(0)));
        answer(node.ledger.settle(admitted.get(1), new Settlement(Usage.of(0, 0, 90), null, null)));
        assertThat(held("expects")).isEqualTo((fit - 2) * each);
        assertThat(held("worst")).isEqualTo((fit - 2) * CAP * 1000);
        assertThat(TestLedger.text(answer(node.admit(workflow("rewrite"), CAP))))
                .startsWith("allow");
        node.time.set(node.time.now().plus(Duration.ofMinutes(30)));
        while (answer(node.ledger.expireDue()) > 0) {
            assertThat(node.ledger.isWorking()).isTrue();
        }
        assertThat(held("expects")).isZero();
        LedgerCheck.everythingAddsUp(database);
    }

    @Test
    void what_is_settled_without_usage_is_charged_where_it_was_held_as_it_was_held() throws SQLException {
        settled("rewrite", 60, 100);
        node.lengths.exchange();
        node.budget("expects", "{\"product\":\"search\"}", "1", "hard", "charge");
        node.budget("worst", "{}", "100", "hard", "charge");
        expecting("expects");
        var each = expected(node, "rewrite", CAP, P95).amount().nanos();

        var plain = answer(node.admit(workflow("rewrite"), CAP)).id();
        assertThat(answer(node.ledger.settle(plain, Settlement.BY_ESTIMATE)).charged())
                .as("the answer tells the largest")
                .isEqualTo(new Money(CAP * 1000L));
        assertThat(spent("expects")).isEqualTo(each);
        assertThat(spent("worst")).isEqualTo(CAP * 1000L);

        var reported = answer(node.admit(workflow("rewrite"), CAP)).id();
        answer(node.ledger.settle(reported, new Settlement(Usage.of(0, 0, 500), null, null, false)));
        answer(node.ledger.settle(reported, Settlement.BY_ESTIMATE));
        assertThat(spent("expects")).as("what was reported, where more").isEqualTo(each + 500_000);
        assertThat(spent("worst")).isEqualTo(2 * CAP * 1000L);

        answer(node.admit(workflow("rewrite"), CAP));
        node.time.set(node.time.now().plus(Duration.ofMinutes(30)));
        answer(node.ledger.expireDue());
        assertThat(spent("expects")).as("as an expiry does").isEqualTo(2 * each + 500_000);
        assertThat(held("expects")).isZero();
        LedgerCheck.everythingAddsUp(database);
    }

    private long spent(String budget) {
        return database.number(
                "select spent_nanos from budget_account a join budget b on b.id = a.budget_id where b.name = '" + budget
                        + "'");
    }

    private long held(String budget) {
        return database.number(
                "select held_nanos from budget_account a join budget b on b.id = a.budget_id where b.name = '" + budget
                        + "'");
    }

    @Test
    void the_last_call_may_cross_where_the_budget_says_so() {
        node.budget("crosses", "{\"product\":\"search\"}", "0.001", "hard", "charge");
        database.execute("update budget set overrun = 'last-call-may-cross' where name = 'crosses'");
        node.refresh();

        assertThat(TestLedger.text(answer(node.admit(workflow("rewrite"), CAP))))
                .startsWith("allow");
        assertThat(TestLedger.text(answer(node.admit(workflow("rewrite"), 1)))).startsWith("deny");
        assertThat(held("crosses")).isEqualTo(CAP * 1000L);
    }

    @Test
    void reports_and_settlements_without_usage_tell_nothing() throws SQLException {
        var running = answer(node.admit(workflow("rewrite"), CAP));
        answer(node.ledger.settle(running.id(), new Settlement(Usage.of(0, 0, 5), null, null, false)));
        answer(node.ledger.settle(answer(node.admit(workflow("rewrite"), CAP)).id(), Settlement.BY_ESTIMATE));
        node.lengths.exchange();

        assertThat(database.number("select count(*) from output_length")).isZero();
    }
}
