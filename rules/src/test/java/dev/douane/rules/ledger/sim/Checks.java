package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.WriterStep.Heard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All checks C1 to C8 of a world; C9 is in {@link World#run}. */
final class Checks implements Check {
    private final List<Check> all;

    Checks(World world) {
        all = List.of(
                new LimitCheck(),
                new FiguresCheck(world),
                new AnswersCheck(world),
                new HoldsCheck(),
                new EvidenceCheck(world),
                new KeysCheck(),
                new ConflictCheck(world),
                new SerialCheck(world));
    }

    @Override
    public void opened(Account account) {
        all.forEach(check -> check.opened(account));
    }

    @Override
    public void amended(long number, List<Account> rows) {
        all.forEach(check -> check.amended(number, rows));
    }

    @Override
    public void committed(Attempt attempt) {
        all.forEach(check -> check.committed(attempt));
    }

    @Override
    public void asked(Ticket ticket) {
        all.forEach(check -> check.asked(ticket));
    }

    @Override
    public void answering(Ticket ticket, Attempt attempt) {
        all.forEach(check -> check.answering(ticket, attempt));
    }

    @Override
    public void heard(SimNode node, @Nullable Attempt attempt, Heard heard) {
        all.forEach(check -> check.heard(node, attempt, heard));
    }

    @Override
    public void quiet() {
        all.forEach(Check::quiet);
    }

    @Override
    public void end() {
        all.forEach(Check::end);
    }
}
