package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.settled;
import static dev.douane.rules.ledger.MemoryNode.voided;
import static dev.douane.rules.ledger.MemoryNode.words;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.usage.ExpectedCosts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a batch rests on, what is missing before it can be decided, and what a fault of one ask does to the others. */
class LedgerCoreTest {
    private final MemoryStore store = new MemoryStore();
    private final MemoryNode node = new MemoryNode(store, 1_000);

    @AfterEach
    void everythingAddsUp() {
        node.finish();
        store.everythingAddsUp();
    }

    private static TestBudget ofSearch(String amount) {
        return TestBudget.of("search", amount).by(Attribute.PRODUCT, "search");
    }

    private Ask.Decide call(int tokens) {
        return node.call(caller("search", null), tokens);
    }

    private static List<String> all(MemoryNode.Slot slot) {
        return slot.batch().outcomes().stream().map(MemoryNode::words).toList();
    }

    // --- purity

    @Test
    void the_same_that_was_read_gives_the_same_batch_and_is_left_as_it_was() {
        node.budget(ofSearch("0.0025"));
        node.budget(TestBudget.of("per-provider", "0.002").by(Attribute.PROVIDER, "each"));
        var first = node.call(caller("search", null), 1000, "k1");
        node.ask(List.of(first, call(500)));
        node.now = node.now.plusSeconds(3600);
        node.begin(List.of(
                settled(first.id(), Settlement.soFar(Usage.of(0, 0, 10))),
                new Ask.Expire(8),
                node.call(caller("search", null), 1000, "k1"),
                call(700),
                voided(first.id())));
        var in = node.given;
        assertThat(in).isNotNull();
        var before = in.toString();
        var rows = List.copyOf(store.accounts.values());

        assertThat(LedgerCore.decide(in)).isEqualTo(LedgerCore.decide(in)).isEqualTo(node.said);

        assertThat(in.toString()).isEqualTo(before);
        assertThat(rows)
                .allSatisfy(
                        row -> assertThat(in.view().accounts().get(row.key())).isEqualTo(row));
    }

    // --- what it rests on

    @Test
    void a_hard_account_that_was_looked_at_must_still_have_that_version_and_a_soft_one_must_not_have_become_hard() {
        node.budget(ofSearch("1"));
        node.budget(TestBudget.of("gentle", "1").soft());

        var slot = node.begin(List.of(call(1000)));

        assertThat(slot.batch().deltas().values())
                .extracting(Delta::held, Delta::spent, Delta::basedOn, Delta::relied, Delta::toldSoft)
                .containsExactlyInAnyOrder(
                        tuple(1_000_000L, 0L, 0L, true, false), tuple(1_000_000L, 0L, 0L, false, true));
    }

    @Test
    void a_denial_rests_on_the_figures_it_was_made_by() {
        node.budget(ofSearch("0.001"));
        node.ask(call(1000));

        var slot = node.begin(List.of(call(1000)));

        assertThat(slot.batch().deltas()).isEmpty();
        assertThat(slot.batch().unchanged()).isEqualTo(Map.of(1L, 1L));
    }

    @Test
    void a_settlement_rests_on_nothing_and_says_which_version_it_was_decided_on() {
        node.budget(ofSearch("1"));
        var call = call(1000);
        node.ask(call);

        var slot = node.begin(List.of(settled(call.id(), Settlement.of(Usage.of(0, 0, 300)))));

        assertThat(slot.batch().deltas().get(1L)).satisfies(delta -> {
            assertThat(delta.held()).isEqualTo(-1_000_000);
            assertThat(delta.spent()).isEqualTo(300_000);
            assertThat(delta.relied()).isFalse();
            assertThat(delta.toldSoft()).isFalse();
            assertThat(delta.basedOn()).isEqualTo(1);
        });
    }

