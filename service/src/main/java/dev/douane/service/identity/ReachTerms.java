package dev.douane.service.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.RefusesNullsAlone;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Reach} as JSON: in requests, answers and rows alike.
 *
 * @param caller for whom the key may ask
 */
@Schema(name = "Reach", requiredProperties = "caller")
@RefusesNullsAlone(
        "must be an object of attributes and their values; leave reach out for a key that may ask for anybody")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReachTerms(@Nullable CallerTerms caller) {
    private static final String PLACE = "/reach/caller";
    private static final int VALUES_MAX = 100;
    private static final int VALUE_LENGTH_MAX = CallWords.LENGTH_MAX;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By attribute, one value that is fixed or several that are allowed; an attribute that is left out may be any. */
    @Schema(name = "CallerReach", minProperties = 1)
    @RefusesNullsAlone("must be a list of values; leave reach out for a key that may ask for anybody")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"organisation", "product", "team", "workflow", "user", "environment"})
    record CallerTerms(
            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> organisation,

            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> product,

            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> team,

            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> workflow,

            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> user,

            @Schema(minItems = 1, maxItems = VALUES_MAX) @Nullable
            List<String> environment) {
        private @Nullable List<String> of(CallerAttribute attribute) {
            return switch (attribute) {
                case ORGANISATION -> organisation;
                case PRODUCT -> product;
                case TEAM -> team;
                case WORKFLOW -> workflow;
                case USER -> user;
                case ENVIRONMENT -> environment;
                case RUN, LOCATION -> null; // a run is its workflow's, and where somebody sits says nothing of who pays
            };
        }
    }

    /** Null where the key asks for anybody. */
    static @Nullable ReachTerms of(Reach reach) {
        if (reach == Reach.UNLIMITED) {
            return null;
        }
        var values = reach.callers().values();
        return new ReachTerms(new CallerTerms(
                list(values.get(CallerAttribute.ORGANISATION)),
                list(values.get(CallerAttribute.PRODUCT)),
                list(values.get(CallerAttribute.TEAM)),
                list(values.get(CallerAttribute.WORKFLOW)),
                list(values.get(CallerAttribute.USER)),
                list(values.get(CallerAttribute.ENVIRONMENT))));
    }

    private static @Nullable List<String> list(@Nullable SortedSet<String> values) {
        return values == null ? null : List.copyOf(values);
    }

    /**
     * What was said, in the one spelling of callers.
     *
     * @param wrong gets what is wrong, each with its place; what is returned then is of no use
     */
    Reach read(List<Violation> wrong) {
        var before = wrong.size();
        var scope = new TreeMap<CallerAttribute, SortedSet<String>>();
        for (var attribute : CallerAttribute.values()) {
            var said = caller == null ? null : caller.of(attribute);
            if (said != null) {
                var read = values(said, PLACE + "/" + attribute.word(), wrong);
                if (!read.isEmpty()) {
                    scope.put(attribute, read);
                }
            }
        }
        if (scope.isEmpty() && wrong.size() == before) { // nothing said must not come to mean anybody
            wrong.add(
                    new Violation(PLACE, "must name an attribute; leave reach out for a key that may ask for anybody"));
        }
        return Reach.of(new CallerScope(scope));
    }

    private static SortedSet<String> values(List<String> said, String place, List<Violation> wrong) {
        if (said.isEmpty() || said.size() > VALUES_MAX) {
            wrong.add(new Violation(place, "has %d values; 1 to %d are taken".formatted(said.size(), VALUES_MAX)));
        }
        var values = new TreeSet<String>();
        for (int i = 0; i < said.size(); i++) {
            var value = Caller.spelled(said.get(i));
            var fault = PlainText.faultInWord(value);
            if (value.isEmpty() || value.length() > VALUE_LENGTH_MAX) {
                wrong.add(new Violation(
                        place + "/" + i,
                        "[%s] must have 1 to %d characters".formatted(Shown.of(value), VALUE_LENGTH_MAX)));
            } else if (fault != null) {
                wrong.add(new Violation(place + "/" + i, "[%s] %s".formatted(Shown.of(value), fault)));
            } else {
                values.add(value);
            }
        }
        return values;
    }

    /** As a row keeps it; null where the key asks for anybody. */
    static @Nullable String written(Reach reach) {
        var terms = of(reach);
        try {
            return terms == null ? null : JSON.writeValueAsString(terms);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("reach (%s) cannot be written".formatted(terms), e);
        }
    }

    /**
     * What a row keeps.
     *
     * @throws IllegalStateException if it says anything that is not understood: then the key is for nobody
     */
    static Reach stored(@Nullable String written) {
        if (written == null) {
            return Reach.UNLIMITED;
        }
        var wrong = new ArrayList<Violation>();
        try {
            var reach = JSON.readValue(written, ReachTerms.class).read(wrong);
            if (wrong.isEmpty()) {
                return reach;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored reach (%s) is not readable".formatted(written), e);
        }
        throw new IllegalStateException("stored reach (%s) is not readable: %s".formatted(written, wrong));
    }
}
