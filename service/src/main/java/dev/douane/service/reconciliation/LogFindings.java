package dev.douane.service.reconciliation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a check of the log has found.
 *
 * @param decisions how many were held against their holds and their documents
 * @param holds how many were held against their decisions
 * @param differing how many differences there are
 * @param differences the first of them
 */
record LogFindings(long decisions, long holds, long differing, List<LogDifference> differences) {
    /** How many differences are told at most. */
    static final int TOLD_MAX = 100;

    LogFindings {
        differences = List.copyOf(differences);
    }

    boolean isEqual() {
        return differing == 0;
    }

    /** Adds up while a check goes on. */
    static final class Tally {
        private final List<LogDifference> differences = new ArrayList<>();
        private long decisions;
        private long holds;
        private long differing;

        void decisions(int more) {
            decisions += more;
        }

        void holds(int more) {
            holds += more;
        }

        void differs(LogDifference difference) {
            differing++;
            if (differences.size() < TOLD_MAX) {
                differences.add(difference);
            }
        }

        LogFindings soFar() {
            return new LogFindings(decisions, holds, differing, differences);
        }
    }
}
