package dev.douane.rules.signing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.pack.Pack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a signer of a pack says, as an in-toto statement, version 1: this name has this digest, and these are its facts. */
final class Statement {
    static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE_TYPE = "https://douane.dev/attestation/rule-pack/v1";

    private static final String DIGEST_PREFIX = "sha256:";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Statement() {}

    /** The statement about a pack: the same bytes for the same pack. */
    static byte[] of(Pack pack) {
        var manifest = pack.manifest();
        var root = MAPPER.createObjectNode();
        root.put("_type", STATEMENT_TYPE);
        root.withArray("subject")
                .addObject()
                .put("name", pack.reference())
                .putObject("digest")
                .put("sha256", pack.digest().substring(DIGEST_PREFIX.length()));
        root.put("predicateType", PREDICATE_TYPE);
        var predicate = root.putObject("predicate");
        predicate.put("name", manifest.name());
        predicate.put("version", manifest.version().toString());
        predicate.put("concern", manifest.concern().word());
        predicate.put("title", manifest.title());
        manifest.owners().forEach(predicate.putArray("owners")::add);
        predicate.put("files", pack.files().size());
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always JSON", e);
        }
    }

    /** Why this envelope says nothing about {@code pack}; empty where it does. Its signatures are not looked at. */
    static Optional<String> objection(Envelope envelope, Pack pack) {
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            return Optional.of("payloadType (%s) must be %s".formatted(shown(envelope.payloadType()), PAYLOAD_TYPE));
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(new String(envelope.payloadBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.of("payload is not JSON");
        }
        if (!root.path("_type").asText().equals(STATEMENT_TYPE)) {
            return Optional.of(
                    "_type (%s) must be %s".formatted(shown(root.path("_type").asText()), STATEMENT_TYPE));
        }
        if (!root.path("predicateType").asText().equals(PREDICATE_TYPE)) {
            return Optional.of("predicateType (%s) must be %s"
                    .formatted(shown(root.path("predicateType").asText()), PREDICATE_TYPE));
        }
        var subjects = root.path("subject");
        if (subjects.size() != 1) {
            return Optional.of("subject must name exactly one pack, but names %d".formatted(subjects.size()));
        }
        var subject = subjects.path(0);
        var name = subject.path("name").asText();
        var digest = DIGEST_PREFIX + subject.path("digest").path("sha256").asText();
        if (!name.equals(pack.reference())) {
            return Optional.of("is about (%s), not about %s".formatted(shown(name), pack.reference()));
        }
        if (!digest.equals(pack.digest())) {
            return Optional.of("is about other contents of %s: signed was %s, here is %s"
                    .formatted(pack.reference(), shown(digest), pack.digest()));
        }
        return Optional.empty();
    }

    /** Text from outside goes into messages: without control characters, and not endless. */
    private static String shown(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "…";
    }
}
