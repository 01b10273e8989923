package dev.douane.service.platform;

import java.util.UUID;
import org.jboss.logging.MDC;

/** Puts the id of a decision on log lines. */
public final class DecisionInLog {
    private static final String KEY = "decision";

    private DecisionInLog() {}

    /** Runs what logs; every line that this thread writes meanwhile carries the id, as {@code decision}. */
    public static void with(UUID decision, Runnable logging) {
        MDC.put(KEY, decision + " "); // the blank parts it from the message: a line without a decision has none
        try {
            logging.run();
        } finally {
            MDC.remove(KEY);
        }
    }
}
