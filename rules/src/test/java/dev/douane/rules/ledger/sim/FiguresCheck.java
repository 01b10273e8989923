package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Hold;
import java.util.HashMap;
import java.util.Map;

/** C2: figures are the sums of their entries, and what is held is the sum of open holds. That nothing is negative, money itself sees to. */
final class FiguresCheck implements Check {
    private final World world;
    private final Map<Long, long[]> sums = new HashMap<>();

    FiguresCheck(World world) {
        this.world = world;
    }

    @Override
    public void opened(Account account) {
        sums.put(account.id(), new long[2]);
    }

    @Override
    public void committed(Attempt attempt) {
        for (var entry : attempt.batch.entries()) {
            for (var posting : entry.postings()) {
                var sum = sums.get(posting.account());
                sum[0] += posting.held();
                sum[1] += posting.spent();
            }
        }
        attempt.written.forEach(row ->
                check(attempt + ", account " + row.id() + " is not the sum of its entries", row, sums.get(row.id())));
    }

    @Override
    public void quiet() {
        var held = new HashMap<Long, Long>();
        for (var hold : world.store.holds.values()) {
            if (hold.stage() == Hold.Stage.HELD) {
                var reported = hold.state().reported();
                for (var part : hold.parts()) {
                    var rest = part.amount().nanos() - (reported == null ? 0 : reported.nanos());
                    held.merge(part.account(), Math.max(0, rest), Long::sum);
                }
            }
        }
        world.store.accounts.rows().forEach(row -> {
            var open = held.getOrDefault(row.id(), 0L);
            check("account " + row.id() + " does not hold what its holds do", row, new long[] {
                open, row.spent().nanos()
            });
        });
    }

    @Override
    public void end() {
        quiet();
        world.store.accounts.rows().forEach(row -> check("account " + row.id(), row, sums.get(row.id())));
    }

    private static void check(String what, Account row, long[] expected) {
        if (row.held().nanos() != expected[0] || row.spent().nanos() != expected[1]) {
            throw new SimFailure(
                    "C2", "%s: %s, and not %d held, %d spent".formatted(what, row, expected[0], expected[1]));
        }
    }
}
