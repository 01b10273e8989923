package dev.douane.rules.call;

import java.time.Duration;

/**
 * How the caller wants to be answered.
 *
 * @param mode whether the answer binds the ledger
 * @param acceptDowngrade whether a lower tier may stand in
 * @param maxWait how long the caller can wait where a budget frees up by itself; zero or more
 * @param hold whether money is set aside
 * @param explain how much of the why is told
 */
public record Options(Mode mode, boolean acceptDowngrade, Duration maxWait, boolean hold, Explain explain) {
    /** Enforced, downgrade accepted, no waiting, money held, reasons given. */
    public static final Options DEFAULT = new Options(Mode.ENFORCE, true, Duration.ZERO, true, Explain.REASONS);

    /** Whether a decision binds. */
    public enum Mode {
        /** The gateway will do as told: money is held. */
        ENFORCE,
        /** Computed and recorded, nothing is held. */
        ADVISE
    }

    /** How much of the why an answer carries. */
    public enum Explain {
        NONE,
        REASONS,
        /** Reasons, how many deployments each excluded, and the funnel from catalog to eligible. */
        FULL
    }

    public Options {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait (%s) must not be negative".formatted(maxWait));
        }
    }

    /** Whether this decision sets money aside. */
    public boolean holdsMoney() {
        return hold && mode == Mode.ENFORCE;
    }
}
