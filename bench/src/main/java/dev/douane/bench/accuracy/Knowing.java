package dev.douane.bench.accuracy;

/**
 * Judges denials as somebody would who knew each call's true cost beforehand. Two ways: against the money that is truly left, which stays
 * where it is after each denial; and against what would be left had each call that was denied for nothing been let through.
 */
final class Knowing {
    private final long limit;
    private long admitted;
    private long wouldHaveSpent;
    private int calls;
    private int denials;
    private int falselyDenied;
    private int deniedWithMoneyLeft;

    /** @param limit nano-units */
    Knowing(long limit) {
        this.limit = limit;
    }

    synchronized void admitted(long cost) {
        calls++;
        admitted += cost;
    }

    synchronized void denied(long cost) {
        calls++;
        denials++;
        if (cost <= limit - admitted) {
            deniedWithMoneyLeft++;
        }
        if (cost <= limit - admitted - wouldHaveSpent) {
            falselyDenied++;
            wouldHaveSpent += cost;
        }
    }

    synchronized int denials() {
        return denials;
    }

    synchronized double falselyDeniedPercent() {
        return 100.0 * falselyDenied / calls;
    }

    synchronized double deniedWithMoneyLeftPercent() {
        return 100.0 * deniedWithMoneyLeft / calls;
    }

    /** What admitted calls truly cost, of the limit. */
    synchronized double usedPercent() {
        return 100.0 * admitted / limit;
    }
}