    @Test
    void money_that_was_moved_there_and_back_is_a_change_too() {
        node.budget(ofSearch("1"));
        var call = call(1000);

        var slot = node.begin(List.of(call, voided(call.id())));

        assertThat(slot.batch().deltas().get(1L))
                .satisfies(delta -> assertThat(delta.held()).isZero());
        assertThat(slot.batch().made())
                .singleElement()
                .satisfies(hold -> assertThat(hold.stage()).isEqualTo(Hold.Stage.HELD));
        assertThat(slot.batch().changed())
                .singleElement()
                .satisfies(hold -> assertThat(hold.stage()).isEqualTo(Hold.Stage.VOIDED));
    }

    @Test
    void another_node_that_was_faster_is_a_conflict_and_what_is_decided_again_on_locked_rows_is_exact() {
        node.budget(ofSearch("0.0015"));
        node.ask(call(500));
        var other = new MemoryNode(store, 1_000);
        other.accounts = node.accounts;

        var late = node.begin(List.of(call(1000)));
        other.ask(other.call(caller("search", null), 1000));
        node.finish();

        assertThat(node.conflicts).isEqualTo(1);
        assertThat(all(late)).containsExactly("deny search=0.000000");
    }

    @Test
    void an_account_that_has_become_hard_meanwhile_is_a_conflict() {
        var gentle = TestBudget.of("gentle", "0.001");
        node.budget(gentle.soft());
        node.ask(call(1000));

        var late = node.begin(List.of(call(1000)));
        store.amend(new Timeline(gentle.definition()), node.now);
        node.finish();

        assertThat(node.conflicts).isEqualTo(1);
        assertThat(all(late)).containsExactly("deny gentle=0.000000");
    }

    // --- batches under way

    @Test
    void each_is_decided_on_what_those_under_way_will_leave() {
        node.budget(ofSearch("0.0025"));
        node.ask(call(500));

        var slots = List.of(
                node.begin(List.of(call(1000))), node.begin(List.of(call(1000))), node.begin(List.of(call(1000))));

        assertThat(slots)
                .extracting(LedgerCoreTest::all)
                .containsExactly(
                        List.of("allow search=0.001000"),
                        List.of("allow search=0.000000"),
                        List.of("deny search=0.000000"));
        node.finish();
        assertThat(node.conflicts).isZero();
    }

    @Test
    void what_is_under_way_and_was_read_as_committed_already_is_not_counted_twice() {
        node.budget(ofSearch("0.0025"));
        node.ask(call(500));
        node.begin(List.of(call(500)));
        node.begin(List.of(call(500)));
        var in = node.given;
        assertThat(in).isNotNull();
        var first = in.view().underWay().getFirst();
        var committed = store.accounts.get(1L).after(first.deltas().get(1L));

        var decided = LedgerCore.decide(in.on(View.of(node.terms, node.accounts.with(List.of(committed)))
                .after(in.view().underWay())));

        assertThat(decided).isInstanceOfSatisfying(Decided.Done.class, done -> {
            assertThat(words(done.batch().outcomes().getFirst())).isEqualTo("allow search=0.001000");
            assertThat(done.batch().deltas())
                    .isEqualTo(((Decided.Done) node.said).batch().deltas());
        });
    }

    @Test
    void a_settlement_under_way_of_an_account_that_this_node_does_not_know_is_waited_for_where_its_figures_are_asked() {
        node.budget(ofSearch("1"));
        var call = call(1000);
        node.ask(call);
        node.accounts = AccountsSnapshot.none(1_000).replacedBy(List.of(), false);
        var settlement = node.begin(List.of(settled(call.id(), Settlement.of(Usage.of(0, 0, 300)))));
        assertThat(settlement.batch().deltas().get(1L).basedOn()).isEqualTo(Delta.NONE);
        node.accounts = node.accounts.with(store.accounts.values());

        var next = node.begin(List.of(call(1000)));

        assertThat(node.needs)
                .singleElement()
                .satisfies(needs -> assertThat(needs.commitOf()).isEqualTo(settlement.number));
        assertThat(all(next)).containsExactly("allow search=0.998700");
    }

