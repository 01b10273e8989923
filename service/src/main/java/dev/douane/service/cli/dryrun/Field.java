package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A field of a question that a column, {@code --set} or {@code --weights} may fill. */
enum Field {
    MODEL("call", "model", Kind.TEXT),
    PROVIDER("call", "provider", Kind.TEXT),
    REGION("call", "region", Kind.TEXT),
    DEPLOYMENT("call", "deployment", Kind.TEXT),
    OPERATION("call", "operation", Kind.TEXT),
    INPUT_TOKENS("call", "inputTokens", Kind.COUNT, "contexttokens"),
    CACHED_INPUT_TOKENS("call", "cachedInputTokens", Kind.COUNT),
    MAX_OUTPUT_TOKENS("call", "maxOutputTokens", Kind.COUNT, "outputtokens", "generatedtokens"),
    N("call", "n", Kind.COUNT),
    SERVICE_TIER("call", "serviceTier", Kind.TEXT),
    CAPABILITIES("call", "capabilities", Kind.LIST),
    ORGANISATION("caller", "organisation", Kind.TEXT),
    PRODUCT("caller", "product", Kind.TEXT),
    TEAM("caller", "team", Kind.TEXT),
    WORKFLOW("caller", "workflow", Kind.TEXT),
    USER("caller", "user", Kind.TEXT),
    RUN("caller", "run", Kind.TEXT),
    ENVIRONMENT("caller", "environment", Kind.TEXT),
    LOCATION("caller", "location", Kind.TEXT),
    CLASSES("data", "classes", Kind.LIST),
    SUBJECT_LOCATIONS("data", "subjectLocations", Kind.LIST),
    TASK("workload", "task", Kind.TEXT),
    CRITICALITY("workload", "criticality", Kind.TEXT),
    PHASE("workload", "phase", Kind.TEXT),
    INTERACTIVE("workload", "interactive", Kind.YES_NO),
    ACCEPT_DOWNGRADE("options", "acceptDowngrade", Kind.YES_NO),
    MAX_WAIT("options", "maxWait", Kind.TEXT);

    private enum Kind {
        TEXT,
        COUNT,
        YES_NO,
        LIST
    }

    private final String section;
    private final String member;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, its type does not say so
    private final List<String> otherNames;

    Field(String section, String member, Kind kind, String... otherNames) {
        this.section = section;
        this.member = member;
        this.kind = kind;
        this.otherNames = List.of(otherNames);
    }

    /** The field of a column name: the member alone or with its section, upper or lower case, or the name a public trace uses. */
    static Optional<Field> named(String name) {
        var wanted = name.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(field -> wanted.equals(field.member.toLowerCase(Locale.ROOT))
                        || wanted.equals(field.path().toLowerCase(Locale.ROOT))
                        || field.otherNames.contains(wanted))
                .findFirst();
    }

    /** All names, for messages. */
    static String known() {
        return Arrays.stream(values()).map(field -> field.member).collect(Collectors.joining(", "));
    }

    /** {@code call.model}. */
    String path() {
        return section + "." + member;
    }

    /** {@code /call/model}: the JSON pointer of the field in a question. */
    String pointer() {
        return "/" + section + "/" + member;
    }

    /**
     * Writes {@code text} into a question. An empty text leaves the field out; lists are parted by {@code |}.
     *
     * @throws IllegalArgumentException if the text is not of the field's kind
     */
    void write(ObjectNode question, String text) {
        var value = text.strip();
        if (value.isEmpty()) {
            return;
        }
        var target = question.withObjectProperty(section);
        switch (kind) {
            case TEXT -> target.put(member, value);
            case COUNT -> target.put(member, count(value));
            case YES_NO -> target.put(member, yesOrNo(value));
            case LIST -> {
                var list = target.putArray(member);
                Arrays.stream(value.split("\\|", -1)).map(String::strip).forEach(list::add);
            }
        }
    }

    private static int count(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("(%s) is not a whole number".formatted(value), e);
        }
    }

    private static boolean yesOrNo(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("(%s) is neither true nor false".formatted(value));
        };
    }
}
