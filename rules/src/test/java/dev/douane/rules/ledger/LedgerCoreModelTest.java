package dev.douane.rules.ledger;

import static dev.douane.rules.ledger.MemoryNode.settled;
import static dev.douane.rules.ledger.MemoryNode.voided;
import static dev.douane.rules.ledger.TwoPlaces.caller;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The core does what a few plain maps would do: {@link NaiveLedger}. Batches of all sizes, up to four of them decided before the first is written, by a node
 * that remembers much or little, that hears of other terms late, and whose picture is renewed now and then. {@code -Ddouane.test.times=9} looks further.
 */
class LedgerCoreModelTest {
    private static final int OPERATIONS = 6_000 * Integer.getInteger("douane.test.times", 1);
    private static final int AT_ONCE = 300;

    static Stream<Long> seeds() {
        return Stream.of(20261121L, 7L, 17L, 190L);
    }

    /** One run: the core and the naive ledger, given the same. */
    private static final class Run {
        final Random random;
        final MemoryNode node;
        final Map<String, TestBudget> budgets = new LinkedHashMap<>();
        final NaiveLedger naive = new NaiveLedger();
        final List<UUID> known = new ArrayList<>();
        final Map<String, NaiveLedger.Asked> keyed = new LinkedHashMap<>();
        final List<String> keys = new ArrayList<>();
        final List<Ask> asks = new ArrayList<>();
        final List<String> expected = new ArrayList<>();

        Run(long seed) {
            random = new Random(seed);
            node = new MemoryNode(
                    new MemoryStore(), seed == 7 ? 4 : 1_000); // the first forgets nearly all of them all the time
            node.now = Instant.parse("2026-11-29T00:00:00Z"); // a short run sees a month turn too
            budget(TestBudget.of("everything", "1000").soft());
            budget(TestBudget.of("products", "30").by(Attribute.PRODUCT, "each"));
            budget(TestBudget.of("users", "4").by(Attribute.USER, "each").releasing());
        }

        private void budget(TestBudget budget) {
            budgets.put(budget.name(), budget);
            node.budget(budget);
        }

        void some() {
            expected.clear();
            var slots = new ArrayList<MemoryNode.Slot>();
            for (int done = 0; done < AT_ONCE; ) {
                asks.clear();
                for (int batch = 1 + random.nextInt(40); batch > 0 && done < AT_ONCE; batch--, done++) {
                    one();
                }
                slots.add(node.begin(asks));
                if (slots.size() % (1 + random.nextInt(4)) == 0) {
                    node.finish();
                }
            }
            node.finish();
            assertThat(slots.stream()
                            .flatMap(slot -> slot.batch().outcomes().stream().map(this::words)))
                    .containsExactlyElementsOf(expected);
        }

        private void one() {
            var kind = known.isEmpty() ? 0 : random.nextInt(20);
            if (kind < 6) {
                admit();
                return;
            }
            if (kind < 9) {
                admitUnderAKey();
                return;
            }
            // mostly young decisions, sometimes any, so that duplicates and late ones come up
            var back = random.nextInt(4) == 0 ? known.size() : Math.min(known.size(), 400);
            var id = known.get(known.size() - 1 - random.nextInt(back));
            if (kind < 13) {
                int tokens = random.nextInt(4) == 0 ? 5 : random.nextInt(20_000);
                expect(settled(id, Settlement.of(Usage.of(0, 0, tokens))), naive.settle(id, tokens));
            } else if (kind == 13) {
                expect(settled(id, Settlement.BY_ESTIMATE), naive.settleByEstimate(id));
            } else if (kind < 18) {
                int tokens = random.nextInt(random.nextBoolean() ? 20_000 : 500);
                expect(settled(id, Settlement.soFar(Usage.of(0, 0, tokens))), naive.report(id, tokens, node.now));
            } else {
                expect(voided(id), naive.voidHold(id));
            }
        }

        private void expect(Ask ask, String words) {
            asks.add(ask);
            expected.add(words);
        }

        private void admit() {
            var asked = anything();
            var call = node.call(caller(asked.product(), asked.user()), asked.tokens());
            known.add(call.id());
            expect(call, naive.admit(call.id(), asked, node.now));
        }

        private NaiveLedger.Asked anything() {
            var product = "p" + random.nextInt(4);
            var user = random.nextInt(10) == 0 ? null : "u" + random.nextInt(40);
            return new NaiveLedger.Asked(product, user, 1 + random.nextInt(16_000));
        }

