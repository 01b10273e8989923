package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.Entry.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * C4: each hold has one entry that makes it, then reports, then one that ends it, or one that ends it and some that correct that; it may be
 * taken again once it was voided or has expired. While it is not held, its entries sum to nothing held.
 */
final class HoldsCheck implements Check {
    /** Where the entries of a hold have come. */
    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private enum At {
        NOWHERE(Kind.HOLD),
        HELD(Kind.REPORT, Kind.SETTLE, Kind.VOID, Kind.EXPIRE),
        GIVEN_BACK(Kind.HOLD, Kind.REPORT, Kind.CORRECT),
        EXPIRED(Kind.HOLD, Kind.REPORT, Kind.CORRECT),
        /** Settled, or voided after the expiry. */
        CORRECTED(Kind.HOLD, Kind.REPORT, Kind.CORRECT),
        SETTLED();

        private final Set<Kind> next;

        At(Kind... next) {
            this.next = next.length == 0 ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(Set.of(next));
        }

        At after(Kind kind) {
            return switch (kind) {
                case HOLD -> HELD;
                case REPORT -> this == HELD ? HELD : EXPIRED;
                case SETTLE -> SETTLED;
                case VOID -> GIVEN_BACK;
                case EXPIRE -> EXPIRED;
                case CORRECT -> this == GIVEN_BACK ? SETTLED : CORRECTED;
            };
        }
    }

    private final Map<UUID, At> holds = new HashMap<>();
    private final Map<UUID, Map<Long, Long>> held = new HashMap<>();

    @Override
    public void committed(Attempt attempt) {
        attempt.entries().forEach(entry -> follow(attempt, entry));
    }

    private void follow(Attempt attempt, Entry entry) {
        var at = holds.getOrDefault(entry.decision(), At.NOWHERE);
        if (!at.next.contains(entry.kind())) {
            throw new SimFailure(
                    "C4",
                    "%s: %s of %s, which is %s".formatted(attempt, entry.kind(), World.shown(entry.decision()), at));
        }
        var after = at.after(entry.kind());
        holds.put(entry.decision(), after);
        var its = held.computeIfAbsent(entry.decision(), id -> new HashMap<>());
        for (var posting : entry.postings()) {
            var sum = its.merge(posting.account(), posting.held(), Long::sum);
            if (sum < 0 || (after != At.HELD && sum != 0)) {
                throw new SimFailure(
                        "C4",
                        "%s: %s of %s leaves %d held in account %d"
                                .formatted(
                                        attempt, entry.kind(), World.shown(entry.decision()), sum, posting.account()));
            }
        }
    }
}
