package dev.douane.service.gaps;

import java.time.Instant;
import java.util.List;

/**
 * What the catalog in force leaves open, the heaviest first.
 *
 * @param from since when denied calls were looked at
 * @param denied how many were
 * @param complete whether those are all since then; false where only the newest were looked at
 */
record GapsView(
        int catalogVersion,
        String currency,
        Instant from,
        Instant to,
        int denied,
        boolean complete,
        List<GapView> gaps) {
    /**
     * One thing to fill in.
     *
     * @param term as the catalog's document calls it
     * @param deployments that lack it
     * @param calls denied calls that it stood in the way of, and {@code alone} those that nothing else did
     * @param spend what those calls would have cost as asked
     */
    record GapView(Term term, String provider, List<String> deployments, int calls, int alone, String spend) {
        private static final int DECIMALS = 6;

        static GapView of(Gaps.Gap gap) {
            return new GapView(
                    gap.term(),
                    gap.provider(),
                    gap.deployments(),
                    gap.calls(),
                    gap.alone(),
                    gap.spend().toDecimal(DECIMALS));
        }
    }
}
