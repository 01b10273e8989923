package dev.douane.rules.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.text.PlainText;
import dev.douane.rules.yaml.YamlTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** Documents of the catalog's kind: where they lie, what they are known by, and what they say. */
final class YamlDocument {
    /** Room for some fifty thousand deployments. */
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private YamlDocument() {}

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
     * The document's tree. What is wrong is noted; what cannot be read on from ends the reading.
     *
     * @throws DocumentException where it is no YAML
     */
    static JsonNode read(byte[] bytes, Problems problems) {
        var tree = YamlTree.read(bytes, (at, line, column) -> problems.stands(at.dotted(), line));
        for (var fault : tree.faults()) {
            problems.noteAt(
                    fault.line(), fault.at().dotted(), fault.message(), fault.wayOut() == null ? "" : fault.wayOut());
        }
        if (tree.isBroken()) {
            problems.throwIfAny();
        }
        return tree.root();
    }

    /** Notes what would mislead whoever reads a document that comes in: in its text, comments included, or behind escapes in quotes. */
    static void refuseMisleading(byte[] bytes, JsonNode root, Problems problems) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        var at = PlainText.firstHidden(text);
        if (at.isEmpty()) {
            refuseMisleading(root, "", problems);
            return;
        }
        int offset = at.getAsInt();
        int line = 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        problems.noteAt(
                line,
                "",
                "a character (U+%04X) stands here that misleads whoever reads the document"
                        .formatted(text.codePointAt(offset)),
                "Maybe leave it out.");
    }

    private static void refuseMisleading(JsonNode node, String path, Problems problems) {
        if (node.isTextual()) {
            refuseMisleading(node.textValue(), path, problems);
        }
        node.properties().forEach(member -> {
            var at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            refuseMisleading(member.getKey(), at, problems);
            refuseMisleading(member.getValue(), at, problems);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseMisleading(node.get(i), "%s[%s]".formatted(path, i), problems);
        }
    }

    private static void refuseMisleading(String text, String path, Problems problems) {
        var at = PlainText.firstHidden(text);
        if (at.isPresent()) {
            problems.note(path, "the text " + PlainText.misleading(text, at.getAsInt()));
        }
    }
}
