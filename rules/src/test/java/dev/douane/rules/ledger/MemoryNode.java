package dev.douane.rules.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.usage.ExpectedCosts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One node: it reads, decides by the core, and writes what comes of it. A batch may be decided while those before it wait to be written; those that are under
 * way when a row is needed that one of them has locked are written first, as a database would have it. Where what one was decided on is not so any more, it and
 * those after it are decided again on locked rows.
 */
final class MemoryNode {
    static final Asker GATEWAY = new Asker("0123456789abcdef", "gateway:search");
    static final Duration TTL = Duration.ofMinutes(15);
    static final Duration LONGEST = Duration.ofHours(1);
    private static final int READINGS = 10;

    /** Asks that were decided, and wait to be written. */
    static final class Slot {
        final long number;
        final List<Ask> asks;
        private Batch batch;

        Slot(long number, List<Ask> asks, Batch batch) {
            this.number = number;
            this.asks = asks;
            this.batch = batch;
        }

        Batch batch() {
            return batch;
        }
    }

    final MemoryStore store;
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    TermsBook terms = TermsBook.EMPTY;
    AccountsSnapshot accounts;
    ExpectedCosts costs = ExpectedCosts.NOTHING_KNOWN;
    final List<Catalog> catalogs = new ArrayList<>(List.of(TwoPlaces.CATALOG));
    /** What the core was given last, and what it said of that. */
    @Nullable
    Prefetched given;

    @Nullable
    Decided said;

    /** What was missing before the last batch could be decided. */
    final List<Decided.Needs> needs = new ArrayList<>();

    /** How often something was decided again, because another was faster. */
    int conflicts;

    private final Deque<Slot> underWay = new ArrayDeque<>();
    private long slots;

    /** @param remembered how many accounts it remembers */
    MemoryNode(MemoryStore store, int remembered) {
        this.store = store;
        accounts = AccountsSnapshot.none(remembered);
        refresh();
    }

    MemoryNode() {
        this(new MemoryStore(), 1_000);
    }

    /** Adds a budget, and tells this node. */
    void budget(TestBudget budget) {
        store.add(new Timeline(budget.definition()));
        refresh();
    }

    /** Takes note of the terms. */
    void refresh() {
        terms = terms.followedBy(store.revision, List.copyOf(store.budgets.values()));
    }

    // --- asks

    UUID id() {
        return store.id(now);
    }

    Ask.Decide call(Question question, @Nullable KeyClaim key, List<Outage> outages) {
        var view = new MoneySnapshot(terms, accounts, JustRead.NOTHING);
        return new Ask.Decide(
                id(),
                TwoPlaces.plan(question, view, now, outages),
                Matched.of(terms, question.caller(), now),
                GATEWAY,
                key,
                TTL,
                Deadline.NONE);
    }

    Ask.Decide call(Caller caller, int outputTokens) {
        return call(TwoPlaces.question(caller, outputTokens, Options.DEFAULT), null, List.of());
    }

    Ask.Decide call(Caller caller, int outputTokens, String key) {
        return call(
                TwoPlaces.question(caller, outputTokens, Options.DEFAULT),
                key(key, caller + " " + outputTokens),
                List.of());
    }

    static KeyClaim key(String key, String request) {
        return new KeyClaim(new KeyClaim.Name(GATEWAY.owner(), key), request);
    }

    static Ask.VoidHold voided(UUID decision) {
        return new Ask.VoidHold(decision, GATEWAY.mover(), Ask.Why.ASKED);
    }

    static Ask.Settle settled(UUID decision, Settlement settlement) {
        return new Ask.Settle(decision, settlement, GATEWAY.mover());
    }

    // --- the way of a batch

    /** Decides and writes. */
    List<Outcome> ask(List<? extends Ask> asks) {
        var slot = begin(asks);
        finish();
        return slot.batch().outcomes();
    }

