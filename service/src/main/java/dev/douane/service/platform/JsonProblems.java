package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body in words of the API: a pointer and a sentence, no class names. */
final class JsonProblems {
    /** Members whose name was another one before 0.2. */
    private static final Map<String, String> RENAMED = Map.of("hardness", "enforcement", "starter", "default");

    private JsonProblems() {}

    static ProblemException of(JsonProcessingException failure) {
        if (failure instanceof StreamConstraintsException) {
            return ProblemException.at("", "a limit is passed: " + constraint(failure.getOriginalMessage()));
        }
        if (failure instanceof InputCoercionException outOfRange) {
            return ProblemException.at(place(outOfRange), "is not " + expected(outOfRange.getTargetType()));
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return ProblemException.at(pointer(unknown), unknown(unknown));
        }
        if (failure instanceof ValueInstantiationException refused) {
            return ProblemException.at(pointer(refused), reason(refused));
        }
        if (failure instanceof InvalidFormatException format) {
            return ProblemException.at(
                    pointer(format),
                    "[%s] is not %s"
                            .formatted(Shown.of(String.valueOf(format.getValue())), expected(format.getTargetType())));
        }
        if (failure instanceof NullsAlone.Found nulls) {
            return new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The request is not valid.",
                    nulls.members().stream()
                            .map(member -> new Violation(pointer(nulls) + step(member), nulls.getOriginalMessage()))
                            .toList());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return ProblemException.at(pointer(mismatch), mismatched(mismatch));
        }
        if (failure instanceof JsonMappingException mapping) {
            return mapping.getCause() instanceof JsonProcessingException inner
                    ? of(inner)
                    : ProblemException.at(pointer(mapping), reason(mapping));
        }
        return ProblemException.at("", syntax(failure));
    }

    private static String unknown(UnrecognizedPropertyException unknown) {
        var now = RENAMED.get(unknown.getPropertyName());
        return now != null
                        && unknown.getKnownPropertyIds() != null
                        && unknown.getKnownPropertyIds().contains(now)
                ? "unknown member; it is called " + now
                : "unknown member; known here: " + known(unknown);
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "/" + step.getIndex() : step(step.getFieldName()))
                .collect(Collectors.joining());
    }

    /** The parser itself refuses a number that a member cannot hold, before it is known whose it is; it stands at it. */
    private static String place(InputCoercionException outOfRange) {
        var parser = outOfRange.getProcessor();
        return parser == null ? "" : parser.getParsingContext().pathAsPointer().toString();
    }

    private static String step(String member) {
        return "/" + member.replace("~", "~0").replace("/", "~1");
    }

    private static String known(UnrecognizedPropertyException unknown) {
        var names = unknown.getKnownPropertyIds();
        return names == null || names.isEmpty()
                ? "none"
                : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /** What a record's own constructor said; other causes are not shown. */
    private static String reason(JsonMappingException refused) {
        Throwable cause = refused.getCause();
        while (cause != null && cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "the value is not valid";
    }

    private static String mismatched(MismatchedInputException mismatch) {
        var message = String.valueOf(mismatch.getOriginalMessage());
        if (message.startsWith("Trailing token")) {
            return "something follows the JSON value";
        }
        if (message.startsWith("No content")) {
            return "the body is empty; a JSON object is expected";
        }
        if (mismatch instanceof InvalidNullException) {
            return "null is no item of a list or an object here";
        }
        if (message.contains("map `null` into type") || message.contains("Cannot coerce `null`")) {
            return "null is not " + expected(mismatch.getTargetType());
        }
        if (message.startsWith("Missing required creator property") || message.startsWith("Missing creator property")) {
            return "is missing";
        }
        return "is not " + expected(mismatch.getTargetType());
    }

    private static String expected(@Nullable Type type) {
        if (!(type instanceof Class<?> wanted)) {
            return "of the expected type";
        }
        if (wanted.isEnum()) {
            return "one of "
                    + Arrays.stream(wanted.getEnumConstants())
                            .map(JsonProblems::word)
                            .collect(Collectors.joining(", "));
        }
        return plain(wanted).orElse("a JSON object");
    }

    private static Optional<String> plain(Class<?> wanted) {
        if (CharSequence.class.isAssignableFrom(wanted)) {
            return Optional.of("a string");
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return Optional.of("true or false");
        }
        if (List.of(int.class, long.class, short.class, Integer.class, Long.class, Short.class, BigInteger.class)
                .contains(wanted)) {
            return Optional.of("a whole number in range");
        }
        if (wanted.isPrimitive() || wanted == BigDecimal.class || Number.class.isAssignableFrom(wanted)) {
            return Optional.of("a number");
        }
        if (wanted == Duration.class) {
            return Optional.of("a duration such as \"PT15M\"");
        }
        if (Temporal.class.isAssignableFrom(wanted)) {
            return Optional.of(Moment.EXPECTED);
        }
        if (wanted == UUID.class) {
            return Optional.of("a UUID");
        }
        if (Collection.class.isAssignableFrom(wanted) || wanted.isArray()) {
            return Optional.of("a list");
        }
        return Map.class.isAssignableFrom(wanted) ? Optional.of("an object of names and values") : Optional.empty();
    }

    private static String word(Object constant) {
        var written = new String(StrictJson.writeValue(constant), java.nio.charset.StandardCharsets.UTF_8);
        return written.replace("\"", "");
    }

    private static String syntax(JsonProcessingException failure) {
        var message = String.valueOf(failure.getOriginalMessage());
        var at = failure.getLocation();
        var place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        if (message.startsWith("Duplicate field")) {
            return message.replace("Duplicate field", "duplicate member") + place;
        }
        return "not well-formed JSON" + place;
    }

    private static String constraint(@Nullable String message) {
        var text = String.valueOf(message);
        if (text.contains("nesting depth")) {
            return "objects and arrays may be nested %d deep".formatted(StrictJson.MAX_DEPTH);
        }
        if (text.contains("Number")) {
            return "a number may have 40 digits";
        }
        return "a name or a text is too long";
    }
}
