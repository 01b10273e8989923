package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountLine;
import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.terms.Carry;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/**
 * C1: no admission takes a hard account past its limit, with what overrides add, as the account stood at the admission's place in the order of
 * commits. Settlements may.
 */
final class LimitCheck implements Check {
    @Override
    public void committed(Attempt attempt) {
        var lines = new HashMap<UUID, List<AccountLine>>();
        var reported = new HashMap<UUID, Long>();
        for (var outcome : attempt.batch.outcomes()) {
            switch (outcome) {
                case Outcome.Made made -> lines.put(made.ask().id(), made.lines());
                case Outcome.Repeated again
                when again.isHeldAgain() && again.hold() != null -> {
                    lines.put(again.of(), again.lines());
                    var told = again.hold().state().reported();
                    reported.put(again.of(), told == null ? 0 : told.nanos());
                }
                default -> {}
            }
        }
        var rows = new HashMap<Long, Account>();
        attempt.before.forEach(row -> rows.put(row.id(), row));
        var used = new HashMap<Long, Long>();
        rows.forEach((id, row) -> used.put(id, row.held().nanos() + row.spent().nanos()));
        for (var entry : attempt.batch.entries()) {
            for (var posting : entry.postings()) {
                var before = used.get(posting.account());
                if (before == null) {
                    continue; // nothing is moved there
                }
                var after = before + posting.held() + posting.spent();
                if (entry.kind() == Entry.Kind.HOLD && posting.held() > 0) {
                    var row = rows.get(posting.account());
                    // what a hold that is taken again still has in the account is not counted against it
                    var without = before - reported.getOrDefault(entry.decision(), 0L) + posting.spent();
                    check(
                            attempt,
                            entry,
                            row,
                            limit(row, lines.getOrDefault(entry.decision(), List.of())),
                            without,
                            after);
                }
                used.put(posting.account(), after);
            }
        }
    }

    private static long limit(Account row, List<AccountLine> lines) {
        return lines.stream()
                .filter(line -> line.id() == row.id())
                .findFirst()
                .map(line -> Carry.sum(row.limit(), line.account().extra()).nanos())
                .orElse(row.limit().nanos());
    }

    private static void check(Attempt attempt, Entry entry, Account row, long limit, long before, long after) {
        var fits = row.mayCross() ? before < limit : after <= limit;
        if (row.hard() && !fits) {
            throw new SimFailure(
                    "C1",
                    "%s: %s takes %s from %d to %d, past its limit %d; it was relied on: %s"
                            .formatted(
                                    attempt,
                                    World.shown(entry.decision()),
                                    row,
                                    before,
                                    after,
                                    limit,
                                    attempt.batch.deltas().get(row.id())));
        }
    }
}
