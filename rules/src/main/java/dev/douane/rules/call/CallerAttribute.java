package dev.douane.rules.call;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller may say of itself. The order is the order of a {@link CallerScope}'s words. */
public enum CallerAttribute {
    ORGANISATION,
    PRODUCT,
    TEAM,
    WORKFLOW,
    USER,
    RUN,
    ENVIRONMENT,
    LOCATION;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of the API: {@code organisation}, {@code product} … */
    public String word() {
        return word;
    }

    /** What the caller says, null where it says nothing. */
    public @Nullable String of(Caller caller) {
        return switch (this) {
            case ORGANISATION -> caller.organisation();
            case PRODUCT -> caller.product();
            case TEAM -> caller.team();
            case WORKFLOW -> caller.workflow();
            case USER -> caller.user();
            case RUN -> caller.run();
            case ENVIRONMENT -> caller.environment();
            case LOCATION -> caller.location();
        };
    }
}