    Outcome ask(Ask ask) {
        return ask(List.of(ask)).getFirst();
    }

    /** Decides; {@link #finish} writes. */
    Slot begin(List<? extends Ask> asks) {
        var all = List.<Ask>copyOf(asks);
        var slot = new Slot(++slots, all, decided(all, false));
        underWay.add(slot);
        return slot;
    }

    private Batch decided(List<Ask> asks, boolean areRowsLocked) {
        needs.clear();
        var read = JustRead.NOTHING;
        @Nullable Long revision = null;
        for (int readings = 0; readings < READINGS; readings++) {
            given = prefetch(asks, read, revision, areRowsLocked);
            said = LedgerCore.decide(given);
            decidesTheSameAgain();
            switch (said) {
                case Decided.Done(var batch) -> {
                    return batch;
                }
                case Decided.Needs missing -> {
                    needs.add(missing);
                    if (missing.commitOf() != null) {
                        finish();
                    }
                    read = read.and(
                            missing.toRead().values(),
                            store.find(missing.toRead().values()));
                    revision = missing.revision() ? Long.valueOf(store.revision) : revision;
                    read = read.and(List.of(), open(missing));
                }
            }
        }
        throw new AssertionError("never enough: " + needs);
    }

    /** The core is a function: whatever it is asked, it says the same once more. */
    private void decidesTheSameAgain() {
        var again = LedgerCore.decide(Objects.requireNonNull(given));
        if (said instanceof Decided.Done(var batch)
                && batch.outcomes().stream().anyMatch(Outcome.Broke.class::isInstance)) {
            return; // faults are never equal
        }
        assertThat(again).isEqualTo(said);
    }

    private List<Account> open(Decided.Needs missing) {
        var wanted = new ArrayList<MatchedAccount>();
        missing.toOpen().forEach(opening -> wanted.addAll(opening.accounts()));
        var opened = store.open(wanted, now);
        accounts = accounts.with(opened);
        return opened;
    }

    /** Writes all that is under way. */
    void finish() {
        var waiting = List.copyOf(underWay);
        var areLocked = false;
        for (var slot : waiting) {
            if (areLocked) {
                underWay.clear();
                slot.batch = decided(slot.asks, true);
            }
            try {
                accounts = accounts.with(store.write(slot.batch));
                underWay.remove(slot);
            } catch (MemoryStore.Conflict e) {
                conflicts++;
                areLocked = true;
                underWay.clear();
                slot.batch = decided(slot.asks, true);
                accounts = accounts.with(store.write(slot.batch));
            }
        }
        underWay.clear();
    }

    // --- reading

    private Prefetched prefetch(List<Ask> asks, JustRead read, @Nullable Long revision, boolean areRowsLocked) {
        var ending = new HashSet<UUID>();
        int most = 0;
        for (var ask : asks) {
            switch (ask) {
                case Ask.Settle settle -> ending.add(settle.decision());
                case Ask.VoidHold voided -> ending.add(voided.decision());
                case Ask.Expire expire -> most = Math.max(most, expire.most());
                case Ask.Decide unused -> {}
            }
        }
        if (isAnyLocked(asks, ending)) {
            finish();
        }
        var keys = claimed(asks);
        var answering = keys.values().stream().map(KeyClaim.Holder::decision).collect(Collectors.toSet());
        var wanted = new HashSet<>(ending);
        wanted.addAll(answering);
        return new Prefetched(
                now,
                0,
                asks,
                View.of(terms, accounts)
                        .after(underWay.stream()
                                .map(slot -> Pending.of(slot.number, slot.batch()))
                                .toList())
                        .locking(areRowsLocked ? store.accounts : Map.of())
                        .with(read, revision),
                keys,
                kept(store.holds, wanted),
                due(most),
                Set.copyOf(store.releasing),
                prices(),
                costs,
                given(answering),
                askers(ending),
                LONGEST);
    }

