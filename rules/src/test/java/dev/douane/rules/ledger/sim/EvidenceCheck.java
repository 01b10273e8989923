package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountLine;
import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.Figures;
import dev.douane.rules.ledger.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * C5: whoever replays the entries in the order of their batches' numbers and of their places finds every figure that a decision was told: of
 * hard accounts always, of soft ones where one node was alone.
 */
final class EvidenceCheck implements Check {
    private final World world;
    private final Map<Long, Runnable> byNumber = new TreeMap<>();
    private final Map<Long, long[]> figures = new HashMap<>();
    private final Map<Long, Account> rows = new HashMap<>();

    EvidenceCheck(World world) {
        this.world = world;
    }

    @Override
    public void opened(Account account) {
        figures.put(account.id(), new long[2]);
        rows.put(account.id(), account);
    }

    @Override
    public void amended(long number, List<Account> amended) {
        byNumber.put(number, () -> amended.forEach(row -> rows.put(row.id(), row)));
    }

    @Override
    public void committed(Attempt attempt) {
        if (attempt.number > 0) {
            byNumber.put(attempt.number, () -> replay(attempt));
        }
    }

    @Override
    public void end() {
        byNumber.values().forEach(Runnable::run);
    }

    private void replay(Attempt attempt) {
        var lines = new HashMap<UUID, List<AccountLine>>();
        for (var outcome : attempt.batch.outcomes()) {
            if (outcome instanceof Outcome.Made made) {
                lines.put(made.ask().id(), made.lines());
            }
        }
        for (var entry : attempt.entries()) {
            if (entry.kind() == Entry.Kind.HOLD) {
                lines.getOrDefault(entry.decision(), List.of()).forEach(line -> check(attempt, entry, line));
                lines.remove(entry.decision());
            }
            for (var posting : entry.postings()) {
                var sum = figures.get(posting.account());
                sum[0] += posting.held();
                sum[1] += posting.spent();
            }
        }
    }

    private void check(Attempt attempt, Entry entry, AccountLine line) {
        var told = line.figures();
        if (told.id() == 0 || told.basis() == Figures.Basis.TOLD_ONLY) {
            return;
        }
        var sum = figures.get(told.id());
        if ((told.hard() || world.options.isAlone())
                && (told.held().nanos() != sum[0] || told.spent().nanos() != sum[1])) {
            throw new SimFailure(
                    "C5",
                    "%s: %s was told %s, and the entries before it sum to %d held, %d spent"
                            .formatted(attempt, World.shown(entry.decision()), told, sum[0], sum[1]));
        }
        var row = rows.get(told.id());
        if (told.hard() && !told.limit().equals(row.limit())) {
            throw new SimFailure(
                    "C5", "%s: %s was told %s of %s".formatted(attempt, World.shown(entry.decision()), told, row));
        }
    }
}