        /** Half of them are repeats, mostly of something lately asked. */
        private void admitUnderAKey() {
            String key;
            if (keys.isEmpty() || random.nextBoolean()) {
                key = "k" + keys.size();
                keys.add(key);
                keyed.put(key, anything());
            } else {
                var back = random.nextInt(4) == 0 ? keys.size() : Math.min(keys.size(), 100);
                key = keys.get(keys.size() - 1 - random.nextInt(back));
            }
            var asked = keyed.get(key);
            var call = node.call(caller(asked.product(), asked.user()), asked.tokens(), key);
            var words = naive.admit(key, call.id(), asked, node.now);
            if (words.endsWith("new")) {
                known.add(call.id());
            }
            expect(call, words);
        }

        private String words(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Made made ->
                    made.ask().key() == null
                            ? verdict(made)
                            : verdict(made) + " " + made.ask().id() + " new";
                case Outcome.Repeated again ->
                    verdict(node.store.decisions.get(again.of())) + " " + again.of() + " again";
                case Outcome.Ended ended ->
                    ended.hold().stage().name().toLowerCase(Locale.ROOT) + " "
                            + ended.hold().spent().nanos();
                case Outcome.Refused refused ->
                    switch (refused.why()) {
                        case SETTLED_OTHERWISE -> "SETTLEMENT_CONFLICT";
                        case SETTLED, VOIDED -> "HOLD_CLOSED";
                        case NOTHING_HELD,
                                USAGE_REPORTED,
                                KEY_OF_ANOTHER_REQUEST,
                                NO_SUCH_DECISION,
                                DEPLOYMENT_NOT_DECIDED,
                                NO_PRICE -> refused.why().name();
                    };
                case Outcome.TooLate late -> late.toString();
                case Outcome.Expired expired -> expired.toString();
                case Outcome.Broke broke -> throw new AssertionError("broke", broke.cause());
            };
        }

        private static String verdict(Outcome.Made made) {
            return made.decision().verdict().word();
        }

        /** Mostly a minute or so; now and then hours, so that holds expire and months turn. */
        void timePasses() {
            var hours = random.nextInt(4) == 0 ? random.nextInt(36) : 0;
            node.now = node.now.plusSeconds(hours * 3600L + random.nextInt(120));
        }

        void expireAll() {
            while (((Outcome.Expired) node.ask(new Ask.Expire(16))).holds() > 0) {
                assertThat(node.store.holds).isNotEmpty();
            }
            naive.expire(node.now);
        }

        /** Another amount for one of the budgets, at once; the node is not told. */
        void amend() {
            var name = NaiveLedger.BUDGETS.get(random.nextInt(NaiveLedger.BUDGETS.size()));
            var amount = naive.amount(name) / 2 + 1 + random.nextLong(NaiveLedger.USER_LIMIT);
            naive.amend(name, amount, node.now);
            var amended = budgets.get(name).amounting(new Money(amount));
            budgets.put(name, amended);
            node.store.amend(new Timeline(amended.definition()), node.now);
        }

        /** The node compares its picture with the database. */
        void renew() {
            node.refresh();
            var all = node.store.accounts.values();
            node.accounts = node.accounts.replacedBy(List.copyOf(all), true);
        }

        void agreesInAllFigures() {
            var opened = 0;
            for (var account : node.store.accounts.values()) {
                var month = account.key().periodStart().toString().substring(0, "2026-11".length());
                var figures = naive.accounts.get(account.key().scope() + "@" + month);
                opened++;
                assertThat(List.of(
                                account.limit().nanos(),
                                account.held().nanos(),
                                account.spent().nanos()))
                        .as("limit, held and spent of " + account.key())
                        .containsExactly(figures.limit, figures.held, figures.spent);
            }
            var used = naive.accounts.values().stream()
                    .filter(figures -> figures.held + figures.spent > 0)
                    .count();
            assertThat((long) opened).isBetween(used, (long) naive.accounts.size());
            naive.states()
                    .forEach((state, count) -> assertThat(node.store.holds.values().stream()
                                    .filter(hold -> hold.stage().name().equalsIgnoreCase(state)))
                            .as(state)
                            .hasSize(Math.toIntExact(count)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_core_agrees_with_a_naive_ledger_on_thousands_of_operations(long seed) {
        var run = new Run(seed);
        for (int done = 0; done < OPERATIONS; done += AT_ONCE) {
            run.timePasses();
            run.some();
            if (run.random.nextInt(3) == 0) {
                run.expireAll();
            }
            if (run.random.nextInt(3) == 0) {
                run.renew();
            }
            if (run.random.nextInt(3) == 0) {
                run.amend();
            }
        }
        run.expireAll();
        run.agreesInAllFigures();
        run.node.store.everythingAddsUp();
        assertThat(run.naive.states()).containsKeys("expired", "settled", "voided");
        assertThat(run.node.store.accounts.values().stream()
                        .map(account -> account.key().periodStart())
                        .distinct())
                .as("months that turned")
                .hasSizeGreaterThan(1);
        assertThat(run.node.conflicts)
                .as("only another's change is ever in the way")
                .isPositive();
    }
}
