package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.douane.rules.call.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a budget can be scoped by. The order is the order of a scope's words. */
public enum Attribute {
    ORGANISATION,
    PRODUCT,
    TEAM,
    WORKFLOW,
    USER,
    RUN,
    ENVIRONMENT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of the API: {@code organisation}, {@code product} … */
    @JsonValue
    public String word() {
        return word;
    }

    /** What the caller says of itself, null where it says nothing. */
    @Nullable
    String of(Caller caller) {
        return switch (this) {
            case ORGANISATION -> caller.organisation();
            case PRODUCT -> caller.product();
            case TEAM -> caller.team();
            case WORKFLOW -> caller.workflow();
            case USER -> caller.user();
            case RUN -> caller.run();
            case ENVIRONMENT -> caller.environment();
        };
    }
}
