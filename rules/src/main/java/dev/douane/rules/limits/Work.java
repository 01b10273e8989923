package dev.douane.rules.limits;

/** Counts what one job does towards a limit. Not safe for use by several threads. */
public final class Work {
    private final Limit limit;
    private final long most;
    private long spent;

    private Work(Limit limit, long most) {
        this.limit = limit;
        this.most = most;
    }

    /** Nothing done yet. */
    public static Work upTo(Limit limit) {
        return new Work(limit, limit.most());
    }

    /** Nothing done yet, and another number is the largest that passes. */
    public static Work upTo(Limit limit, long most) {
        return new Work(limit, most);
    }

    /**
     * Counts before it is done.
     *
     * @param units zero or more
     * @throws OverLimit if that is more than may be done
     */
    public void spend(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units (%d) must not be negative".formatted(units));
        }
        if (units > most - spent) {
            throw new OverLimit(limit, most);
        }
        spent += units;
    }
}
