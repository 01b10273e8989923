package dev.douane.rules.ledger.sim;

import java.util.List;

/** A check that does not hold. */
final class SimFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String check;

    /** @param check which one: {@code C1} to {@code C9}, or {@code I} where the sequencer itself saw it */
    SimFailure(String check, String message) {
        super(check + ": " + message);
        this.check = check;
    }

    SimFailure(String check, RuntimeException cause) {
        super(check + ": " + cause + where(cause), cause);
        this.check = check;
    }

    private static String where(RuntimeException cause) {
        var where = new StringBuilder();
        for (var frame : List.of(cause.getStackTrace()).subList(0, Math.min(8, cause.getStackTrace().length))) {
            where.append("\n    at ").append(frame);
        }
        return where.toString();
    }

    String check() {
        return check;
    }
}
