package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ledger does what a few plain maps would do, if they could not lose anything. */
class LedgerModelTest {
    private static final int OPERATIONS = 12_000;
    private static final int AT_ONCE = 200;

    static Stream<Long> seeds() {
        return Stream.of(20261121L, 7L);
    }

    /** Three budgets: hard and charging per product, hard and releasing per user, soft over all. */
    private static final class Naive {
        record Hold(long amount, List<String> accounts, Instant expiresAt) {}

        final Map<String, long[]> accounts = new TreeMap<>(); // held, spent
        final Map<UUID, Hold> held = new LinkedHashMap<>();
        final Map<UUID, Hold> expired = new HashMap<>();
        final Map<UUID, String> ended = new HashMap<>();
        final Map<UUID, Long> perToken = new HashMap<>();

        static long limit(String account) {
            return account.startsWith("product")
                    ? 8_000_000_000L
                    : account.startsWith("user") ? 1_000_000_000L : Long.MAX_VALUE;
        }

        String admit(UUID id, String product, String user, int tokens, Instant now) {
            var touched = List.of("everything", "product=" + product, "user=" + (user == null ? "(none)" : user));
            for (var price : new long[] {1000, 900}) {
                var amount = price * tokens;
                if (touched.stream().allMatch(account -> used(account) + amount <= limit(account))) {
                    touched.forEach(account -> figures(account)[0] += amount);
                    held.put(id, new Hold(amount, touched, now.plus(Duration.ofMinutes(15))));
                    perToken.put(id, price);
                    return price == 1000 ? "allow" : "reroute";
                }
            }
            ended.put(id, "no hold");
            return "deny";
        }

        long[] figures(String account) {
            return accounts.computeIfAbsent(account, name -> new long[2]);
        }

        long used(String account) {
            var figures = accounts.getOrDefault(account, new long[2]);
            return figures[0] + figures[1];
        }

        /** What a settlement or void answers: the amount charged, or the problem. */
        String end(UUID id, String how, long charged) {
            var words = how + " " + charged;
            if (held.containsKey(id)) {
                var hold = held.remove(id);
                hold.accounts().forEach(account -> {
                    figures(account)[0] -= hold.amount();
                    figures(account)[1] += charged;
                });
            } else if (expired.containsKey(id)) {
                var hold = expired.remove(id);
                hold.accounts()
                        .forEach(account -> figures(account)[1] += charged - (presumes(account) ? hold.amount() : 0));
            } else if (!words.equals(ended.get(id))) {
                var before = ended.getOrDefault(id, "unknown");
                return before.equals("no hold")
                        ? "NOTHING_HELD"
                        : before.startsWith("settled") && how.equals("settled") ? "SETTLEMENT_CONFLICT" : "HOLD_CLOSED";
            }
            ended.put(id, words);
            return words;
        }

        private static boolean presumes(String account) {
            return !account.startsWith("user");
        }

        void expire(Instant now) {
            held.entrySet().removeIf(entry -> {
                var hold = entry.getValue();
                if (hold.expiresAt().isAfter(now)) {
                    return false;
                }
                hold.accounts().forEach(account -> {
                    figures(account)[0] -= hold.amount();
                    figures(account)[1] += presumes(account) ? hold.amount() : 0;
                });
                expired.put(entry.getKey(), hold);
                return true;
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_ledger_agrees_with_a_naive_one_on_thousands_of_operations(long seed) {
        var random = new Random(seed);
        var database = TestServer.database();
        var naive = new Naive();
        try (var node = new TestLedger(database)) {
            node.time.set(Instant.parse("2026-11-10T00:00:00Z"));
            node.budget("everything", "{}", "1000", "soft", "charge");
            node.budget("products", "{\"product\":\"each\"}", "8", "hard", "charge");
            node.budget("users", "{\"user\":\"each\"}", "1", "hard", "release");
            var known = new ArrayList<UUID>();
            int done = 0;
            while (done < OPERATIONS) {
                node.time.set(node.time.now().plusSeconds(random.nextInt(90)));
                var expected = new ArrayList<String>();
                var given = new ArrayList<Supplier<String>>();
                for (int i = 0; i < AT_ONCE; i++) {
                    one(node, naive, random, known, expected, given);
                }
                assertThat(given.stream().map(Supplier::get)).containsExactlyElementsOf(expected);
                done += AT_ONCE;
                if (random.nextInt(3) == 0) {
                    expireAll(node, naive);
                }
            }
            expireAll(node, naive);
        }
        LedgerCheck.everythingAddsUp(database);
        naive.accounts.forEach((scope, figures) -> {
            var where = " from budget_account where scope = '" + scope + "'";
            assertThat(database.number("select held_nanos" + where))
                    .as("held of " + scope)
                    .isEqualTo(figures[0]);
            assertThat(database.number("select spent_nanos" + where))
                    .as("spent of " + scope)
                    .isEqualTo(figures[1]);
        });
        assertThat(database.number("select count(*) from budget_account")).isEqualTo(naive.accounts.size());
    }

    private static void expireAll(TestLedger node, Naive naive) {
        while (answer(node.ledger.expireDue()) > 0) {
            assertThat(node.ledger.isWorking()).isTrue();
        }
        naive.expire(node.time.now());
    }

    private static void one(
            TestLedger node,
            Naive naive,
            Random random,
            List<UUID> known,
            List<String> expected,
            List<Supplier<String>> given) {
        var kind = known.isEmpty() ? 0 : random.nextInt(10);
        if (kind < 5) {
            var product = "p" + random.nextInt(4);
            var user = random.nextInt(10) == 0 ? null : "u" + random.nextInt(40);
            var tokens = 1 + random.nextInt(16_000);
            var waiting = node.call(caller(product, user), tokens);
            known.add(waiting.id());
            var admitted = node.ledger.admit(waiting);
            expected.add(naive.admit(waiting.id(), product, user, tokens, node.time.now()));
            given.add(() -> verdict(text(answer(admitted))));
            return;
        }
        // mostly young decisions, sometimes any, so that duplicates and late ones come up
        var back = random.nextInt(4) == 0 ? known.size() : Math.min(known.size(), 400);
        var id = known.get(known.size() - 1 - random.nextInt(back));
        if (kind < 8) {
            int tokens = random.nextInt(4) == 0 ? 5 : random.nextInt(20_000);
            var settled = node.ledger.settle(id, new Settlement(new Usage(0, 0, tokens), null, null));
            expected.add(naive.end(id, "settled", tokens * naive.perToken.getOrDefault(id, 0L)));
            given.add(() -> closed(settled));
        } else {
            var voided = node.ledger.voidHold(id);
            expected.add(naive.end(id, "voided", 0));
            given.add(() -> closed(voided));
        }
    }

    private static String verdict(String answer) {
        return answer.substring(0, answer.indexOf(' '));
    }

    private static String closed(CompletionStage<HoldClosed> stage) {
        try {
            var closed = answer(stage);
            return (closed.by() == null ? "voided " : "settled ")
                    + closed.charged().nanos();
        } catch (ProblemException problem) {
            return problem.type().name();
        }
    }
}
