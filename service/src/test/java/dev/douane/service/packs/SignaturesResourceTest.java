package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.signing.SigningKey;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an author can lay beside a published pack: no more than there is room for, and nothing over a signature that counts. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class SignaturesResourceTest {
    private static ValidatableResponse publish(byte[] zip, List<String> signatures) {
        var request = given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .multiPart("pack", "pack.zip", zip, PacksResource.ZIP);
        for (var signature : signatures) {
            request = request.multiPart(
                    "signature", "pack.dsse.json", signature.getBytes(StandardCharsets.UTF_8), "application/json");
        }
        return request.post("/v1/packs").then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get(path)
                .then();
    }

    /** Signed by keys that nobody knows. */
    private static List<String> strangers(Pack pack, int count) {
        var documents = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            documents.add(SigningKey.generate().sign(pack).toJson());
        }
        return documents;
    }

    @Test
    void documents_that_bring_no_signer_find_room_up_to_a_limit_and_are_listed_by_page() throws PackException {
        var zip = PackArchive.of("crowded", "1.0.0", "CROWDED-1").zip();
        var documents = strangers(PackZip.read("crowded", zip), SignatureRoom.IDLE_OF_KEY_MAX + 1);
        var last = documents.removeLast();

        publish(zip, documents).statusCode(201).body("signatures", hasSize(16)).body("moreSignatures", nullValue());
        publish(zip, documents).statusCode(200).body("signatures", hasSize(16)); // a repeat adds nothing
        publish(zip, List.of(documents.getFirst(), last))
                .statusCode(409)
                .body("type", equalTo("https://douane.dev/problems/conflict"))
                .body("detail", allOf(containsString("Signature document 2"), containsString("at most 16")));

        var list = "/v1/packs/crowded/versions/1.0.0/signatures";
        var first = get(list + "?limit=10")
                .statusCode(200)
                .body("signatures", hasSize(10))
                .body("signatures.envelope", everyItem(nullValue()))
                .body("signatures.digest", everyItem(notNullValue()))
                .body("signatures.objections", everyItem(hasItem(containsString("does not count"))));
        var next = first.extract().<String>path("next");
        get(list + "?limit=10&cursor=" + next)
                .statusCode(200)
                .body("signatures", hasSize(6))
                .body("next", nullValue());
        get(list + "?cursor=x").statusCode(400);
        get("/v1/packs/crowded/versions/9.0.0/signatures").statusCode(404);
        assertThat(given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                        .get(list)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void one_document_is_got_by_its_digest() throws PackException {
        var zip = PackArchive.of("digested", "1.0.0", "DIGESTED-1").zip();
        var document = strangers(PackZip.read("digested", zip), 1).getFirst();
        publish(zip, List.of(document)).statusCode(201);

        var list = "/v1/packs/digested/versions/1.0.0/signatures/";
        get(list + PackSignatures.digest(document))
                .statusCode(200)
                .body("envelope", equalTo(document))
                .body("digest", equalTo(PackSignatures.digest(document)))
                .body("objections", hasSize(1));
        get(list + "sha256:" + "0".repeat(64))
                .statusCode(404)
                .body("detail", containsString("There is no signature document (sha256:000"));
    }

    @Test
    void more_documents_in_one_request_than_go_with_a_pack_are_refused_before_they_are_read() {
        var documents = new ArrayList<String>();
        for (int i = 0; i <= Size.ENVELOPES.most(); i++) {
            documents.add("no envelope");
        }

        publish(PackArchive.of("heap", "1.0.0", "HEAP-1").zip(), documents)
                .statusCode(422)
                .body("detail", equalTo("signature documents (17) must be at most 16."));
    }

    /** Seventeen of them made a signed pack an unsigned one for good, and nothing could be added to it. */
    @Test
    void no_crowd_of_documents_takes_a_signature_away_or_keeps_one_out(@TempDir Path directory)
            throws IOException, PackException {
        var ada = SigningKey.generate();
        var grace = SigningKey.generate();
        var policy = directory.resolve("trust.yaml");
        Files.writeString(policy, """
                keys:
                  - name: ada
                    owner: FinOps
                    publicKey: |
                %s
                  - name: grace
                    owner: Legal
                    publicKey: |
                %s
                concerns:
                  cost-tier: {threshold: 1, keys: [ada, grace]}
                """.formatted(
                ada.publicKey().toPem().indent(6), grace.publicKey().toPem().indent(6)));
        var config = new WhoMayPublishTest.Config(Optional.of(policy), Optional.empty(), 1, Duration.ofSeconds(30));
        QuarkusMock.installMockForType(new PackTrust(config, true), PackTrust.class);
        var zip = PackArchive.of("besieged", "1.0.0", "BESIEGED-1").zip();
        var pack = PackZip.read("besieged", zip);
        var signed = ada.sign(pack).toJson();
        publish(zip, List.of(signed)).statusCode(201);

        var crowd = strangers(pack, SignatureRoom.IDLE_OF_KEY_MAX + 1);
        for (var one : crowd.subList(0, SignatureRoom.IDLE_OF_KEY_MAX)) {
            publish(zip, List.of(signed, one)).statusCode(200).body("trust.accepted", equalTo(true));
        }
        publish(zip, List.of(signed, crowd.getLast())).statusCode(409);

        publish(zip, List.of(grace.sign(pack).toJson()))
                .statusCode(200)
                .body("trust.accepted", equalTo(true))
                .body("signatures", hasSize(PackSignatures.SHOWN_MAX))
                .body("moreSignatures", equalTo(2))
                .body("signatures.signers.flatten().key", hasItem("ada"))
                .body("signatures.signers.flatten().key", hasItem("grace"))
                .body("trust.objections.size()", lessThan(102));
    }
}
