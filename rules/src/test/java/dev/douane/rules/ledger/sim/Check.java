package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.WriterStep.Heard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that must hold whatever goes wrong; told of all that happens, and throws {@link SimFailure} where it does not. */
interface Check {
    default void opened(Account account) {}

    /** @param number of the entry, among those of batches */
    default void amended(long number, List<Account> rows) {}

    /** A batch has just taken effect. */
    default void committed(Attempt attempt) {}

    default void asked(Ticket ticket) {}

    /** An ask is about to be told, or would be, what came of it. */
    default void answering(Ticket ticket, Attempt attempt) {}

    default void heard(SimNode node, @Nullable Attempt attempt, Heard heard) {}

    /** Faults have ended, and nothing is under way. */
    default void quiet() {}

    /** All holds were due, and nothing is under way. */
    default void end() {}
}
