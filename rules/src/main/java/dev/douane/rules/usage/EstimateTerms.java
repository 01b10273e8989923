package dev.douane.rules.usage;

/**
 * How a budget estimates what a call will cost, for the time between its decision and its settlement.
 *
 * @param mode what is held
 * @param quantilePermille the share of observed completions, in thousandths, whose output is no longer than what is held for; 500 to 999
 * @param floorTokens the fewest output tokens that are held for a completion, whatever was observed; 0 to 1 000 000
 * @param warmUp how many completions must have been observed before they are believed; 1 to 1 000 000
 */
public record EstimateTerms(Mode mode, int quantilePermille, int floorTokens, int warmUp) {
    /** What a budget holds for a call. */
    public enum Mode {
        /** The most the call can cost. Never too little; blocks calls that would have fitted. */
        WORST_CASE,
        /** What calls of the same workflow and model mostly cost. Never above the worst case; a call can cost more. */
        EXPECTED
    }

    /** Most tokens a floor can ask for. */
    public static final int FLOOR_MOST = 1_000_000;
    /** Most completions a warm-up can ask for. */
    public static final int WARM_UP_MOST = 1_000_000;

    /** The most a call can cost: what a budget that says nothing does. */
    public static final EstimateTerms WORST_CASE = new EstimateTerms(Mode.WORST_CASE, 950, 64, 50);

    /** Expected, with the figures of a budget that names no others: 95 % of completions, at least 64 tokens, after 50 completions. */
    public static final EstimateTerms EXPECTED = new EstimateTerms(Mode.EXPECTED, 950, 64, 50);

    /** @throws IllegalArgumentException if a figure is outside its range */
    public EstimateTerms {
        if (quantilePermille < 500 || quantilePermille > 999) {
            throw new IllegalArgumentException(
                    "quantilePermille (%d) must be from 500 to 999".formatted(quantilePermille));
        }
        if (floorTokens < 0 || floorTokens > FLOOR_MOST) {
            throw new IllegalArgumentException(
                    "floorTokens (%d) must be from 0 to %d".formatted(floorTokens, FLOOR_MOST));
        }
        if (warmUp < 1 || warmUp > WARM_UP_MOST) {
            throw new IllegalArgumentException("warmUp (%d) must be from 1 to %d".formatted(warmUp, WARM_UP_MOST));
        }
    }

    public boolean isExpected() {
        return mode == Mode.EXPECTED;
    }
}