    /** A batch under way has changed or claimed what these need. */
    private boolean isAnyLocked(List<Ask> asks, Set<UUID> ending) {
        var isOfAKey = asks.stream().anyMatch(ask -> ask instanceof Ask.Decide decide && decide.key() != null);
        return underWay.stream()
                .anyMatch(slot ->
                        isOfAKey || slot.batch().changed().stream().anyMatch(hold -> ending.contains(hold.decision())));
    }

    private Map<KeyClaim.Name, KeyClaim.Holder> claimed(List<Ask> asks) {
        var keys = new HashMap<KeyClaim.Name, KeyClaim.Holder>();
        for (var ask : asks) {
            if (ask instanceof Ask.Decide decide && decide.key() != null) {
                var name = decide.key().name();
                keys.put(
                        name,
                        store.keys.computeIfAbsent(name, free -> decide.key().heldBy(decide.id())));
            }
        }
        return keys;
    }

    private List<Hold> due(int most) {
        var locked = new HashSet<UUID>();
        underWay.forEach(slot -> slot.batch().changed().forEach(hold -> locked.add(hold.decision())));
        return store.holds.values().stream()
                .filter(hold -> hold.isDue(now) && !locked.contains(hold.decision()))
                .sorted(Comparator.comparing(hold -> hold.state().expiresAt()))
                .limit(most)
                .toList();
    }

    private PriceBooks prices() {
        var books = new HashMap<Integer, Map<String, Deployment>>();
        for (var catalog : catalogs) {
            var book = new HashMap<String, Deployment>();
            catalog.deployments().forEach(deployment -> book.put(deployment.id().value(), deployment));
            books.put(catalog.version(), book);
        }
        return new PriceBooks(books);
    }

    private Map<UUID, Given> given(Set<UUID> answering) {
        var given = new HashMap<UUID, Given>();
        kept(store.decisions, answering).forEach((id, made) -> {
            var verdict = made.decision().verdict();
            given.put(id, (repeat, decision) -> decision.verdict().equals(verdict));
        });
        return given;
    }

    private Map<UUID, Asker> askers(Set<UUID> ending) {
        var askers = new HashMap<UUID, Asker>();
        kept(store.decisions, ending)
                .forEach((id, made) -> askers.put(id, made.ask().by()));
        return askers;
    }

    private static <T> Map<UUID, T> kept(Map<UUID, T> all, Set<UUID> wanted) {
        var kept = new HashMap<UUID, T>();
        for (var id : wanted) {
            var found = all.get(id);
            if (found != null) {
                kept.put(id, found);
            }
        }
        return kept;
    }

    // --- words

    /** The verdict, then what is left of each budget, such as {@code allow a=0.999000}; or what else it came to. */
    static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Made made ->
                made.decision().verdict().word()
                        + made.lines().stream()
                                .map(line -> " " + line.after().name() + "="
                                        + line.after().left())
                                .collect(Collectors.joining());
            case Outcome.Repeated repeated -> repeated.isHeldAgain() ? "held again" : "repeated";
            case Outcome.Ended ended ->
                ended.hold().stage().name().toLowerCase(Locale.ROOT) + " "
                        + ended.hold().spent();
            case Outcome.Refused refused -> refused.why().name();
            case Outcome.TooLate unused -> "too late";
            case Outcome.Expired expired -> "expired " + expired.holds();
            case Outcome.Broke broke -> "broke " + broke.cause();
        };
    }

    /** Such as {@code held 0.001000 spent 0.000000}: of all accounts of a budget together. */
    String figures(String budget) {
        long held = 0;
        long spent = 0;
        for (var account : store.accounts.values()) {
            var its = store.budgets.get(account.key().budget());
            if (its != null && its.made().name().equals(budget)) {
                held += account.held().nanos();
                spent += account.spent().nanos();
            }
        }
        return "held " + new Money(held) + " spent " + new Money(spent);
    }
}
