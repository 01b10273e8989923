package dev.douane.service.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * JSON as it is written down, nothing guessed: a duplicate member, trailing bytes, an empty body, a member nobody knows, a value of the
 * wrong type, a null in a list, a word outside an enumeration, a time that no database keeps, a number with a long exponent, NUL and half a
 * character are refused with the JSON Pointer of where they stand.
 */
@ApplicationScoped
public class StrictJson {
    /** Largest body of a single request, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;
    /** Largest body of a batch, in bytes. */
    public static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;
    /** Deepest nesting of objects and arrays. */
    public static final int MAX_DEPTH = 16;

    private static final ObjectMapper MAPPER = strict();

    private final ConcurrentHashMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    /**
     * Reads a body of up to 256 KiB.
     *
     * @throws ProblemException INVALID_REQUEST with a pointer, or TOO_LARGE
     */
    public <T> T read(byte[] body, Class<T> type) {
        return read(body, type, MAX_BYTES);
    }

    /**
     * Reads a body.
     *
     * @param maxBytes the largest length that is read at all
     * @throws ProblemException INVALID_REQUEST with a pointer, or TOO_LARGE
     */
    public <T> T read(byte[] body, Class<T> type, int maxBytes) {
        checkLength(body, maxBytes);
        JsonCharacters.check(body, MAPPER.getFactory());
        JsonNumbers.check(body, MAPPER.getFactory());
        return value(body, type);
    }

    /**
     * Reads what this server wrote with {@link #write} and kept, however long it is: what is kept was bounded before, and a bound of requests
     * would make it unreadable for good.
     *
     * @throws IllegalStateException if it is not what this server writes
     */
    public <T> T readStored(String stored, Class<T> type) {
        try {
            return value(stored.getBytes(StandardCharsets.UTF_8), type);
        } catch (ProblemException e) {
            throw new IllegalStateException("what is stored is no %s".formatted(type.getSimpleName()), e);
        }
    }

    /**
     * Reads a body of many parts, each of which fails by itself: {@link #checkPart} is for whoever takes it apart.
     *
     * @throws ProblemException INVALID_REQUEST with a pointer, or TOO_LARGE
     */
    public JsonNode readParts(byte[] body, int maxBytes) {
        checkLength(body, maxBytes);
        JsonCharacters.checkBytes(body);
        JsonNumbers.check(body, MAPPER.getFactory());
        return value(body, JsonNode.class);
    }

    /**
     * Looks for NUL and half characters in one part.
     *
     * @param pointer where it stands in the body
     * @throws ProblemException INVALID_REQUEST with a pointer
     */
    public static void checkPart(JsonNode part, String pointer) {
        JsonCharacters.check(part, pointer);
    }

    private static void checkLength(byte[] body, int maxBytes) {
        if (body == null || body.length == 0) {
            throw ProblemException.at("", "the body is empty; a JSON object is expected");
        }
        if (body.length > maxBytes) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The body has %d bytes; at most %d are read.".formatted(body.length, maxBytes));
        }
    }

    private <T> T value(byte[] body, Class<T> type) {
        try {
            T value = readers.computeIfAbsent(type, MAPPER::readerFor).readValue(body);
            if (value == null) {
                throw ProblemException.at("", "the body is null; a JSON object is expected");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The body could not be read.", List.of());
        }
    }

    /** Writes a value; absent members are left out, times are ISO 8601. */
    public byte[] write(Object value) {
        return writeValue(value);
    }

    static ObjectMapper mapper() {
        return MAPPER;
    }

    static byte[] writeValue(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A value of [%s] cannot be written as JSON.".formatted(value.getClass()), e);
        }
    }

    private static ObjectMapper strict() {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(40)
                        .maxNameLength(256)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        var mapper = JsonMapper.builder(factory)
                .addModule(new ParameterNamesModule())
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule()
                        .addDeserializer(Instant.class, new MomentReader())
                        .setDeserializerModifier(NullsAlone.whereMarked()))
                .addModule(new Jdk8Module());
        return configured(mapper).build();
    }

    private static JsonMapper.Builder configured(JsonMapper.Builder mapper) {
        mapper.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
        for (var type : List.of(LogicalType.Textual, LogicalType.Enum, LogicalType.DateTime)) {
            mapper.withCoercionConfig(type, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
            });
        }
        mapper.withCoercionConfig(
                LogicalType.Textual,
                config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert));
        return mapper;
    }
}