    @Test
    void a_decision_that_is_under_way_is_waited_for_where_it_is_ended() {
        node.budget(ofSearch("0.001"));
        var allowed = call(1000);
        var denied = call(1000);
        var slot = node.begin(List.of(allowed, denied));

        var ended = node.begin(List.of(settled(allowed.id(), Settlement.BY_ESTIMATE), voided(denied.id())));

        assertThat(node.needs)
                .singleElement()
                .satisfies(needs -> assertThat(needs.commitOf()).isEqualTo(slot.number));
        assertThat(all(ended)).containsExactly("settled 0.001000", "NOTHING_HELD");
    }

    // --- accounts that are missing

    @Test
    void accounts_that_a_call_needs_are_opened_first() {
        node.budget(ofSearch("1"));

        node.begin(List.of(call(1000), node.call(caller("shop", null), 1000), call(1000)));

        assertThat(node.needs).singleElement().satisfies(needs -> {
            assertThat(needs.toOpen()).hasSize(2);
            assertThat(needs.toOpen().getFirst().accounts())
                    .singleElement()
                    .satisfies(account -> assertThat(account.key().scope()).isEqualTo("product=search"));
            assertThat(needs.toRead()).isEmpty();
            assertThat(needs.revision()).isFalse();
        });
    }

    @Test
    void accounts_that_may_be_there_are_read_first_and_opened_only_where_they_are_not() {
        node.budget(ofSearch("1"));
        node.budget(TestBudget.of("shop", "1").by(Attribute.PRODUCT, "shop"));
        node.ask(call(1000));
        node.accounts = AccountsSnapshot.none(1_000).replacedBy(List.of(), false);

        var slot = node.begin(List.of(call(1000), node.call(caller("shop", null), 1000)));

        assertThat(node.needs).hasSize(2);
        assertThat(node.needs.get(0).toRead()).hasSize(2);
        assertThat(node.needs.get(1).toOpen()).hasSize(1);
        assertThat(all(slot)).containsExactly("allow search=0.998000", "allow shop=0.999000");
    }

    @Test
    void no_account_is_opened_for_a_call_that_does_not_fit_while_the_terms_are_those_this_node_knows() {
        node.budget(ofSearch("0.0001"));

        assertThat(words(node.ask(call(1000)))).isEqualTo("deny search=0.000100");

        assertThat(node.needs)
                .singleElement()
                .satisfies(needs -> assertThat(needs.revision()).isTrue());
        assertThat(store.accounts).isEmpty();
    }

    @Test
    void where_somebody_has_changed_the_terms_it_is_opened_to_see() {
        node.budget(ofSearch("0.0001"));
        store.amend(new Timeline(ofSearch("1").definition()), node.now);

        assertThat(words(node.ask(call(1000)))).isEqualTo("allow search=0.999000");
    }

    @Test
    void an_account_that_may_begin_with_more_than_the_amount_is_opened_to_see() {
        node.budget(ofSearch("0.001").rollingOver());
        node.ask(call(200));
        node.now = Instant.parse("2026-12-02T10:00:00Z");

        assertThat(words(node.ask(call(1500)))).isEqualTo("allow search=0.000300");
        assertThat(node.needs.getFirst().toOpen()).hasSize(1);
    }

    @Test
    void accounts_matched_by_another_revision_of_the_terms_are_matched_anew() {
        node.budget(ofSearch("1"));
        var call = call(1000);
        node.budget(TestBudget.of("all", "5"));

        assertThat(words(node.ask(call))).isEqualTo("allow all=4.999000 search=0.999000");
    }

    // --- deadlines and faults

    @Test
    void a_call_whose_deadline_has_passed_by_either_clock_is_not_decided() {
        node.budget(ofSearch("1"));
        var call = call(1000);
        for (var deadline : List.of(new Deadline(0L, null), new Deadline(null, node.now))) {
            var late = new Ask.Decide(
                    node.id(), call.call(), call.matched(), call.by(), call.key(), call.life(), deadline);
            assertThat(words(node.ask(late))).isEqualTo("too late");
        }
        var inTime = new Ask.Decide(
                node.id(),
                call.call(),
                call.matched(),
                call.by(),
                call.key(),
                call.life(),
                new Deadline(1L, node.now.plusNanos(1)));

        assertThat(words(node.ask(inTime))).startsWith("allow");
        assertThat(store.decisions).hasSize(1);
    }

