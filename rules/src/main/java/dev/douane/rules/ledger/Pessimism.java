package dev.douane.rules.ledger;

/**
 * How many turns lock first. Where other nodes change the same accounts all the time, that is cheaper than to do everything twice: four turns
 * after a conflict, and twice as many each time up to 256, until one came through without.
 */
final class Pessimism {
    private static final int LEAST = 4;
    private static final int MOST = 256;

    private int left;
    private int next = LEAST;

    /** Whether this turn locks first; it counts as one that did. */
    boolean takeOne() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    void conflicted() {
        left = next;
        next = Math.min(next * 2, MOST);
    }

    /** A batch came through that had not locked first. */
    void undisturbed() {
        next = LEAST;
    }
}
