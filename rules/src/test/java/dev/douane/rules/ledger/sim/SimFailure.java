package dev.douane.rules.ledger.sim;

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
        super(check + ": " + cause, cause);
        this.check = check;
    }

    String check() {
        return check;
    }
}
