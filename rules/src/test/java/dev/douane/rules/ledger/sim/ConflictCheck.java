package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.WriterStep.Heard;
import org.jspecify.annotations.Nullable;

/** C7: a batch that was decided on its own node's chain is never outrun where that node is alone and nothing is amended. */
final class ConflictCheck implements Check {
    private final boolean isAlone;

    ConflictCheck(World world) {
        isAlone = world.options.isAlone();
    }

    @Override
    public void heard(SimNode node, @Nullable Attempt attempt, Heard heard) {
        if (isAlone && heard instanceof Heard.Conflict) {
            throw new SimFailure("C7", attempt + " of " + node + " is outrun by nobody");
        }
    }
}
