package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Ask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Nodes, gateways and one database in virtual time. All chance comes from one seed, so the same seed and options give the same run, event by
 * event. First everything goes wrong that may; then faults end, and everything must drain.
 */
final class World {
    /** Twenty seconds before a month ends. */
    private static final Instant START = Instant.parse("2026-11-30T23:59:40Z");

    static final long SECOND = 1_000_000;
    static final long MILLI = 1_000;
    private static final int LINES = 60;
    private static final int MOST_EVENTS = 2_000_000;
    private static final int DRAINING_EVENTS = 10_000;

    private record Event(long at, int tie, long number, Runnable what) {
        static final Comparator<Event> ORDER =
                Comparator.comparingLong(Event::at).thenComparingInt(Event::tie).thenComparingLong(Event::number);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(long at, String template, Object[] arguments) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%10.3f ms  ", at / 1000.0)
                    + String.format(Locale.ROOT, template, arguments);
        }
    }

    final SimOptions options;
    final SimBudgets budgets;
    final SimStore store;
    final Checks checks;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Event.ORDER);
    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimGateway> gateways = new ArrayList<>();
    private long now;
    private long eventsMade;
    private long drawn;
    private boolean troubled = true;

    World(long seed, SimOptions options) {
        this.options = options;
        random = new Random(seed);
        budgets = new SimBudgets(this);
        store = new SimStore(this);
        checks = new Checks(this);
        for (int number = 0; number < options.nodes(); number++) {
            nodes.add(new SimNode(this, number));
        }
        for (int number = 0; number < options.gateways(); number++) {
            gateways.add(new SimGateway(this, number, options.asks() / options.gateways()));
        }
    }

    /** Runs until nothing is left to be done. Throws {@link SimFailure} where a check does not hold. */
    void run() {
        try {
            nodes.forEach(SimNode::start);
            gateways.forEach(SimGateway::start);
            new Troubles(this).start();
            runUntil(() -> gateways.stream().allMatch(SimGateway::isDone), MOST_EVENTS);
            note("faults end");
            troubled = false;
            store.isBack();
            nodes.forEach(SimNode::reviveNow);
            drain("once faults have ended");
            checks.quiet();
            now += SimBudgets.HOLD_LIFE.toMillis() * 10 * MILLI;
            note("all holds are due");
            nodes.forEach(SimNode::sweep);
            drain("once all holds are due");
            checks.end();
        } catch (IllegalArgumentException | ArithmeticException e) { // of money that would be negative
            throw new SimFailure("C2", e);
        } catch (RuntimeException e) {
            throw new SimFailure("I", e);
        }
    }

    private void drain(String when) {
        runUntil(() -> whatIsLeft().isEmpty(), DRAINING_EVENTS, when);
    }

    private void runUntil(BooleanSupplier end, int most) {
        runUntil(end, most, "with faults");
    }

    private void runUntil(BooleanSupplier end, int most, String when) {
        for (int done = 0; !end.getAsBoolean(); done++) {
            var event = events.poll();
            if (event == null || done > most) {
                throw new SimFailure("C9", when + " it does not come to an end: " + whatIsLeft());
            }
            now = Math.max(now, event.at());
            event.what().run();
        }
    }

    private String whatIsLeft() {
        var left = new StringBuilder();
        nodes.forEach(node -> left.append(node.whatIsLeft()));
        left.append(store.whatIsLeft());
        return left.toString();
    }

    // --- time and chance

    /** Runs this after so many microseconds. */
    void after(long delay, Runnable what) {
        events.add(new Event(now + delay, random.nextInt(), ++eventsMade, what));
    }

    long now() {
        return now;
    }

    /** The time on a clock that is so many microseconds fast. */
    Instant wall(long fast) {
        return START.plus(now + fast, ChronoUnit.MICROS);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** The same while things may go wrong. */
    boolean trouble(int perMille) {
        return perMille > 0 && troubled && chance(perMille);
    }

    boolean isTroubled() {
        return troubled;
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** How long an operation takes one way. */
    long latency() {
        return trouble(options.slow())
                ? between(options.latencyMost(), 5 * SECOND)
                : between(50, options.latencyMost());
    }

    /** A UUIDv7 of that time. */
    UUID id(Instant at) {
        return new UUID(at.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | ++drawn);
    }

    long draw() {
        return ++drawn;
    }

    // --- who is there

    List<SimNode> nodes() {
        return nodes;
    }

    /** Takes the place of a node that was killed. */
    void replace(SimNode killed, SimNode by) {
        nodes.set(nodes.indexOf(killed), by);
    }

    /** Whether an ask is still to come. */
    boolean isAsking() {
        return gateways.stream().anyMatch(gateway -> !gateway.isDone());
    }

    // --- what happened

    void note(String template, Object... arguments) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.add(new Line(now, template, arguments));
    }

    /** The last events, a line each. */
    String story() {
        var story = new StringBuilder();
        lines.forEach(line -> story.append(line).append('\n'));
        return story.toString();
    }

    static String word(Ask ask) {
        return switch (ask) {
            case Ask.Decide decide ->
                "decide " + shown(decide.id())
                        + (decide.key() == null ? "" : " " + decide.key().name().key());
            case Ask.Settle settle ->
                (settle.settlement().isFinal() ? "settle " : "report ") + shown(settle.decision());
            case Ask.VoidHold voided -> "void " + shown(voided.decision()) + " " + voided.why();
            case Ask.Expire expire -> "expire " + expire.most();
        };
    }

    static String shown(UUID id) {
        return "#" + (id.getLeastSignificantBits() & 0xFFFFFF);
    }
}
