package dev.douane.service.decisions;

import dev.douane.rules.catalog.Country;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query of a list, read as strictly as a body: a parameter nobody knows would silently ask for too much. */
final class ListParameters {
    static final int LIMIT_MAX = 1_000;
    private static final int LIMIT_DEFAULT = 100;
    private static final int TEXT_MAX = 256;
    private static final List<String> VERDICTS = List.of("allow", "reroute", "downgrade", "defer", "deny");
    private static final List<String> KNOWN = List.of(
            "because",
            "cursor",
            "from",
            "jurisdiction",
            "limit",
            "model",
            "product",
            "rule",
            "to",
            "user",
            "verdict",
            "workflow",
            "wouldHave");

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
        parameters.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> violate(name, "unknown parameter; known here: " + String.join(", ", KNOWN)));
        var from = value("from", Instant::parse, "a time such as 2026-11-21T10:00:00Z");
        var to = value("to", Instant::parse, "a time such as 2026-11-21T10:00:00Z");
        if (from != null && to != null && !from.isBefore(to)) {
            violate("to", "[%s] is not after from [%s]".formatted(to, from));
        }
        var limit = value("limit", ListParameters::limit, "a number from 1 to " + LIMIT_MAX);
        var query = new DecisionQuery(
                from,
                to,
                value("verdict", ListParameters::verdict, "one of " + String.join(", ", VERDICTS)),
                text("because"),
                value("wouldHave", ListParameters::verdict, "one of " + String.join(", ", VERDICTS)),
                text("workflow"),
                text("product"),
                text("user"),
                text("model"),
                text("rule"),
                value(
                        "jurisdiction",
                        code -> new Country(code).code(),
                        "a country code of ISO 3166-1 alpha-2 such as DE"),
                value("cursor", ListParameters::cursor, "a cursor of this list"),
                limit == null ? LIMIT_DEFAULT : limit);
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The query is not valid.", violations);
        }
        return query;
    }

    private @Nullable String text(String name) {
        return value(name, ListParameters::checkedText, "1 to %d characters without NUL".formatted(TEXT_MAX));
    }

    /** @param parse throws IllegalArgumentException or DateTimeParseException for what it does not take */
    private <T> @Nullable T value(String name, Function<String, T> parse, String expected) {
        var said = parameters.get(name);
        if (said == null) {
            return null;
        }
        if (said.size() != 1) {
            violate(name, "is given %d times".formatted(said.size()));
            return null;
        }
        try {
            return parse.apply(said.getFirst());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            violate(name, "[%s] is not %s".formatted(shown(said.getFirst()), expected));
            return null;
        }
    }

    private void violate(String name, String message) {
        violations.add(new Violation("?" + name, message));
    }

    private static int limit(String text) {
        var limit = Integer.parseInt(text);
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

    private static UUID cursor(String text) {
        var last = UUID.fromString(text);
        if (last.version() != 7 || !last.toString().equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return last;
    }

    private static String checkedText(String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
