package dev.douane.rules.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * YAML as a tree, strictly: one document, no duplicate keys, no aliases or merges, nothing after the end.
 *
 * <p>Scalars keep their YAML type: only quoted or non-numeric text is a string, and nothing but {@code true} and {@code false} is a boolean
 * (so Norway stays Norway).
 */
final class YamlDocument {
    /** Room for some fifty thousand deployments. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int MOST_DEPTH = 32;
    private static final YAMLFactory YAML = factory();

    private final YAMLParser parser;
    private final Problems problems;

    private YamlDocument(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    private static YAMLFactory factory() {
        var options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        options.setNestingDepthLimit(MOST_DEPTH);
        return YAMLFactory.builder()
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .loaderOptions(options)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .build())
                .build();
    }

    /**
     * Reads all bytes of a stream and closes it.
     *
     * @throws DocumentException if there are more than {@link #MOST_BYTES}
     * @throws UncheckedIOException if it cannot be read
     */
    static byte[] bytes(InputStream in, String document) {
        try (in) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                var problems = new Problems(document);
                problems.note("", "the document is larger than %d bytes".formatted(MOST_BYTES));
                problems.throwIfAny();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(document + " cannot be read", e);
        }
    }

    /** A document that lies beside this class. */
    static InputStream shipped(String name) {
        return Objects.requireNonNull(YamlDocument.class.getResourceAsStream(name), name);
    }

    /** The digest a document is known by: {@code sha256:} and 64 hex digits. */
    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The document's tree. What is wrong is noted; syntax errors end the reading.
     *
     * @throws DocumentException on a syntax error
     */
    static JsonNode read(byte[] bytes, Problems problems) {
        try (var parser = YAML.createParser(bytes)) {
            var first = parser.nextToken();
            var tree = first == null ? MissingNode.getInstance() : new YamlDocument(parser, problems).value(first, "");
            if (parser.nextToken() != null) {
                problems.note("", "there is more than one document; a line of three dashes begins a second one");
            }
            return tree;
        } catch (JsonProcessingException e) {
            var line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.noteAt(line, "", "this is not YAML: " + withoutExcerpts(e.getOriginalMessage()), "");
            problems.throwIfAny();
            throw new AssertionError("a problem was noted", e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }

    /** The YAML reader shows where it was between the lines that say what is wrong. */
    private static String withoutExcerpts(String message) {
        return message.lines()
                .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining(", "));
    }

    private JsonNode value(JsonToken token, String path) throws IOException {
        problems.stands(path, parser.currentTokenLocation().getLineNr());
        if (parser.isCurrentAlias()) {
            problems.note(
                    path,
                    "alias (%s) is not understood here".formatted(parser.getText()),
                    "Maybe write the value out.");
        }
        var nodes = JsonNodeFactory.instance;
        return switch (token) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            default -> nodes.textNode(parser.getText());
        };
    }

    private JsonNode object(String path) throws IOException {
        var object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var memberPath = path.isEmpty() ? name : path + "." + name;
            var line = parser.currentTokenLocation().getLineNr();
            problems.stands(memberPath, line);
            var member = value(parser.nextToken(), memberPath);
            if (object.has(name)) {
                problems.noteAt(line, memberPath, "the member (%s) is there twice".formatted(name), "");
            } else {
                object.set(name, member);
            }
        }
        return object;
    }

    private JsonNode array(String path) throws IOException {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, "%s[%s]".formatted(path, array.size())));
        }
        return array;
    }
}
