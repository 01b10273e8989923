package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Timeline;
import dev.douane.service.BesideOthers;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.SettableTime;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Amendments, overrides and what accounts are opened with, on a real PostgreSQL. */
@BesideOthers
class BudgetChangesTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-21T10:00:00Z");

    private final TestServer.Database server = TestServer.database();
    private final DataSource database = server.source();
    private final SettableTime time = new SettableTime();
    private final Budgets node = new Budgets(database, time, Duration.ofSeconds(1), 1_000);
    private final Amendments amendments = new Amendments(database, time);
    private final Proposals proposals =
            new Proposals(database, time, new ApprovalPolicy(BudgetConfig.Approval.ABOVE, 20, Duration.ofDays(7)));
    private final Overrides overrides = new Overrides(database, time);
    private final UUID budget = UUID.randomUUID();

    @BeforeEach
    void aBudgetOfTenAMonth() throws SQLException {
        time.set(NOVEMBER);
        server.execute("""
                insert into budget values ('%s', 'b', 'Ann', 10000000000, 'USD', '{}', 'month', 'UTC', 'hard', 'charge', now(), 'test')""".formatted(budget));
        node.reload();
    }

    private static Changes amount(String amount) {
        return new Changes(null, Money.parse(amount), null, null, null, null, null, null, null);
    }

    private static Changes rollover(Rollover rollover) {
        return new Changes(null, null, null, null, null, null, rollover, null, null);
    }

    private Amendments.Amended amend(Changes changes, boolean atOnce) throws SQLException {
        var amended = amendments.amend(budget, new Amendments.Wish(changes, atOnce, "because", null), "finn");
        node.reload();
        return amended;
    }

    /** Opens the account of the moment, as a node does that has the picture {@code seen}. */
    private AccountSnapshot open(BudgetsSnapshot seen) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var written =
                    AccountOpening.open(connection, time.now(), seen.terms().matching(Caller.UNKNOWN, time.now()));
            connection.commit();
            node.saw(written);
            return written.accounts().getFirst();
        }
    }

    private void spend(long account, String amount) {
        server.execute("""
                update budget_account set spent_nanos = spent_nanos + %d, version = version + 1, changed_at = clock_timestamp()
                where id = %d""".formatted(Money.parse(amount).nanos(), account));
    }

    private Money limit() {
        return node.seen().touching(Caller.UNKNOWN, time.now()).getFirst().limit();
    }

    private void figuresAreSums() {
        assertThat(server.number("""
                select count(*) from budget_account a where a.limit_nanos <> (
                    select coalesce(sum(l), 0) from ledger_entry e, unnest(e.accounts, e.limits) as x (account, l)
                    where x.account = a.id)""")).isZero();
    }

    @Test
    void a_picture_gets_older_though_the_clock_is_set_back() throws SQLException {
        var nanos = new AtomicLong(42);
        var seen = new Budgets(database, time, nanos::get, Duration.ofSeconds(1), 1_000);
        assertThat(seen.age()).isEmpty();

        seen.refresh();
        assertThat(seen.age()).contains(Duration.ZERO);
        time.set(NOVEMBER.minus(Duration.ofHours(1)));
        nanos.addAndGet(6_000_000_000L);
        assertThat(seen.age()).contains(Duration.ofSeconds(6));
        time.set(NOVEMBER.plus(Duration.ofSeconds(7)));
        assertThat(seen.age()).contains(Duration.ofSeconds(7));

        seen.refresh();
        assertThat(seen.age()).contains(Duration.ZERO);
    }

    @Test
    void an_amendment_at_once_changes_the_open_account_and_is_an_entry_of_the_ledger() throws Exception {
        var before = open(node.seen());
        spend(before.id(), "6");

        amend(amount("4"), true);

        var after = open(node.seen());
        assertThat(after.limit()).isEqualTo(Money.parse("4"));
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(server.number("select sum(l) from ledger_entry, unnest(limits) l where kind = 'amend'"))
                .isEqualTo(-6_000_000_000L);
        assertThat(node.seen().touching(Caller.UNKNOWN, time.now()).getFirst().left())
                .isEqualTo(Money.ZERO);
        figuresAreSums();
    }

    @Test
    void an_amendment_of_the_next_period_leaves_this_one_alone_on_every_node() throws Exception {
        open(node.seen());

        var amended = amend(amount("25"), false);

        assertThat(amended.effectiveAt()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(open(node.seen()).limit()).isEqualTo(Money.parse("10"));
        time.set(amended.effectiveAt());
        assertThat(open(node.seen()).limit()).isEqualTo(Money.parse("25"));
        figuresAreSums();
    }

    @Test
    void an_amendment_at_once_does_not_undo_another_that_waits() throws Exception {
        amend(amount("25"), false);
        amend(rollover(new Rollover.Carry()), true);
        open(node.seen());

        time.set(Instant.parse("2026-12-05T00:00:00Z"));

        assertThat(open(node.seen()).limit()).as("25 and the 10 of November").isEqualTo(Money.parse("35"));
    }

    @Test
    void a_node_that_has_not_heard_of_an_amendment_opens_accounts_with_the_new_terms() throws Exception {
        var stale = node.seen();
        amend(amount("3"), true);

        assertThat(open(stale).limit()).isEqualTo(Money.parse("3"));
    }

    @Test
    void another_zone_begins_where_the_old_period_ends() throws Exception {
        open(node.seen());
        var tokyo = Period.of(Period.Unit.WEEK, ZoneId.of("Asia/Tokyo"));

        amend(new Changes(null, null, tokyo, null, null, null, null, null, null), false);

        assertThat(span(NOVEMBER))
                .isEqualTo(
                        new Period.Span(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z")));
        assertThat(span(Instant.parse("2026-12-01T00:00:00Z")))
                .isEqualTo(
                        new Period.Span(Instant.parse("2026-12-01T00:00:00Z"), Instant.parse("2026-12-06T15:00:00Z")));
        assertThat(span(Instant.parse("2026-12-06T15:00:00Z")).end()).isEqualTo("2026-12-13T15:00:00Z");
    }

    private Period.Span span(Instant at) {
        return node.seen().terms().matching(Caller.UNKNOWN, at).getFirst().span();
    }

    @Test
    void what_is_left_comes_into_the_next_period_through_months_without_a_call_and_up_to_the_cap() throws Exception {
        amend(rollover(new Rollover.Capped(Money.parse("15"))), true);
        spend(open(node.seen()).id(), "7.5");

        time.set(Instant.parse("2026-12-03T00:00:00Z"));
        assertThat(open(node.seen()).limit()).as("10 and 2.5 left").isEqualTo(Money.parse("12.5"));
        time.set(Instant.parse("2027-02-03T00:00:00Z"));
        assertThat(open(node.seen()).limit()).as("10 and of 22.5 left the cap").isEqualTo(Money.parse("25"));
        assertThat(server.number("select carry_nanos from budget_account where period_start = '2027-02-01T00:00:00Z'"))
                .isEqualTo(15_000_000_000L);
        figuresAreSums();
    }

    @Test
    void the_first_account_has_nothing_to_carry() throws Exception {
        amend(rollover(new Rollover.Carry()), true);

        assertThat(open(node.seen()).limit()).isEqualTo(Money.parse("10"));
    }

    @Test
    void an_owner_changes_with_the_next_period_and_history_stays_with_the_one_before() throws Exception {
        open(node.seen());
        amend(new Changes("Bob", null, null, null, null, null, null, null, null), false);
        time.set(Instant.parse("2026-12-01T00:00:00Z"));
        open(node.seen());

        try (var connection = database.getConnection()) {
            assertThat(BudgetTable.accountsOf(connection, budget, NOVEMBER, "", 10))
                    .extracting(BudgetTable.AccountRow::owner)
                    .containsExactly("Ann");
            assertThat(BudgetTable.accountsOf(connection, budget, time.now(), "", 10))
                    .extracting(BudgetTable.AccountRow::owner)
                    .containsExactly("Bob");
        }
    }

    @Test
    void a_closed_budget_touches_no_call_and_can_be_opened_again() throws Exception {
        amend(new Changes(null, null, null, null, null, null, null, null, true), true);
        assertThat(node.seen().touching(Caller.UNKNOWN, time.now())).isEmpty();

        amend(new Changes(null, null, null, null, null, null, null, null, false), true);
        assertThat(node.seen().touching(Caller.UNKNOWN, time.now())).hasSize(1);
    }

    @Test
    void the_same_request_again_is_the_amendment_that_is_there_and_an_outdated_one_is_refused() throws Exception {
        var first = amend(amount("4"), true);
        var again = amend(amount("4"), true);

        assertThat(first.isNew()).isTrue();
        assertThat(again.isNew()).isFalse();
        assertThat(again.number()).isEqualTo(first.number());
        assertThatThrownBy(() -> amendments.amend(budget, new Amendments.Wish(amount("5"), true, "because", 0), "fay"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT));
        assertThatThrownBy(() -> amendments.amend(budget, new Amendments.Wish(amount("4"), true, "again", null), "fay"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNPROCESSABLE));
    }

    @Test
    void nothing_is_settled_about_the_next_period_in_the_last_minute_of_this_one() {
        time.set(Instant.parse("2026-11-30T23:59:30Z"));

        assertThatThrownBy(() -> amend(amount("4"), false)).hasMessageContaining("Ask again after it");
    }

    @Test
    void amendments_stay_as_they_were_written() throws Exception {
        amend(amount("4"), true);

        assertThatThrownBy(() -> server.execute("update budget_amendment set why = 'other'"))
                .hasStackTraceContaining("budget_amendment");
    }

    private static Overrides.Wish extra(String amount) {
        return new Overrides.Wish(
                Money.parse(amount), null, NOVEMBER.plusSeconds(60), NOVEMBER.plusSeconds(120), "launch");
    }

    @Test
    void an_override_counts_once_somebody_else_approved_it_and_ends_by_the_clock() throws Exception {
        open(node.seen());
        var proposed = overrides.propose(budget, extra("5"), "finn");
        assertThat(proposed.isNew()).isTrue();
        var again = overrides.propose(budget, extra("5"), "finn");
        assertThat(again.isNew()).isFalse();
        assertThat(again.override().number()).isEqualTo(1);
        node.reload();
        time.set(NOVEMBER.plusSeconds(60));
        assertThat(limit()).isEqualTo(Money.parse("10"));

        assertThatThrownBy(() -> overrides.approve(budget, proposed.override().number(), null, "finn"))
                .hasMessageContaining("somebody else");
        overrides.approve(budget, proposed.override().number(), "fine", "ada");
        node.reload();

        assertThat(limit()).isEqualTo(Money.parse("15"));
        time.set(NOVEMBER.plusSeconds(119));
        assertThat(limit()).isEqualTo(Money.parse("15"));
        time.set(NOVEMBER.plusSeconds(120));
        assertThat(limit()).isEqualTo(Money.parse("10"));
        assertThat(overrides.of(budget, 2, 10))
                .extracting(override -> override.state(time.now()))
                .containsExactly("over");
        assertThat(server.number("select version from budget_account")).isZero();
    }

    @Test
    void an_override_from_now_on_that_is_proposed_again_a_little_later_is_the_one_that_is_there() throws Exception {
        var fromNow = new Overrides.Wish(Money.parse("5"), null, null, NOVEMBER.plusSeconds(600), "launch");
        var first = overrides.propose(budget, fromNow, "finn");
        time.set(NOVEMBER.plusSeconds(3));

        var again = overrides.propose(budget, fromNow, "finn");
        var byAnother = overrides.propose(budget, fromNow, "fay");
        var fromThen = overrides.propose(
                budget,
                new Overrides.Wish(
                        Money.parse("5"), null, NOVEMBER.plusSeconds(5), NOVEMBER.plusSeconds(600), "launch"),
                "finn");

        assertThat(first.override().from()).isEqualTo(NOVEMBER);
        assertThat(again.isNew()).isFalse();
        assertThat(again.override()).isEqualTo(first.override());
        assertThat(byAnother.isNew()).isTrue();
        assertThat(fromThen.isNew()).isTrue();
    }

    @Test
    void who_approved_and_who_revoked_said_why() throws Exception {
        overrides.propose(budget, extra("5"), "finn");
        overrides.approve(budget, 1, "fine with me", "ada");
        overrides.revoke(budget, 1, "not needed", "finn");

        var shown = BudgetHistory.OverrideView.of(
                overrides.of(budget, 2, 1).getFirst(), ScopeSelector.of(Map.of()), time.now(), TestKeys.unknown());

        assertThat(shown.approvedWhy()).isEqualTo("fine with me");
        assertThat(shown.revokedWhy()).isEqualTo("not needed");
    }

    @Test
    void history_is_read_page_by_page_to_its_end() throws Exception {
        for (int i = 1; i <= 5; i++) {
            amend(amount("" + i), true);
        }
        for (int i = 1; i <= 3; i++) {
            overrides.propose(budget, extra("" + i), "finn");
        }
        var amended = new ArrayList<Integer>();
        for (int i = 1; i <= 4; i++) {
            proposals.ask(budget, new Amendments.Wish(amount("5" + i), true, "more", null), "finn");
        }
        var overridden = new ArrayList<Integer>();
        var proposed = new ArrayList<Integer>();
        var cursor = Optional.<String>empty();
        do {
            var from = BudgetHistory.Place.of(PageRequest.of(cursor.orElse(null), "2"));
            var page = BudgetHistory.page(
                    from,
                    2,
                    amendments.of(budget, from.amendment(), 3),
                    overrides.of(budget, from.override(), 3).stream()
                            .map(each -> BudgetHistory.OverrideView.of(
                                    each, ScopeSelector.of(Map.of()), time.now(), TestKeys.unknown()))
                            .toList(),
                    proposals.of(budget, from.proposal(), 3).stream()
                            .map(each -> BudgetProposalView.of(each, time.now(), TestKeys.unknown()))
                            .toList(),
                    TestKeys.unknown());
            page.amendments().forEach(each -> amended.add(each.number()));
            page.overrides().forEach(each -> overridden.add(each.number()));
            page.proposals().forEach(each -> proposed.add(each.number()));
            cursor = Optional.ofNullable(page.next());
        } while (cursor.isPresent());

        assertThat(amended).containsExactly(5, 4, 3, 2, 1);
        assertThat(overridden).containsExactly(3, 2, 1);
        assertThat(proposed).containsExactly(4, 3, 2, 1);
    }

    @Test
    void what_would_be_carried_is_known_before_the_account_is_opened() throws Exception {
        amend(rollover(new Rollover.Carry()), true);
        spend(open(node.seen()).id(), "7.5");
        time.set(Instant.parse("2026-12-03T00:00:00Z"));
        try (var connection = database.getConnection()) {
            var timeline = TimelineTable.find(connection, budget).orElseThrow();
            var key = new AccountKey(
                    budget, "everything", timeline.span(time.now()).start());

            assertThat(AccountOpening.carry(connection, timeline, key)).isEqualTo(Money.parse("2.5"));
        }
        assertThat(open(node.seen()).limit()).isEqualTo(Money.parse("12.5"));
    }

    @Test
    void what_would_have_been_carried_at_a_time_is_worked_out_of_what_was_known_then() throws Exception {
        amend(rollover(new Rollover.Carry()), true);
        var november = open(node.seen()).id();
        settle(november, "2");
        time.set(Instant.parse("2026-12-03T00:00:00Z"));
        var then = time.now();
        time.set(then.plusSeconds(1));
        settle(november, "5.5");
        var december = new AccountKey(budget, "everything", Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(PastAccounts.carry(database, known(then), december, then))
                .as("settled since, it was not known yet")
                .isEqualTo(Money.parse("8"));
        assertThat(PastAccounts.carry(database, known(time.now()), december, time.now()))
                .isEqualTo(Money.parse("2.5"));
        time.set(Instant.parse("2027-01-03T00:00:00Z"));
        open(node.seen());
        var january = new AccountKey(budget, "everything", Instant.parse("2027-01-01T00:00:00Z"));
        var february = new AccountKey(budget, "everything", Instant.parse("2027-02-01T00:00:00Z"));
        assertThat(PastAccounts.carry(database, known(then), january, then))
                .as("December was not opened, and left its ten")
                .isEqualTo(Money.parse("18"));
        assertThat(PastAccounts.carry(database, known(then), february, then))
                .as("January was opened since")
                .isEqualTo(Money.parse("28"));
    }

    @Test
    void what_was_decided_since_was_not_known_at_a_time() throws Exception {
        amend(amount("8"), true);
        time.set(NOVEMBER.plusSeconds(60));
        overrides.propose(budget, extra("2"), "finn");
        overrides.approve(budget, 1, null, "ada");
        var then = time.now();
        time.set(then.plusSeconds(1));
        overrides.propose(budget, extra("5"), "finn");
        overrides.approve(budget, 2, null, "ada");
        overrides.revoke(budget, 1, null, "ada");
        amend(amount("7"), false);
        amend(amount("6"), true);

        var known = known(then);

        assertThat(known.at(then).terms().amount()).isEqualTo(Money.parse("8"));
        assertThat(known.changesAfter(then)).isNull();
        assertThat(known.extra("everything", then))
                .as("revoked since, it ran then")
                .isEqualTo(Money.parse("2"));
        assertThat(known(time.now()).extra("everything", time.now())).isEqualTo(Money.parse("5"));
        assertThat(known(time.now()).changesAfter(time.now())).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(known(NOVEMBER.minusSeconds(1)).at(then).terms().amount()).isEqualTo(Money.parse("10"));
    }

    /** As {@link #spend}, with its entry. */
    private void settle(long account, String amount) throws SQLException {
        spend(account, amount);
        var nanos = Money.parse(amount).nanos();
        try (var connection = database.getConnection()) {
            LedgerEntries.append(
                    connection,
                    LedgerBatch.of(time.now()),
                    List.of(Movement.of(
                            Movement.Kind.SETTLE,
                            Movement.HOUSE,
                            UUID.randomUUID(),
                            List.of(Movement.Posting.of(account, 0, nanos)))));
        }
    }

    private Timeline known(Instant then) throws SQLException {
        try (var connection = database.getConnection()) {
            return TimelineTable.known(connection, budget, then).orElseThrow();
        }
    }

    @Test
    void a_budget_of_nothing_is_over_once_anything_is_spent_in_lists_as_on_its_page() throws Exception {
        amend(amount("0"), true);
        var account = open(node.seen()).id();
        assertThat(usedInList()).isEqualByComparingTo("1");

        spend(account, "0.90");

        assertThat(usedInList()).isEqualByComparingTo("900000001");
        try (var connection = database.getConnection()) {
            var row = BudgetTable.accountsOf(connection, budget, time.now(), "", 1)
                    .getFirst();
            assertThat(BudgetDetail.Account.of(row, ScopeSelector.of(Map.of()), Money.ZERO)
                            .usedFraction())
                    .isEqualByComparingTo("900000001");
        }
    }

    private BigDecimal usedInList() throws SQLException {
        try (var connection = database.getConnection()) {
            var timeline = TimelineTable.find(connection, budget).orElseThrow();
            var figures = BudgetFigures.of(connection, List.of(timeline), time.now());
            return Objects.requireNonNull(figures.get(budget)).used();
        }
    }

    @Test
    void so_many_overrides_of_a_budget_stand_at_a_time_and_one_that_is_revoked_makes_room() throws Exception {
        for (int i = 1; i <= Overrides.STANDING_MAX; i++) {
            assertThat(overrides.propose(budget, extra("" + i), "key " + i % 4).isNew())
                    .isTrue();
        }

        assertThat(overrides.propose(budget, extra("1"), "key 1").override().number())
                .as("a repeat needs no room")
                .isOne();
        assertThatThrownBy(() -> overrides.propose(budget, extra("1000"), "finn"))
                .hasMessageContaining("100 overrides of this budget are proposed or run, 0 of this key: at most 100");
        overrides.revoke(budget, 1, null, "finn");
        assertThat(overrides.propose(budget, extra("1000"), "finn").override().number())
                .isEqualTo(Overrides.STANDING_MAX + 1);
    }

    @Test
    void so_many_changes_of_a_budget_wait_at_a_time_and_one_that_is_taken_back_makes_room() throws Exception {
        for (int i = 1; i <= Proposals.WAITING_MAX; i++) {
            ask(amount("" + (100 + i)), "key " + i % 4);
        }

        assertThat(ask(amount("101"), "key 1").proposed())
                .satisfies(same ->
                        assertThat(Objects.requireNonNull(same).number()).isOne());
        assertThatThrownBy(() -> ask(amount("1000"), "finn"))
                .hasMessageContaining("100 changes of this budget wait for somebody else, 0 of this key");
        proposals.reject(budget, 1, null, "finn");
        assertThat(ask(amount("1000"), "finn").proposed())
                .satisfies(next ->
                        assertThat(Objects.requireNonNull(next).number()).isEqualTo(Proposals.WAITING_MAX + 1));
        assertThat(proposals.waiting(budget, time.now())).hasSize(Proposals.WAITING_MAX);
    }

    @Test
    void no_key_takes_all_the_room_there_is() throws Exception {
        for (int i = 1; i <= Proposals.WAITING_OF_KEY_MAX; i++) {
            overrides.propose(budget, extra("" + i), "mallory");
            ask(amount("" + (100 + i)), "mallory");
        }

        assertThatThrownBy(() -> overrides.propose(budget, extra("1000"), "mallory"))
                .hasMessageContaining("25 of this key: at most 100, and 25 of a key");
        assertThatThrownBy(() -> ask(amount("1000"), "mallory"))
                .hasMessageContaining("25 of this key: at most 100, and 25 of a key");
        assertThat(overrides.propose(budget, extra("1000"), "finn").isNew()).isTrue();
        assertThat(ask(amount("1000"), "finn").proposed()).isNotNull();
    }

    @Test
    void a_key_amends_a_budget_so_often_in_a_day_and_may_close_it_all_the_same() throws Exception {
        for (int i = 0; i < Amendments.A_DAY_AND_KEY_MAX; i++) {
            ask(amount(i % 2 == 0 ? "9" : "10"), "mallory");
        }

        assertThatThrownBy(() -> ask(amount("9"), "mallory"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
                    assertThat(refused.retryAfter()).contains(Duration.ofDays(1));
                });
        assertThat(ask(amount("8"), "finn").amended()).isNotNull();
        assertThat(ask(new Changes(null, null, null, null, null, null, null, null, true), "mallory")
                        .proposed())
                .isNotNull();
        time.set(NOVEMBER.plus(Duration.ofDays(1)));
        assertThat(ask(amount("7"), "mallory").amended()).isNotNull();
    }

    private Proposals.Asked ask(Changes changes, String by) throws SQLException {
        return proposals.ask(budget, new Amendments.Wish(changes, true, "because", null), by);
    }

    @Test
    void a_revoked_override_adds_nothing_and_cannot_be_approved() throws Exception {
        var proposed = overrides.propose(budget, extra("5"), "finn");
        overrides.approve(budget, proposed.override().number(), null, "ada");
        overrides.revoke(budget, proposed.override().number(), "not needed", "finn");
        node.reload();
        time.set(NOVEMBER.plusSeconds(60));

        assertThat(limit()).isEqualTo(Money.parse("10"));
        assertThatThrownBy(() -> overrides.approve(budget, proposed.override().number(), null, "eve"))
                .hasMessageContaining("revoked");
    }

    @Test
    void the_database_itself_refuses_that_somebody_approves_his_own_override() throws Exception {
        overrides.propose(budget, extra("5"), "finn");

        assertThatThrownBy(() -> server.execute("""
                        insert into budget_override_step (budget_id, number, action, taken_at, taken_by)
                        values ('%s', 1, 'approve', now(), 'finn')""".formatted(budget)))
                .hasStackTraceContaining("must be approved by somebody else");
    }

    @Test
    void nothing_is_read_anew_while_the_counter_of_changes_stands() throws Exception {
        node.refresh();
        var before = server.number("select number from budget_revision");
        amendments.amend(budget, new Amendments.Wish(amount("4"), true, "because", null), "finn");

        assertThat(server.number("select number from budget_revision")).isGreaterThan(before);
        node.refresh();
        assertThat(limit()).isEqualTo(Money.parse("4"));
    }

    @Test
    void what_was_committed_long_after_it_was_written_is_found_by_looking_back() throws Exception {
        var account = open(node.seen());
        node.refresh();

        spend(account.id(), "6");
        server.execute("update budget_account set changed_at = clock_timestamp() - interval '20 seconds'");
        node.refresh();

        assertThat(node.seen().touching(Caller.UNKNOWN, time.now()).getFirst().spent())
                .isEqualTo(Money.parse("6"));
    }
}
