package dev.douane.rules.signing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.catalog.Spelling;
import dev.douane.rules.limits.Size;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed text as a DSSE envelope, version 1.0.2: what was signed, of what type it is, and the signatures over both.
 *
 * @param payloadType the media type of the payload
 * @param payload the signed bytes, in Base64
 * @param signatures in the order of the document, at most {@link Size#SIGNATURES}
 */
public record Envelope(String payloadType, String payload, List<Signature> signatures) {
    private static final int DEPTH_MAX = 8;

    private static final String PAYLOAD_TYPE = "payloadType";
    private static final String PAYLOAD = "payload";
    private static final String SIGNATURES = "signatures";
    private static final String KEY_ID = "keyid";
    private static final String SIG = "sig";

    /** What can be shown. */
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9_-]{1,40}");

    private static final Pattern NO_BASE64 = Pattern.compile("[^A-Za-z0-9+/=]");

    /** Members nobody knows are passed over, as the format asks; a member written twice is not. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * One signature.
     *
     * @param keyId which key the signer says it was; a hint that proves nothing, empty where nothing was said
     * @param signature the signature itself, in Base64
     */
    public record Signature(String keyId, String signature) {
        byte[] bytes() {
            return Base64.getDecoder().decode(signature);
        }
    }

    public Envelope {
        signatures = List.copyOf(signatures);
        if (signatures.size() > Size.SIGNATURES.most()) {
            throw new IllegalArgumentException(
                    "signatures (%d) must be at most %d".formatted(signatures.size(), Size.SIGNATURES.most()));
        }
    }

    static Envelope of(String payloadType, byte[] payload, String keyId, byte[] signature) {
        var base64 = Base64.getEncoder();
        return new Envelope(
                payloadType,
                base64.encodeToString(payload),
                List.of(new Signature(keyId, base64.encodeToString(signature))));
    }

    byte[] payloadBytes() {
        return Base64.getDecoder().decode(payload);
    }

    /** What a signature is over: type and payload with their lengths in front, so that neither can pass for a part of the other. */
    public byte[] signedBytes() {
        return signedBytes(payloadType, payloadBytes());
    }

    static byte[] signedBytes(String payloadType, byte[] payload) {
        var type = payloadType.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes("DSSEv1 %s ".formatted(type.length).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes(" %s ".formatted(payload.length).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /**
     * Reads an envelope's JSON. Nothing is verified yet.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Envelope parse(String json) {
        if (json.length() > Size.ENVELOPE_CHARS.most()) {
            throw new IllegalArgumentException("signature document (%d characters) must be at most %d"
                    .formatted(json.length(), Size.ENVELOPE_CHARS.most()));
        }
        var root = tree(json);
        return new Envelope(
                text(root, "", PAYLOAD_TYPE), base64("/payload", text(root, "", PAYLOAD)), signatures(root));
    }

    private static JsonNode tree(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "is no DSSE envelope: %s%s"
                            .formatted(
                                    at == null
                                            ? ""
                                            : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr()),
                                    e.getOriginalMessage().lines().findFirst().orElse("not JSON")),
                    e);
        }
        if (!root.isObject()) {
            throw none(
                    "a JSON object must stand here, as in {\"payloadType\": …, \"payload\": …, \"signatures\": […]}");
        }
        return root;
    }

    private static List<Signature> signatures(JsonNode root) {
        var written = member(root, "", SIGNATURES);
        if (!written.isArray()) {
            throw none("/signatures must be a list");
        }
        if (written.size() > Size.SIGNATURES.most()) {
            throw none("signatures (%d) must be at most %d".formatted(written.size(), Size.SIGNATURES.most()));
        }
        var signatures = new ArrayList<Signature>();
        for (int i = 0; i < written.size(); i++) {
            var at = "/signatures/" + i;
            var one = written.path(i);
            if (!one.isObject()) {
                throw none("%s must be an object with a sig".formatted(at));
            }
            var keyId = one.hasNonNull(KEY_ID) ? text(one, at, KEY_ID) : "";
            signatures.add(new Signature(keyId, base64(at + "/sig", text(one, at, SIG))));
        }
        return signatures;
    }

    private static String text(JsonNode object, String at, String name) {
        var member = member(object, at, name);
        if (!member.isValueNode()) { // a number is as good as its text: documents that are stored say one
            throw none("%s/%s must be a text".formatted(at, name));
        }
        return member.asText();
    }

    /** Members nobody knows are passed over; one that is nearly what is missing is told. */
    private static JsonNode member(JsonNode object, String at, String name) {
        var member = object.get(name);
        if (member == null || member.isNull()) {
            var there = new ArrayList<String>();
            object.fieldNames().forEachRemaining(there::add);
            there.removeIf(word -> !MEMBER.matcher(word).matches());
            throw none("%s/%s is missing%s"
                    .formatted(
                            at,
                            name,
                            Spelling.nearest(name, there)
                                    .map(" (maybe %s stands for it)"::formatted)
                                    .orElse("")));
        }
        return member;
    }

    private static IllegalArgumentException none(String why) {
        return new IllegalArgumentException("is no DSSE envelope: " + why);
    }

    /** The format lets signers choose between the two alphabets. */
    private static String base64(String at, String text) {
        var standard = text.replace('-', '+').replace('_', '/');
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            var strange = NO_BASE64.matcher(standard);
            var why = strange.find()
                    ? "character %d (U+%04X) is none of its"
                            .formatted(strange.start() + 1, standard.codePointAt(strange.start()))
                    : "its end is not whole";
            throw new IllegalArgumentException("is no DSSE envelope: %s is not Base64: %s".formatted(at, why), e);
        }
    }

    /** The envelope as JSON on one line. */
    public String toJson() {
        try {
            return MAPPER.writeValueAsString(new Json(
                    payload,
                    payloadType,
                    signatures.stream()
                            .map(each -> new SignatureJson(each.keyId(), each.signature()))
                            .toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three texts and a list are always JSON", e);
        }
    }

    private record Json(
            @JsonProperty(PAYLOAD) @Nullable String payload,
            @JsonProperty(PAYLOAD_TYPE) @Nullable String payloadType,
            @JsonProperty(SIGNATURES) @Nullable List<SignatureJson> signatures) {}

    private record SignatureJson(
            @JsonProperty(KEY_ID) @Nullable String keyid,
            @JsonProperty(SIG) @Nullable String sig) {}
}
