package dev.douane.service.reconciliation;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A decision, or a hold, that is not what it must be.
 *
 * @param columns those that its documents contradict; empty unless it is {@link What#COLUMNS}
 */
record LogDifference(UUID decision, What what, List<String> columns) {
    /** What there can be. */
    enum What {
        /** A hold whose decision is not in the log, though its month is. */
        NO_DECISION,
        /** A decision that says it holds money, and no hold. */
        NO_HOLD,
        /** A hold of another amount or deployment than its decision says, or of a decision that says it holds nothing. */
        OTHER_HOLD,
        /** A decision whose columns say something else than its documents. */
        COLUMNS;

        /** As the API writes it: {@code no-hold}. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    LogDifference {
        columns = List.copyOf(columns);
    }

    LogDifference(UUID decision, What what) {
        this(decision, what, List.of());
    }
}
