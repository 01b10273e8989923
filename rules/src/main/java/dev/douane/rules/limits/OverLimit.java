package dev.douane.rules.limits;

/** Something asks for more work than is done for one pack, so it is not done. */
public final class OverLimit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Limit limit;

    /** @param most the largest number that passes here */
    OverLimit(Limit limit, long most) {
        super("asks for too much: at most %d %s".formatted(most, limit.words()), null, false, false);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
