package dev.douane.rules.ledger;

/**
 * Decides what waits together: admits calls in arrival order against exact figures, ends holds, gives earlier answers again. A pure function: the same
 * {@link Prefetched} gives the same answer, and is left as it was.
 */
public final class LedgerCore {
    private LedgerCore() {}

    /**
     * Decides all asks, one after the other in their order, each on what those before it leave.
     *
     * <p>An ask that meets a fault gets {@link Outcome.Broke}, and the others are decided as if it had never been there.
     */
    public static Decided decide(Prefetched in) {
        return new Deciding(in).decided();
    }
}