    @Test
    void a_fault_of_one_ask_is_its_own_and_the_others_are_decided_as_if_it_had_never_been_there() {
        node.budget(ofSearch("1"));
        var first = call(1000);
        node.ask(first);
        node.catalogs.clear(); // nothing can be priced

        var outcomes = node.ask(List.of(
                call(1000), settled(first.id(), Settlement.of(Usage.of(0, 0, 1))), voided(first.id()), call(1000)));

        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Broke.class,
                        broke -> assertThat(broke.cause()).hasMessage("catalog version (7) was not read"));
        assertThat(words(outcomes.get(2))).isEqualTo("voided 0.000000");
        assertThat(words(outcomes.get(3))).isEqualTo("allow search=0.998000");
    }

    @Test
    void no_account_is_opened_for_an_ask_that_broke() {
        node.budget(TestBudget.of("products", "1").by(Attribute.PRODUCT, "each").expecting());
        node.ask(call(1000));
        node.costs = (question, deployment, most, worstCase, terms) -> {
            if ("bad".equals(question.caller().product())) {
                throw new IllegalStateException("nothing is known of it");
            }
            return ExpectedCosts.NOTHING_KNOWN.expected(question, deployment, most, worstCase, terms);
        };

        var outcomes = node.ask(List.of(node.call(caller("bad", null), 1000), call(1000)));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Broke.class);
        assertThat(words(outcomes.get(1))).isEqualTo("allow products=0.998000");
        assertThat(store.accounts).hasSize(1);
    }

    @Test
    void what_no_longer_fits_a_figure_moves_nothing_anywhere() {
        node.budget(TestBudget.of("gentle", "1").soft());
        node.ask(call(1));
        var full = store.accounts.get(1L);
        var brimming = new Account(
                full.id(),
                full.key(),
                full.periodEnd(),
                false,
                false,
                full.limit(),
                full.held(),
                new Money(Long.MAX_VALUE - full.held().nanos()),
                full.version());
        var ask = call(1000);
        var in = Prefetched.of(
                node.now,
                0,
                List.of(ask),
                View.of(node.terms, AccountsSnapshot.none(10).with(List.of(brimming))),
                MemoryNode.LONGEST);

        var done = (Decided.Done) LedgerCore.decide(in);

        assertThat(done.batch().outcomes()).singleElement().isInstanceOf(Outcome.Broke.class);
        assertThat(done.batch().deltas()).isEmpty();
        assertThat(done.batch().entries()).isEmpty();
        assertThat(done.batch().made()).isEmpty();
    }

    @Test
    void entries_stand_in_the_order_in_which_money_moved() {
        node.budget(ofSearch("1"));
        var first = call(1000);
        var second = call(500);

        var slot = node.begin(List.of(
                first,
                second,
                settled(first.id(), Settlement.soFar(Usage.of(0, 0, 100))),
                voided(second.id()),
                settled(first.id(), Settlement.of(Usage.of(0, 0, 200)))));

        assertThat(slot.batch().entries().stream()
                        .map(entry -> entry.kind().word() + " "
                                + entry.postings().getFirst().held() + " "
                                + entry.postings().getFirst().spent()))
                .containsExactly(
                        "hold 1000000 0",
                        "hold 500000 0",
                        "report -100000 100000",
                        "void -500000 0",
                        "settle -900000 100000");
    }

    @Test
    void a_batch_cannot_be_changed() {
        var batch = node.begin(List.of(call(1000))).batch();

        assertThatThrownBy(() -> batch.deltas().put(1L, new Delta(1, 1, null, false, false)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> batch.outcomes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
