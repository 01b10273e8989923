package dev.douane.rules.seal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.limits.Size;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
        try {
            var written = MAPPER.readValue(json, Json.class);
            if (written == null
                    || written.payloadType() == null
                    || written.payload() == null
                    || written.signatures() == null) {
                throw new IllegalArgumentException(
                        "is no DSSE envelope: payloadType, payload and signatures must be there");
            }
            return new Envelope(
                    written.payloadType(),
                    base64("payload", written.payload()),
                    written.signatures().stream().map(Envelope::signature).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "is no DSSE envelope: "
                            + e.getOriginalMessage().lines().findFirst().orElse("not JSON"),
                    e);
        }
    }

    private static Signature signature(@Nullable SignatureJson written) {
        if (written == null || written.sig() == null) {
            throw new IllegalArgumentException("is no DSSE envelope: each of signatures must have a sig");
        }
        return new Signature(written.keyid() == null ? "" : written.keyid(), base64("sig", written.sig()));
    }

    /** The format lets signers choose between the two alphabets. */
    private static String base64(String member, String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no DSSE envelope: %s is not Base64".formatted(member), e);
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
            @JsonProperty("payload") @Nullable String payload,
            @JsonProperty("payloadType") @Nullable String payloadType,
            @JsonProperty("signatures") @Nullable List<SignatureJson> signatures) {}

    private record SignatureJson(
            @JsonProperty("keyid") @Nullable String keyid,
            @JsonProperty("sig") @Nullable String sig) {}
}
