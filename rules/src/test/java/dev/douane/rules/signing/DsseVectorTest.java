package dev.douane.rules.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The published vector of the envelope format.
 *
 * <p>It lies outside the repository, in {@code ../shared/vectors} or where {@code DOUANE_SHARED} points; without it there is nothing to
 * compare with and the test is skipped. It is signed by another algorithm than ours, which changes nothing of what is signed.
 */
class DsseVectorTest {
    private JsonNode vector = new ObjectMapper().createObjectNode();

    @BeforeEach
    void read() throws IOException {
        var named = System.getenv("DOUANE_SHARED");
        var shared = named == null ? Path.of("..", "..", "shared") : Path.of(named);
        var file = shared.resolve("vectors/dsse/hello-world.json");
        assumeTrue(
                Files.isReadable(file),
                () -> "no vector at " + file + "; DOUANE_SHARED can point to the folder that holds vectors/");
        vector = new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void what_is_signed_is_what_the_format_says() {
        var signed = Envelope.signedBytes(
                vector.get("payloadType").asText(),
                vector.get("serializedBody").asText().getBytes(StandardCharsets.UTF_8));

        assertThat(new String(signed, StandardCharsets.UTF_8))
                .isEqualTo(vector.get("pae").asText());
    }

    @Test
    void the_published_envelope_is_read_and_its_signature_is_over_the_bytes_we_say() throws Exception {
        var envelope = Envelope.parse(vector.get("envelope").toString());

        assertThat(envelope.payloadBytes())
                .asString()
                .isEqualTo(vector.get("serializedBody").asText());
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(
                                new BigInteger(vector.get("publicKeyX").asText()),
                                new BigInteger(vector.get("publicKeyY").asText())),
                        p256())));
        verifier.update(envelope.signedBytes());
        assertThat(verifier.verify(envelope.signatures().getFirst().bytes())).isTrue();
    }

    @Test
    void what_was_read_is_written_the_same() throws IOException {
        var envelope = Envelope.parse(vector.get("envelope").toString());

        assertThat(Envelope.parse(envelope.toJson())).isEqualTo(envelope);
        var written = new ObjectMapper().readTree(envelope.toJson());
        assertThat(written.get("payload")).isEqualTo(vector.at("/envelope/payload"));
        assertThat(written.at("/signatures/0/sig")).isEqualTo(vector.at("/envelope/signatures/0/sig"));
    }

    private static ECParameterSpec p256() throws Exception {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
