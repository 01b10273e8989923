package dev.douane.rules.pack;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads YAML into records and guesses nothing: unknown members, duplicate keys, a number where a word belongs are all refused. */
final class StrictYaml {
    private static final int DEPTH_MAX = 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS) // Norway stays Norway
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private StrictYaml() {}

    /**
     * A member that must be there and not be empty.
     *
     * @throws IllegalArgumentException naming it
     */
    static <T> T said(String member, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("%s must not be empty".formatted(member));
        }
        return value;
    }

    /** The line where the value at a JSON pointer begins, 0 where there is none. */
    static int lineOf(String text, String pointer) {
        try (var parser = MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
            return 0;
        } catch (IOException notYaml) {
            return 0;
        }
    }

    /** @throws Malformed naming line and member */
    static <T> T read(String text, Class<T> type) throws Malformed {
        if (text.isBlank()) {
            throw new Malformed(1, "the file is empty");
        }
        try {
            var value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new Malformed(1, "the file is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Malformed(line(text, e, UnaryOperator.identity()), message(e));
        }
    }

    /**
     * Reads without knowing what it will be.
     *
     * @throws Malformed naming the line
     */
    static JsonNode tree(String text) throws Malformed {
        if (text.isBlank()) {
            throw new Malformed(1, "the file is empty");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Malformed(line(text, e, UnaryOperator.identity()), message(e));
        }
    }

    /**
     * Makes of a tree what it is.
     *
     * @param text what the tree was read from
     * @param written where a member of the tree stands in {@code text}, both as JSON pointers
     * @throws Malformed naming line and member
     */
    static <T> T convert(JsonNode tree, Class<T> type, String text, UnaryOperator<String> written) throws Malformed {
        try {
            var value = MAPPER.treeToValue(tree, type);
            if (value == null) {
                throw new Malformed(1, "the file is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new Malformed(line(text, e, written), message(e));
        }
    }

    /** Where the member stands that the exception names; records are made at their end, so its own location may be too far down. */
    private static int line(String text, JsonProcessingException e, UnaryOperator<String> written) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            var pointer = mapping.getPath().stream().map(StrictYaml::step).collect(Collectors.joining("/", "/", ""));
            var line = lineOf(text, written.apply(pointer));
            if (line > 0) {
                return line;
            }
        }
        var at = e.getLocation();
        return at == null ? 0 : Math.max(0, at.getLineNr());
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    private static String message(JsonProcessingException e) {
        var member = e instanceof JsonMappingException mapping ? member(mapping) : "";
        if (e instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds();
            return "unknown member (%s)%s"
                    .formatted(
                            member,
                            known == null
                                    ? ""
                                    : known.stream()
                                            .map(Object::toString)
                                            .sorted()
                                            .collect(Collectors.joining(", ", "; known here: ", "")));
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            var why = e.getCause().getMessage();
            return member.isEmpty() ? "" + why : "member (%s): %s".formatted(member, why);
        }
        if (e instanceof MismatchedInputException mismatch && String.class.equals(mismatch.getTargetType())) {
            return "member (%s) must be text: put it in quotes".formatted(member);
        }
        // the reader's own words, without its note on where in its buffers it stood
        var why = e.getOriginalMessage().lines().findFirst().orElse("not readable");
        return member.isEmpty() ? why : "member (%s): %s".formatted(member, why);
    }

    /** {@code cases.0.expect.verdict}. */
    private static String member(JsonMappingException e) {
        return e.getPath().stream().map(StrictYaml::step).collect(Collectors.joining("."));
    }

    /** YAML that is not what it should be. */
    static final class Malformed extends Exception {
        private final int line;

        Malformed(int line, String message) {
            super(message);
            this.line = line;
        }

        PackProblem in(String file) {
            return new PackProblem(file, line, String.valueOf(getMessage()));
        }
    }
}
