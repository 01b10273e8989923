package dev.douane.service.decisions;

import dev.douane.rules.call.Caller;
import dev.douane.rules.catalog.Country;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import dev.douane.service.platform.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the query of a list says; its names were checked at the door. */
final class ListParameters {
    static final int LIMIT_MAX = 1_000;
    private static final int LIMIT_DEFAULT = 100;
    private static final int TEXT_MAX = 256;
    private static final List<String> VERDICTS = List.of("allow", "reroute", "downgrade", "defer", "deny");

    private final Map<String, List<String>> parameters;
    private final List<Violation> violations = new ArrayList<>();

    private ListParameters(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * @return with {@link #LIMIT_MAX} or less as its limit
     * @throws ProblemException INVALID_REQUEST with all that is wrong
     */
    static DecisionQuery read(Map<String, List<String>> parameters) {
        return new ListParameters(parameters).read();
    }

    /** Whether the caller says how many. */
    static boolean isLimited(Map<String, List<String>> parameters) {
        return parameters.containsKey("limit");
    }

    private DecisionQuery read() {
        var range = Moment.range(said("from"), said("to"), violations);
        var limit = value("limit", ListParameters::limit, "a number from 1 to " + LIMIT_MAX);
        var query = new DecisionQuery(
                range.from(),
                range.to(),
                value("verdict", ListParameters::verdict, "one of " + String.join(", ", VERDICTS)),
                text("because"),
                value("wouldHave", ListParameters::verdict, "one of " + String.join(", ", VERDICTS)),
                name("workflow"),
                name("product"),
                name("user"),
                text("model"),
                text("rule"),
                value(
                        "jurisdiction",
                        code -> new Country(code).code(),
                        "a country code of ISO 3166-1 alpha-2 such as DE"),
                value("ruleset", ListParameters::ruleset, "the number of a ruleset"),
                value("cursor", ListParameters::cursor, "a cursor of this list"),
                limit == null ? LIMIT_DEFAULT : limit);
        if (!violations.isEmpty()) {
            throw ProblemException.ofQuery(violations);
        }
        return query;
    }

    private @Nullable String text(String name) {
        return value(name, ListParameters::checkedText, "1 to %d characters".formatted(TEXT_MAX));
    }

    /** What a caller is called: found however it is spelled, as it was recorded. */
    private @Nullable String name(String name) {
        var said = text(name);
        return said == null ? null : Caller.spelled(said);
    }

    /** @param parse throws IllegalArgumentException for what it does not take */
    private <T> @Nullable T value(String name, Function<String, T> parse, String expected) {
        var said = said(name);
        if (said == null) {
            return null;
        }
        try {
            return parse.apply(said);
        } catch (IllegalArgumentException e) {
            violations.add(Violation.ofParameter(name, "[%s] is not %s".formatted(Shown.of(said), expected)));
            return null;
        }
    }

    private @Nullable String said(String name) {
        return parameters.containsKey(name) ? parameters.get(name).getFirst() : null;
    }

    private static int limit(String text) {
        var limit = WholeNumber.parse(text);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException(text);
        }
        return limit;
    }

    private static String verdict(String text) {
        if (!VERDICTS.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static int ruleset(String text) {
        var number = WholeNumber.parse(text);
        if (number < 1 || !text.equals(Integer.toString(number))) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static UUID cursor(String text) {
        var last = UUID.fromString(text);
        if (last.version() != 7 || !last.toString().equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return last;
    }

    private static String checkedText(String text) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
