package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;

import dev.douane.rules.call.Options;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Asker;
import dev.douane.rules.ledger.Deadline;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Matched;
import dev.douane.rules.ledger.PlannedCall;
import dev.douane.rules.money.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks of all kinds drawn from a seed, each as today's ledger takes it and as the core does. */
final class RandomAsks {
    private static final Mover ITSELF = Mover.ofItsOwn(GatewaysLedger.GATEWAY);
    private static final dev.douane.rules.ledger.Mover ITS_TWIN =
            new dev.douane.rules.ledger.Mover(ITSELF.by(), ITSELF.owner());

    /** One ask for both. */
    sealed interface Drawn {
        /** As the core takes it. */
        Ask twin();
    }

    /** A call wants to be decided. */
    record Call(Waiting waiting, Ask.Decide twin) implements Drawn {}

    /**
     * A call was made, runs, or was not made.
     *
     * @param settlement null where it was not made
     */
    record End(UUID decision, @Nullable Settlement settlement) implements Drawn {
        @Override
        public Ask twin() {
            return settlement == null
                    ? new Ask.VoidHold(decision, ITS_TWIN, Ask.Why.ASKED)
                    : new Ask.Settle(
                            decision,
                            new dev.douane.rules.ledger.Settlement(
                                    settlement.usage(),
                                    settlement.deployment(),
                                    settlement.serviceTier(),
                                    settlement.isFinal()),
                            ITS_TWIN);
        }
    }

    /** Holds end that are due. */
    record Due() implements Drawn {
        @Override
        public Ask twin() {
            return new Ask.Expire(64);
        }
    }

    /** What a key was sent with. */
    private record Asked(String product, @Nullable String user, int tokens, Options options) {}

    private final Random random;
    private final TestLedger node;
    private final boolean mayRepeatInAGroup;
    private final List<UUID> known = new ArrayList<>();
    private final Map<String, Asked> keyed = new TreeMap<>();
    private final Set<String> keysOfTheGroup = new HashSet<>();

    /** @param node plans the calls */
    RandomAsks(Random random, TestLedger node, boolean mayRepeatInAGroup) {
        this.random = random;
        this.node = node;
        this.mayRepeatInAGroup = mayRepeatInAGroup;
    }

    /** Up to eight asks that follow each other, or one that ends what is due; the node's clock goes on a little with each. */
    List<Drawn> group() {
        var group = new ArrayList<Drawn>();
        keysOfTheGroup.clear();
        if (random.nextInt(8) == 0) {
            group.add(new Due());
        } else {
            for (int asks = 1 + random.nextInt(8); asks > 0; asks--) {
                node.time.set(node.time.now().plusMillis(1)); // so that holds expire in an order
                group.add(one());
            }
        }
        return group;
    }

    /** Mostly minutes, now and then hours, so that holds expire and months turn. */
    void timePasses() {
        var hours = random.nextInt(12) == 0 ? random.nextInt(30) : 0;
        node.time.set(node.time.now().plusSeconds(hours * 3600L + random.nextInt(240)));
    }

    private Drawn one() {
        var kind = known.isEmpty() ? 0 : random.nextInt(20);
        if (kind < 9) {
            return kind < 6 ? call(anything(), null) : underAKey();
        }
        var back = random.nextInt(4) == 0 ? known.size() : Math.min(known.size(), 30);
        var id = random.nextInt(50) == 0 ? node.ids.next() : known.get(known.size() - 1 - random.nextInt(back));
        if (kind < 13) {
            var tokens = random.nextInt(4) == 0 ? 5 : random.nextInt(20_000);
            return new End(id, new Settlement(usage(tokens), servedBy(), null));
        } else if (kind == 13) {
            return new End(id, Settlement.BY_ESTIMATE);
        } else if (kind < 18) {
            var tokens = random.nextInt(random.nextBoolean() ? 20_000 : 500);
            return new End(id, new Settlement(usage(tokens), servedBy(), null, false));
        }
        return new End(id, null);
    }

    private Usage usage(int output) {
        return Usage.of(random.nextInt(300), 0, output);
    }

    private @Nullable String servedBy() {
        return switch (random.nextInt(12)) {
            case 0 -> "big-two";
            case 1 -> "big-three";
            default -> null;
        };
    }

    private Asked anything() {
        var user = random.nextInt(10) == 0 ? null : "u" + random.nextInt(12);
        var options = switch (random.nextInt(12)) {
            case 0 -> TestCatalog.advise();
            case 1 -> new Options(Options.Mode.ENFORCE, true, Duration.ZERO, false, Options.Explain.REASONS);
            case 2 -> new Options(Options.Mode.ENFORCE, true, Duration.ofDays(40), true, Options.Explain.REASONS);
            default -> Options.DEFAULT;
        };
        return new Asked("p" + random.nextInt(5), user, random.nextInt(16_000), options);
    }

    /** Half of them are repeats. */
    private Drawn underAKey() {
        var keys = List.copyOf(keyed.keySet());
        var key = keys.isEmpty() || random.nextBoolean() ? "k" + keys.size() : keys.get(random.nextInt(keys.size()));
        if (!keysOfTheGroup.add(key) && !mayRepeatInAGroup) {
            return call(anything(), null);
        }
        return call(keyed.computeIfAbsent(key, unused -> anything()), key);
    }

    private Drawn call(Asked asked, @Nullable String key) {
        var question = TestCatalog.question(caller(asked.product(), asked.user()), asked.tokens(), asked.options());
        var digest = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        var waiting = node.waiting(question, digest == null ? null : new IdempotencyKey(key, digest));
        known.add(waiting.id());
        return new Call(
                waiting,
                new Ask.Decide(
                        waiting.id(),
                        PlannedCall.of(waiting.plan()),
                        Matched.NOT_YET,
                        new Asker(waiting.asker().key(), waiting.asker().owner()),
                        digest == null
                                ? null
                                : new KeyClaim(
                                        new KeyClaim.Name(waiting.asker().owner(), key), CoreTwin.digest(digest)),
                        CoreTwin.TTL,
                        Deadline.NONE));
    }
}
