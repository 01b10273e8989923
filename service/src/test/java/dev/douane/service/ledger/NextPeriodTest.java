package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Options;
import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a call that does not fit will fit: what the next period surely has, not what this one happens to have. The call holds 0.001. */
@BesideOthers
class NextPeriodTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    private final TestServer.Database database = TestServer.database();
    private TestLedger node;

    @BeforeEach
    void start() {
        node = new TestLedger(database);
        node.time.set(NOW);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void budget(String amount) {
        TestLedger.addBudget(database, "search", "{\"product\":\"search\"}", amount, "hard", "charge");
    }

    /** The account of the month, with nothing left of its limit. */
    private void usedUp(String limit) {
        database.execute("""
                insert into budget_account (budget_id, scope, period_start, period_end, owner, hard, releases, limit_nanos, spent_nanos)
                select id, 'product=search', '2026-11-01Z', '2026-12-01Z', 'P&L', true, false, %s * 1000000000::bigint,
                    %s * 1000000000::bigint from budget""".formatted(limit, limit));
    }

    private void amendment(String effectiveAt, String changes) {
        database.execute("""
                insert into budget_amendment select id, 1, 'next-period', '%s', '%s', 'why', now(), 'finn' from budget""".formatted(effectiveAt, changes));
    }

    private Optional<Instant> freesUpAt() {
        node.refresh();
        var question = TestCatalog.question(TestCatalog.caller("search", null), 1000, Options.DEFAULT);
        var option = TestCatalog.plan(question, node.budgets.seen(), NOW).best().orElseThrow();
        var seen = node.budgets.seen();
        var touched = seen.terms().matching(question.caller(), NOW);
        var accounts = Accounts.of(seen, List.of());
        var asked = touched.stream()
                .map(each -> new Asked(each, accounts.exact(each, NOW)))
                .toList();
        var headroom = new TermsHeadroom(question, asked, node.lengths.expected());
        assertThat(headroom.tooTight(option)).hasSize(1);
        return headroom.freesUpAt(option, headroom.tooTight(option));
    }

    @Test
    void the_next_period_has_the_budgets_amount() {
        budget("0.001");
        usedUp("0.001");

        assertThat(freesUpAt()).contains(DECEMBER);
    }

    @Test
    void what_came_from_the_period_before_does_not_come_again() {
        budget("0.0005");
        usedUp("0.002");

        assertThat(freesUpAt()).isEmpty();
    }

    @Test
    void an_override_is_of_its_time() {
        budget("0.0005");
        usedUp("0.0015");
        database.execute("""
                insert into budget_override select id, 1, null, 1000000, '2026-11-21Z', '2026-11-22Z', 'why', now(), 'finn' from budget""");
        database.execute("insert into budget_override_step select id, 1, 'approve', null, now(), 'ada' from budget");
        database.execute("update budget_account set limit_nanos = 500000");

        assertThat(freesUpAt()).isEmpty();
    }

    @Test
    void an_amendment_that_waits_counts_up_and_down() {
        budget("0.0005");
        usedUp("0.0005");
        amendment("2026-12-01Z", "{\"amount\": \"0.01\"}");
        assertThat(freesUpAt()).contains(DECEMBER);

        database.execute("alter table budget_amendment disable trigger all");
        database.execute("delete from budget_amendment");
        database.execute("alter table budget_amendment enable trigger all");
        database.execute("update budget set amount_nanos = 10000000");
        database.execute("update budget_account set limit_nanos = 10000000, spent_nanos = 10000000, version = 1");
        amendment("2026-12-01Z", "{\"amount\": \"0.0005\"}");
        assertThat(freesUpAt()).isEmpty();
    }

    @Test
    void a_budget_that_will_be_soft_or_closed_stands_in_nobodys_way() {
        budget("0.0005");
        usedUp("0.0005");
        amendment("2026-12-01Z", "{\"closed\": true}");

        assertThat(freesUpAt()).contains(DECEMBER);
    }

    @Test
    void nor_does_one_whose_only_window_will_be_over() {
        budget("0.0005");
        database.execute("""
                update budget set period_unit = 'once', window_start = '2026-11-01Z', window_end = '2026-12-01Z'""");
        usedUp("0.0005");

        assertThat(freesUpAt()).contains(DECEMBER);
    }
}
