package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.limits.Size;
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
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an author meets who publishes a pack. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class PublishingResourceTest {
    private static ValidatableResponse publish(byte[] zip) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType(PacksResource.ZIP)
                .body(zip)
                .post("/v1/packs")
                .then();
    }

    @Test
    void a_pack_is_published_once_and_shown_with_its_rules_and_what_fires_them() {
        var pack = PackArchive.of("first", "1.0.0", "FIRST-1");

        publish(pack.zip())
                .statusCode(201)
                .header("Location", endsWith("/v1/packs/first/versions/1.0.0"))
                .body("name", equalTo("first"))
                .body("files.path", contains("pack.yaml", "rules/ceiling.drl", "tests/ceiling.yaml"))
                .body("rules", hasSize(1))
                .body("rules[0].id", equalTo("FIRST-1"))
                .body("rules[0].reason", equalTo("Work of FIRST-1 runs on economy models."))
                .body("rules[0].firedBy", contains("FIRST-1 is not for frontier models"))
                .body("signatures", hasSize(0));
        publish(pack.zip()).statusCode(200).body("rules[0].id", equalTo("FIRST-1"));
    }

    @Test
    void a_version_that_is_there_with_another_content_is_a_conflict() {
        publish(PackArchive.of("second", "1.0.0", "SECOND-1").zip()).statusCode(201);

        publish(PackArchive.of("second", "1.0.0", "SECOND-2").zip())
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("pack (second@1.0.0) is already stored with another digest"))
                .body("detail", containsString("Maybe raise the version in pack.yaml."));
        publish(PackArchive.of("second", "1.1.0", "SECOND-2").zip()).statusCode(201);
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/packs/second/versions")
                .then()
                .statusCode(200)
                .body("packs.version", contains("1.0.0", "1.1.0"));
    }

    @Test
    void failing_scenarios_and_rules_that_none_fires_are_said_together() {
        var pack = PackArchive.of("wrong", "1.0.0", "WRONG-1")
                .replacing("tests/ceiling.yaml", "verdict: deny", "verdict: allow")
                .with("rules/other.drl", """
                        rule "Nobody fires this"
                            @id("WRONG-2")
                            @reason("Nobody looks.")
                        when
                            Workload(task == "nothing")
                        then
                            decision.capTier("economy");
                        end
                        """);

        publish(pack.zip())
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body("detail", equalTo("wrong@1.0.0 has 2 problems."))
                .body("violations.file", contains(nullValue(), equalTo("tests/ceiling.yaml")))
                .body("violations[1].line", equalTo(4))
                .body("violations[1].message", containsString("verdict should be allow but is deny"))
                .body("violations[0].message", containsString("rule (WRONG-2) is fired by no scenario"));
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/packs/wrong/versions/1.0.0")
                .then()
                .statusCode(404);
    }

    @Test
    void a_spreadsheet_that_shows_another_thing_than_it_holds_is_refused_with_the_cell() throws IOException {
        publish(PackArchive.of("merged", "1.0.0", "MERGED-1")
                        .with("tables/ceilings.xlsx", merged())
                        .zip())
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body("violations.file", hasItem("tables/ceilings.xlsx"))
                .body("violations.message", hasItem(containsString("the cells (B7:B8) are merged")))
                .body("violations.find { it.message.contains('merged') }.line", equalTo(7))
                .body("violations.find { it.message.contains('merged') }.column", equalTo(2));
    }

    private static byte[] merged() throws IOException {
        var rows = List.of(
                List.of("RuleSet", "ceilings"),
                List.of("RuleTable Ceilings by task"),
                List.of("NAME", "CONDITION", "ACTION", "METADATA", "METADATA"),
                List.of("", "Workload"),
                List.of(
                        "",
                        "task == \"$param\"",
                        "decision.capTier(\"$param\");",
                        "id(\"$param\")",
                        "reason(\"$param\")"),
                List.of("rule", "task", "ceiling", "id", "reason"),
                List.of("Mail", "mail", "economy", "MERGED-2", "Mail runs on economy models."),
                List.of("More mail", "", "standard", "MERGED-3", "People see that this is for mail too."));
        try (var workbook = new XSSFWorkbook();
                var bytes = new ByteArrayOutputStream()) {
            var sheet = workbook.createSheet("ceilings");
            for (int row = 0; row < rows.size(); row++) {
                var cells = sheet.createRow(row);
                for (int column = 0; column < rows.get(row).size(); column++) {
                    if (!rows.get(row).get(column).isEmpty()) {
                        cells.createCell(column).setCellValue(rows.get(row).get(column));
                    }
                }
            }
            sheet.addMergedRegion(CellRangeAddress.valueOf("B7:B8"));
            workbook.write(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void who_ends_the_process_that_reads_a_pack_says_nothing_of_the_pack() {
        var pack = PackArchive.of("innocent", "1.0.0", "INNOCENT-1").zip();

        var interrupted = CompletableFuture.supplyAsync(() -> publish(pack));
        do {
            ProcessHandle.current()
                    .children()
                    .filter(PublishingResourceTest::isWorker)
                    .forEach(ProcessHandle::destroyForcibly);
        } while (!interrupted.isDone());

        interrupted
                .join()
                .statusCode(503)
                .header("Retry-After", "10")
                .body("type", endsWith("/unavailable"))
                .body("detail", endsWith("Nothing is known of the pack; try again."));
        publish(pack).statusCode(201);
    }

    /** Its command line is longer than what is told of it elsewhere. */
    private static boolean isWorker(ProcessHandle child) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"))
                    .contains("WorkerMain");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void what_does_not_compile_or_is_no_pack_is_refused_with_the_place() {
        publish(PackArchive.of("typo", "1.0.0", "TYPO-1")
                        .replacing("rules/ceiling.drl", "capTier", "capTire")
                        .zip())
                .statusCode(422)
                .body("violations.file", hasItem("rules/ceiling.drl"));
        publish(PackArchive.of("stray", "1.0.0", "STRAY-1")
                        .with("Evil.java", "class Evil {}")
                        .zip())
                .statusCode(422)
                .body("violations.file", hasItem("Evil.java"));
        publish("no zip at all".getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"));
    }

    /** One byte more is a 413, as {@code HalfSentBodiesTest} has it. */
    @Test
    void an_archive_as_long_as_they_may_be_is_read() {
        publish(new byte[Size.ARCHIVE_BYTES.most()])
                .statusCode(422)
                .body("violations.message", hasItem(containsString("is not a zip archive")));
    }

    @Test
    void the_download_is_the_same_whoever_zipped_it() throws PackException {
        var pack = PackArchive.of("third", "1.0.0", "THIRD-1");
        publish(pack.zip()).statusCode(201);

        var downloaded = given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/packs/third/versions/1.0.0/zip")
                .then()
                .statusCode(200)
                .contentType(PacksResource.ZIP)
                .header("Content-Disposition", containsString("third-1.0.0.zip"))
                .extract()
                .asByteArray();

        assertThat(downloaded).isEqualTo(PackZip.write(PackZip.read("third", pack.zip())));
        publish(downloaded).statusCode(200);
    }

    @Test
    void signatures_are_kept_beside_the_pack_and_may_come_later() throws PackException {
        var pack = PackArchive.of("signed", "1.0.0", "SIGNED-1").zip();
        var read = PackZip.read("signed", pack);
        var alice = SigningKey.generate().sign(read).toJson();
        var bob = SigningKey.generate().sign(read).toJson();

        publishSigned(pack, alice).statusCode(201).body("signatures.envelope", contains(alice));
        publishSigned(pack, alice, bob)
                .statusCode(200)
                .body("signatures.envelope", hasItems(alice, bob))
                .body("signatures", hasSize(2))
                .body("signatures.signers", everyItem(empty()))
                .body("signatures.objections", everyItem(hasItem(containsString("does not count"))))
                .body("trust.policy", equalTo("none"))
                .body("trust.accepted", equalTo(true))
                .body("trust.needed", equalTo(0));
        publishSigned(pack, "{\"payload\": 1}")
                .statusCode(422)
                .body("detail", allOf(containsString("Signature document 1"), containsString("no DSSE envelope")));
    }

    /** Whoever believes in keys one day must not find such a signature beside the pack. */
    @Test
    void a_signature_of_something_else_is_refused_where_nobodys_counts_too() throws PackException {
        var pack = PackArchive.of("misfit", "1.0.0", "MISFIT-1").zip();
        var other = PackArchive.of("misfit", "1.0.1", "MISFIT-1").zip();
        var key = SigningKey.generate();
        var fits = key.sign(PackZip.read("misfit", pack)).toJson();
        var misfit = key.sign(PackZip.read("misfit", other)).toJson();

        publishSigned(pack, fits, misfit)
                .statusCode(422)
                .body("type", endsWith("/pack-rejected"))
                .body("violations.message", contains(containsString("signature document 2")));
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/packs/misfit/versions/1.0.0")
                .then()
                .statusCode(404);
        publishSigned(pack, fits).statusCode(201);
    }

    @Test
    void with_a_policy_the_pack_shows_who_vouches_for_it(@TempDir Path directory) throws IOException, PackException {
        var key = SigningKey.generate();
        var policy = directory.resolve("trust.yaml");
        Files.writeString(policy, """
                keys:
                  - name: finops-1
                    owner: FinOps
                    publicKey: |
                %s
                concerns:
                  cost-tier: {threshold: 1, keys: [finops-1]}
                """.formatted(key.publicKey().toPem().indent(6)));
        var config = new WhoMayPublishTest.Config(Optional.of(policy), Optional.empty(), 1, Duration.ofSeconds(30));
        QuarkusMock.installMockForType(new PackTrust(config, true), PackTrust.class);
        var pack = PackArchive.of("vouched", "1.0.0", "VOUCHED-1").zip();
        var read = PackZip.read("vouched", pack);
        var ours = key.sign(read).toJson();
        var strangers = SigningKey.generate().sign(read).toJson();

        publishSigned(pack, strangers)
                .statusCode(422)
                .body("violations.message", hasItem(containsString("asks for signatures by 1 of finops-1")));
        publishSigned(pack, ours, strangers).statusCode(201);

        var signature = "signatures.find { it.envelope == '%s' }";
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/packs/vouched/versions/1.0.0")
                .then()
                .statusCode(200)
                .body("signatures", hasSize(2))
                .body(signature.formatted(ours) + ".signers.key", contains("finops-1"))
                .body(signature.formatted(ours) + ".signers.owner", contains("FinOps"))
                .body(signature.formatted(ours) + ".objections", empty())
                .body(signature.formatted(strangers) + ".signers", empty())
                .body(signature.formatted(strangers) + ".objections", contains(containsString("does not count")))
                .body("trust.policy", matchesPattern("sha256:[0-9a-f]{64}"))
                .body("trust.accepted", equalTo(true))
                .body("trust.needed", equalTo(1));
    }

    /** Who signs later need not have the documents of those who signed before; a pack that is new needs all that are asked for. */
    @Test
    void a_further_signer_of_a_published_pack_brings_a_document_alone(@TempDir Path directory)
            throws IOException, PackException {
        var ada = SigningKey.generate();
        var bob = SigningKey.generate();
        var cyd = SigningKey.generate();
        var policy = directory.resolve("trust.yaml");
        Files.writeString(policy, "keys:\n" + holder("ada", ada) + holder("bob", bob) + holder("cyd", cyd) + """
                concerns:
                  cost-tier: {threshold: 2, keys: [ada, bob, cyd]}
                """);
        var config = new WhoMayPublishTest.Config(Optional.of(policy), Optional.empty(), 1, Duration.ofSeconds(30));
        QuarkusMock.installMockForType(new PackTrust(config, true), PackTrust.class);
        var pack = PackArchive.of("further", "1.0.0", "FURTHER-1").zip();
        var read = PackZip.read("further", pack);

        publishSigned(pack, cyd.sign(read).toJson())
                .statusCode(422)
                .body("violations.message", hasItem(containsString("only cyd signed")));
        publishSigned(pack, ada.sign(read).toJson(), bob.sign(read).toJson()).statusCode(201);
        publishSigned(pack, cyd.sign(read).toJson())
                .statusCode(200)
                .body("signatures.signers.key.flatten()", contains("ada", "bob", "cyd"));
        var others = PackArchive.of("further", "1.0.0", "FURTHER-2").zip();
        publishSigned(others, cyd.sign(PackZip.read("further", others)).toJson())
                .statusCode(422)
                .body("violations.message", hasItem(containsString("only cyd signed")));
    }

    private static String holder(String name, SigningKey key) {
        return "  - name: %s\n    owner: %s\n    publicKey: |\n%s"
                .formatted(name, name, key.publicKey().toPem().indent(6));
    }

    private static ValidatableResponse publishSigned(byte[] zip, String... signatures) {
        var request = given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .multiPart("pack", "pack.zip", zip, PacksResource.ZIP);
        for (var signature : signatures) {
            request = request.multiPart(
                    "signature", "pack.dsse.json", signature.getBytes(StandardCharsets.UTF_8), "application/json");
        }
        return request.post("/v1/packs").then();
    }

    @Test
    void a_form_without_a_pack_is_not_valid() {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .multiPart("signature", "s.json", "{}".getBytes(StandardCharsets.UTF_8), "application/json")
                .post("/v1/packs")
                .then()
                .statusCode(400)
                .body("detail", containsString("no part (pack)"));
    }

    /** Whoever counts on a signature must not find out later that it was passed over. */
    @Test
    void every_part_of_a_form_is_a_file_that_is_read() {
        var zip = PackArchive.of("parts", "1.0.0", "PARTS-1").zip();
        form(zip)
                .formParam("signature", "{}")
                .post("/v1/packs")
                .then()
                .statusCode(400)
                .body("detail", allOf(containsString("Part (signature) has no file name"), containsString("curl -F")));
        form(zip)
                .multiPart("signatures", "s.json", new byte[] {'{', '}'}, "application/json")
                .post("/v1/packs")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The form takes parts (pack) and (signature), not (signatures)."));
        form(zip)
                .multiPart("pack", "pack.zip", zip, PacksResource.ZIP)
                .post("/v1/packs")
                .then()
                .statusCode(400)
                .body("detail", containsString("2 parts (pack)"));
    }

    /** Bytes of a form with the boundary {@code x}; {@code |} ends a line. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{signature x 1000}--x-- => 400",
                "{pack}PK => 400",
                "{pack}PK|--x => 400",
                "--x|Content-Disposition: form-da => 400",
                "--x|Content-Disposition: attachment; filename=\"f\"||PK|--x-- => 400",
                "--x|Content-Disposition: form-data; filename=\"f\"||PK|--x-- => 400",
                "--x|Content-Type: application/zip||PK|--x-- => 400",
                "--x||PK|--x-- => 400",
                "{pack in base64}*** no base64 ***|--x-- => 422",
                "{pack in base64}UEs|--x-- => 422"
            })
    void a_form_that_breaks_off_or_is_none_is_answered_with_a_problem(String form, int status) throws Exception {
        var part = "--x|Content-Disposition: form-data; name=\"%s\"; filename=\"f\"|";
        var bytes = form.replace("{signature x 1000}", (part.formatted("signature") + "|{}|").repeat(1_000))
                .replace("{pack}", part.formatted("pack") + "|")
                .replace("{pack in base64}", part.formatted("pack") + "Content-Transfer-Encoding: base64||")
                .replace("|", "\r\n");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:%d/v1/packs".formatted(RestAssured.port)))
                            .version(HttpClient.Version.HTTP_1_1)
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                            .header("Content-Type", "multipart/form-data; boundary=x")
                            .POST(HttpRequest.BodyPublishers.ofString(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private static RequestSpecification form(byte[] zip) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .multiPart("pack", "pack.zip", zip, PacksResource.ZIP);
    }

    @Test
    void only_an_author_publishes() {
        for (var role : new String[] {Roles.APPROVER, Roles.ADMIN, Roles.AUDITOR, Roles.GATEWAY}) {
            given().header("Authorization", TestKeys.bearer(role))
                    .contentType(PacksResource.ZIP)
                    .body(PackArchive.of("nobody", "1.0.0", "NO-1").zip())
                    .post("/v1/packs")
                    .then()
                    .statusCode(403)
                    .body(
                            "detail",
                            equalTo("The key does not carry a role that may do this: it needs one of (author)."));
        }
    }
}
