package dev.douane.rules.terms;

import dev.douane.rules.call.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a budget can be scoped by: first what a caller says of itself, then where the call would go. The order is that of a scope's words. */
public enum Attribute {
    ORGANISATION,
    PRODUCT,
    TEAM,
    WORKFLOW,
    USER,
    RUN,
    ENVIRONMENT,
    PROVIDER,
    MODEL,
    /** Models of one maker and generation. */
    FAMILY,
    TIER;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of the API: {@code organisation}, {@code product} … */
    public String word() {
        return word;
    }

    /** Whether it is about where a call would go, so that it is known for each option only. */
    public boolean isOfTarget() {
        return compareTo(PROVIDER) >= 0;
    }

    /**
     * What the call has, null where the caller says nothing.
     *
     * @param target null where only the caller is looked at; its attributes are then null too
     */
    public @Nullable String of(Caller caller, @Nullable Target target) {
        return switch (this) {
            case ORGANISATION -> caller.organisation();
            case PRODUCT -> caller.product();
            case TEAM -> caller.team();
            case WORKFLOW -> caller.workflow();
            case USER -> caller.user();
            case RUN -> caller.run();
            case ENVIRONMENT -> caller.environment();
            case PROVIDER -> target == null ? null : target.provider();
            case MODEL -> target == null ? null : target.model();
            case FAMILY -> target == null ? null : target.family();
            case TIER -> target == null ? null : target.tier();
        };
    }
}
