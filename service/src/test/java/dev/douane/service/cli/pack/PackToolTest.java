package dev.douane.service.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.douane.service.BesideOthers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The commands, in process: what they print and the exit code. */
@BesideOthers
class PackToolTest {
    @TempDir
    private Path directory;

    private record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new IllegalStateException(out, e);
            }
        }
    }

    private static Ran run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = PackTool.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private Path starter(String concern) {
        var pack = directory.resolve("first-pack");
        assertThat(run("new", pack, "--concern", concern).code()).isZero();
        return pack;
    }

    private static void change(Path file, String what, String into) throws IOException {
        var text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, into));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classification", "cost-tier", "sovereignty", "budget"})
    void a_new_pack_passes_lint_and_test_with_every_condition_covered(String concern) {
        var pack = starter(concern);

        var lint = run("lint", pack, "--fail-on", "note");
        assertThat(lint.out()).endsWith("first-pack@0.1.0: 1 rules, nothing found%n".formatted());
        assertThat(lint.code()).isZero();
        var test = run("test", pack, "--require-boundaries");
        assertThat(test.out()).contains("1 of 1 rules fired");
        assertThat(test.code()).as(test.out()).isZero();
    }

    @Test
    void new_writes_over_nothing_and_knows_its_concerns() {
        var pack = starter("budget");

        assertThat(run("new", pack).err()).contains("is there already: nothing is written over");
        assertThat(run("new", directory.resolve("other"), "--concern", "money").err())
                .contains("--concern (money) must be one of classification, cost-tier, sovereignty, budget");
        assertThat(run("new", directory.resolve("Other")).code()).isEqualTo(2);
    }

    @Test
    void lint_names_file_line_and_what_to_do_and_gives_exit_code_1() throws IOException {
        var pack = starter("budget");
        change(pack.resolve("rules/first.drl"), "usedFraction >= 0.90", "usedFraction >= 0.90, usedFraction < 0.5");

        var lint = run("lint", pack);

        assertThat(lint.code()).isEqualTo(1);
        assertThat(lint.out())
                .startsWith(pack
                        + "/rules/first.drl:1:1: error: rule (FIRST-001) can never fire: no value of"
                        + " Budget.usedFraction meets all it asks [unreachable-rule]\n"
                        + "    Correct the conditions, or take the rule out.");
    }

    @Test
    void what_the_gate_refuses_is_a_finding_like_any_other() throws IOException {
        var pack = starter("budget");
        change(pack.resolve("rules/first.drl"), "usedFraction", "usedFractoin");

        var found = run("lint", pack, "--json").json().at("/packs/0/findings/0");

        assertThat(found.at("/severity").asText()).isEqualTo("error");
        assertThat(found.at("/code").asText()).isEqualTo("unknown-field");
        assertThat(found.at("/file").asText()).isEqualTo("rules/first.drl");
        assertThat(found.at("/line").asInt()).isEqualTo(5);
        assertThat(found.at("/message").asText()).contains("usedFraction");
    }

    /** It shows its words in another order than they are written. */
    @Test
    void what_is_stricter_than_the_level_of_a_pack_is_a_warning() throws IOException {
        var pack = starter("budget");
        change(pack.resolve("rules/first.drl"), "when\n", "// \u202eof old\u202c\nwhen\n");

        assertThat(run("lint", pack, "--fail-on", "error").code()).isEqualTo(1);
        var old = run("lint", pack, "--fail-on", "error", "--level", "1");
        assertThat(old.code()).isZero();
        assertThat(old.out())
                .contains("warning: ")
                .contains("[misleading-text]")
                .contains("checks of level 1");
        assertThat(run("lint", pack, "--level", "9").err()).contains("--level (9) must be 1 to 3");
    }

    @Test
    void a_note_fails_only_where_it_is_asked_for() throws IOException {
        var pack = starter("cost-tier");
        change(pack.resolve("rules/first.drl"), "end\n", """
                end

                rule "Critical work stays off economy"
                    @id("FIRST-002")
                    @reason("Critical work needs at least a standard model.")
                when
                    Workload(criticality == "critical")
                then
                    decision.floorTier("standard");
                end
                """);

        assertThat(run("lint", pack).out()).contains("note: ").contains("[cap-below-floor]");
        assertThat(run("lint", pack).code()).isZero();
        assertThat(run("lint", pack, "--fail-on", "note").code()).isEqualTo(1);
    }

    @Test
    void sarif_names_the_rule_the_place_and_every_code_there_is() throws IOException {
        var pack = starter("sovereignty");
        change(pack.resolve("rules/first.drl"), "    @cites(\"GDPR Art. 9; GDPR Art. 44\")\n", "");
        var file = directory.resolve("out/lint.sarif");

        assertThat(run("lint", pack, "--sarif", file).code()).isEqualTo(1);

        var sarif = new ObjectMapper().readTree(file.toFile());
        assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
        assertThat(sarif.at("/runs/0/columnKind").asText()).isEqualTo("utf16CodeUnits");
        var result = sarif.at("/runs/0/results/0");
        assertThat(result.at("/ruleId").asText()).isEqualTo("missing-citation");
        assertThat(result.at("/level").asText()).isEqualTo("warning");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .endsWith("first-pack/rules/first.drl");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(1);
        assertThat(sarif.at("/runs/0/tool/driver/rules").findValuesAsText("id"))
                .contains("missing-citation", "unknown-field");
    }

    @Test
    void the_name_of_a_file_is_told_and_not_obeyed() throws IOException {
        var pack = starter("budget");
        var rules = pack.resolve("rules");
        Files.move(rules.resolve("first.drl"), rules.resolve("\u001B[31mred\u001B[0m.drl"));

        for (var command : List.of("lint", "test", "build", "diff")) {
            var ran = command.equals("build")
                    ? run(command, pack, "-o", directory.resolve("a.zip"))
                    : command.equals("diff") ? run(command, pack, pack) : run(command, pack);
            assertThat(ran.out() + ran.err()).as(command).doesNotContain("\u001B");
        }
        assertThat(run("lint", pack).out() + run("lint", pack).err()).contains("\\u001B[31mred");
    }

    @Test
    void one_pack_that_cannot_be_read_stops_no_lint_of_the_others_and_no_sarif() throws IOException {
        var pack = starter("sovereignty");
        change(pack.resolve("rules/first.drl"), "    @cites(\"GDPR Art. 9; GDPR Art. 44\")\n", "");
        var broken = directory.resolve("broken");
        Files.createDirectories(broken.resolve("rules"));
        Files.writeString(broken.resolve("pack.yaml"), "name: broken\nversion: 1.0.0\nversion: 1.0.1\n");
        var file = directory.resolve("lint.sarif");

        var lint = run("lint", broken, directory.resolve("nowhere"), pack, "--json", "--sarif", file);

        assertThat(lint.code()).isEqualTo(2);
        assertThat(lint.err()).contains("the member (version) is there twice").contains("there is no such pack");
        assertThat(lint.json().at("/packs").findValuesAsText("code"))
                .containsExactly("unreadable", "unreadable", "missing-citation");
        assertThat(lint.json().at("/packs/0/findings/0/line").asInt()).isEqualTo(3);
        assertThat(lint.json().at("/errors").asInt()).isEqualTo(2);
        var sarif = new ObjectMapper().readTree(file.toFile());
        assertThat(sarif.at("/runs/0/results").findValuesAsText("ruleId"))
                .containsExactly("unreadable", "unreadable", "missing-citation");
        assertThat(sarif.at("/runs/0/tool/driver/rules").findValuesAsText("id")).contains("unreadable");
        assertThat(run("lint", broken, pack).out())
                .contains("[missing-citation]")
                .doesNotContain("[unreadable]");
    }

    @Test
    void sarif_writes_paths_as_addresses() throws IOException {
        var pack = directory.resolve("a b#c%é");
        assertThat(run("new", directory.resolve("first-pack"), "--concern", "budget")
                        .code())
                .isZero();
        Files.move(directory.resolve("first-pack"), pack);
        change(pack.resolve("rules/first.drl"), "usedFraction", "usedFractoin");
        var file = directory.resolve("lint.sarif");
        var relative = Path.of("").toAbsolutePath().relativize(pack);

        run("lint", pack, relative, "--sarif", file);

        var places = new ObjectMapper().readTree(file.toFile()).findValues("artifactLocation");
        assertThat(places.getFirst().get("uri").asText())
                .startsWith("file:///")
                .endsWith("/a%20b%23c%25%C3%A9/rules/first.drl");
        assertThat(places.getFirst().has("uriBaseId")).isFalse();
        assertThat(places.getLast().get("uri").asText())
                .startsWith("../")
                .endsWith("/a%20b%23c%25%C3%A9/rules/first.drl");
        assertThat(places.getLast().get("uriBaseId").asText()).isEqualTo("%SRCROOT%");
    }

    @Test
    void junit_shows_open_boundaries_where_they_fail_the_test() throws Exception {
        var pack = starter("budget");
        change(pack.resolve("tests/first.yaml"), "used: 0.90", "used: 0.95");
        change(pack.resolve("tests/first.yaml"), "      - {used: 0.89, verdict: allow, because: []}\n", "");
        var junit = directory.resolve("junit.xml");

        assertThat(run("test", pack, "--junit", junit).code()).isZero();
        assertThat(suite(junit).getAttribute("failures")).isEqualTo("0");

        assertThat(run("test", pack, "--require-boundaries", "--junit", junit).code())
                .isEqualTo(1);
        assertThat(suite(junit).getAttribute("tests")).isEqualTo("3");
        assertThat(suite(junit).getAttribute("failures")).isEqualTo("1");
        var failure = (Element) suite(junit).getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name"))
                .isEqualTo("FIRST-001: usedFraction >= 0.9 (rules/first.drl:5:12) is covered");
        assertThat(failure.getAttribute("message"))
                .isEqualTo("no case misses the rule only because of it: add one where all else holds");
    }

    @Test
    void a_condition_without_which_no_case_would_come_out_otherwise_is_told_with_its_place() throws IOException {
        var pack = starter("cost-tier");
        change(
                pack.resolve("rules/first.drl"),
                "interactive == false",
                "interactive == false, phase == \"production\"");

        var text = run("test", pack);
        assertThat(text.code()).isZero();
        assertThat(text.out()).isEqualTo("""
                rules/first.drl:5:66: FIRST-001: not covered: phase == "production": no case misses the rule only because of it: add one where all else holds
                first-pack@0.1.0: 3 of 3 cases passed, 1 of 1 rules fired, 2 of 3 conditions covered
                """);
        assertThat(run("test", pack, "--require-boundaries").code()).isEqualTo(1);
        assertThat(run("test", pack, "--json").out())
                .contains("\"condition\" : \"phase == \\\"production\\\"\"")
                .contains("\"fires\" : true")
                .contains("\"misses\" : false");
    }

    @Test
    void junit_shows_a_pack_that_cannot_be_read() throws Exception {
        var pack = starter("budget");
        change(pack.resolve("pack.yaml"), "owners:", "ownres:");
        var junit = directory.resolve("junit.xml");

        assertThat(run("test", pack, "--junit", junit).code()).isEqualTo(2);

        var failure = (Element) suite(junit).getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("the pack is accepted");
        assertThat(failure.getTextContent()).contains("pack.yaml").contains("ownres");
    }

    @Test
    void junit_is_xml_whatever_stands_in_it() throws Exception {
        var junit = Files.writeString(
                directory.resolve("junit.xml"),
                JUnitXml.of(
                        new TestCommand.Tested(
                                "a@1.0.0",
                                false,
                                List.of("\u0000 \uFFFE \uFFFF \uD800x \uDC00 \u001b \uD83D\uDE00 <&>]]>"),
                                List.of(),
                                List.of()),
                        false));

        assertThat(suite(junit).getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("? ? ? ?x ? ? \uD83D\uDE00 <&>]]>");
    }

    private static Element suite(Path junit) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(junit)))
                .getDocumentElement();
    }

    @Test
    void a_failing_case_is_exit_code_1_in_text_json_and_junit() throws Exception {
        var pack = starter("budget");
        change(pack.resolve("tests/first.yaml"), "verdict: downgrade", "verdict: deny");
        var junit = directory.resolve("junit.xml");

        var test = run("test", pack, "--json", "--junit", junit);

        assertThat(test.code()).isEqualTo(1);
        assertThat(test.json().at("/passed").asBoolean()).isFalse();
        assertThat(test.json().at("/cases/1/mismatches/0").asText())
                .isEqualTo("verdict should be deny but is downgrade");
        var suite = suite(junit);
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("verdict should be deny but is downgrade");
    }

    @Test
    void a_rule_that_no_case_fires_fails_the_test() throws IOException {
        var pack = starter("budget");
        change(
                pack.resolve("tests/first.yaml"),
                "      - {used: 0.90, verdict: downgrade, because: [FIRST-001]}\n",
                "");

        var test = run("test", pack);

        assertThat(test.code()).isEqualTo(1);
        assertThat(test.out()).contains("FIRST-001 is fired by no case");
    }

    @Test
    void a_pack_that_is_refused_has_no_tests_to_run_and_says_why() throws IOException {
        var pack = starter("budget");
        change(pack.resolve("rules/first.drl"), "decision.capTier(\"economy\");", "System.exit(0);");

        assertThat(run("test", pack).code()).isEqualTo(1);
        assertThat(run("test", pack).out()).contains("rules/first.drl:7");
        assertThat(run("build", pack, "-o", directory.resolve("a.zip")).code()).isEqualTo(1);
        assertThat(directory.resolve("a.zip")).doesNotExist();
    }

    @Test
    void a_pack_is_built_signed_and_verified_from_its_directory_and_from_its_zip() throws IOException {
        var pack = starter("budget");
        var zip = directory.resolve("first.zip");
        var built = run("build", pack, "-o", zip, "--json").json();
        assertThat(run("build", zip, "-o", directory.resolve("again.zip")).code())
                .isZero();
        assertThat(directory.resolve("again.zip")).hasSameBinaryContentAs(zip);

        var keygen = run("keygen", directory.resolve("keys/ada")).out();
        assertThat(keygen).doesNotContain("PRIVATE");
        var key = directory.resolve("keys/ada.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        var signature = directory.resolve("ada.dsse.json");
        var signed = run("sign", zip, "--key", key, "-o", signature, "--json").json();
        assertThat(signed.at("/digest")).isEqualTo(built.at("/digest"));

        var policy = directory.resolve("trust.yaml");
        Files.writeString(
                policy,
                "keys:\n  - name: ada\n    owner: finance\n    publicKey: |\n"
                        + Files.readString(directory.resolve("keys/ada.pub")).indent(6)
                        + "concerns:\n  budget: {threshold: 1, keys: [ada]}\n");
        var verified = run("verify", pack, "--policy", policy, "--signature", signature);
        assertThat(verified.out()).contains("signed by ada (finance)").endsWith("accepted%n".formatted());
        assertThat(verified.code()).isZero();

        change(pack.resolve("rules/first.drl"), "0.90", "0.95");
        var changed = run("verify", pack, "--policy", policy, "--signature", signature);
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out())
                .contains("is about other contents of first-pack@0.1.0")
                .contains("not accepted");
        assertThat(run("verify", pack, "--policy", policy).out())
                .contains("budget asks for signatures by 1 of ada, but none of them signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw--w----"})
    void a_private_key_that_others_may_use_is_not_used(String permissions) throws IOException {
        var pack = starter("budget");
        run("keygen", directory.resolve("ada"));
        var key = directory.resolve("ada.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

        var signed = run("sign", pack, "--key", key, "-o", directory.resolve("s.json"));

        assertThat(signed.code()).isEqualTo(2);
        assertThat(signed.err())
                .contains("may be used by others than its owner")
                .contains("chmod 600");
        assertThat(directory.resolve("s.json")).doesNotExist();
    }

    @Test
    void a_key_is_never_written_over_and_never_printed() throws IOException {
        var first = run("keygen", directory.resolve("ada"), "--json");
        var secret = Files.readString(directory.resolve("ada.key"))
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();

        var second = run("keygen", directory.resolve("ada"));

        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err()).contains("a key is never written over");
        assertThat(first.out() + first.err() + second.out() + second.err()).doesNotContain(secret);
    }

    @Test
    void diff_speaks_policy_and_can_be_asked_for_an_exit_code() throws IOException {
        var before = starter("budget");
        var zip = directory.resolve("before.zip");
        run("build", before, "-o", zip);
        change(before.resolve("pack.yaml"), "0.1.0", "0.2.0");
        change(before.resolve("rules/first.drl"), "0.90", "0.85");

        var text = run("diff", zip, before);
        assertThat(text.code()).isZero();
        assertThat(text.out())
                .startsWith("first-pack@0.1.0 → first-pack@0.2.0\n~ FIRST-001 fires for more calls: ")
                .contains("- when Budget(usedFraction >= 0.9)\n")
                .contains("+ when Budget(usedFraction >= 0.85)\n");
        var json = run("diff", zip, before, "--json", "--exit-code");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.json().at("/rules/0/kinds/0").asText()).isEqualTo("widened");
        assertThat(run("diff", zip, zip, "--exit-code").code()).isZero();
    }

    @Test
    void diff_reads_what_was_published_under_a_gate_that_was_less_strict() throws IOException {
        var before = starter("budget");
        var after = directory.resolve("other/first-pack");
        assertThat(run("new", after, "--concern", "budget").code()).isZero();
        change(before.resolve("rules/first.drl"), "rule ", "// \u202E a comment\nrule ");

        assertThat(run("lint", before).out()).contains("[misleading-text]");
        assertThat(run("diff", before, after).code()).isZero();
    }

    @Test
    void diff_reads_whatever_lint_accepts_of_today() throws IOException {
        var before = starter("cost-tier");
        Files.delete(before.resolve("rules/first.drl"));
        Files.createDirectories(before.resolve("tables"));
        var table = before.resolve("tables/caps.csv");
        Files.writeString(table, """
                RuleSet,caps,locale,de,
                RuleTable Caps,,,,
                NAME,CONDITION,ACTION,METADATA,METADATA
                ,Workload,,,
                ,"task == ""$param"\"","decision.capCallCost(""$param"");","id(""$param"")","reason(""$param"")"
                rule,task,at most,id,reason
                Summaries,summarise,"0,90",COST-301,A summary costs at most this much.
                """);
        var zip = directory.resolve("before.zip");
        assertThat(run("build", before, "-o", zip).code()).isZero();
        change(table, "0,90", "0,80");

        var diff = run("diff", zip, before);

        assertThat(diff.err()).isEmpty();
        assertThat(diff.code()).isZero();
        assertThat(diff.out())
                .contains("COST-301")
                .contains("- then decision.capCallCost(\"0.9\")\n")
                .contains("+ then decision.capCallCost(\"0.8\")\n");
    }

    private record Received(String method, String authorization, String contentType, String body) {}

    /** Answers once with {@code status} and {@code answer}. */
    private Received published(int status, String answer, AtomicReference<Ran> ran, Object... arguments)
            throws IOException {
        var received = new AtomicReference<Received>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/packs", exchange -> {
            var headers = exchange.getRequestHeaders();
            received.set(new Received(
                    exchange.getRequestMethod(),
                    headers.getFirst("Authorization"),
                    headers.getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var keyFile = Files.writeString(directory.resolve("api.key"), "dk_not-a-real-key\n");
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            ran.set(run(
                    Stream.concat(Stream.of("publish", "--url", url, "--key-file", keyFile), Arrays.stream(arguments))
                            .toArray()));
        } finally {
            server.stop(0);
        }
        return received.get();
    }

    @Test
    void publish_sends_the_zip_with_the_key() throws IOException {
        var pack = starter("budget");
        var zip = directory.resolve("p.zip");
        run("build", pack, "-o", zip);
        var ran = new AtomicReference<Ran>();

        var received = published(201, "{}", ran, pack);

        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.authorization()).isEqualTo("Bearer dk_not-a-real-key");
        assertThat(received.contentType()).isEqualTo("application/zip");
        assertThat(received.body()).isEqualTo(Files.readString(zip, StandardCharsets.ISO_8859_1));
        assertThat(ran.get().code()).isZero();
        assertThat(ran.get().out()).isEqualTo("first-pack@0.1.0 is published%n".formatted());
        assertThat(ran.get().out() + ran.get().err()).doesNotContain("dk_not");
    }

    @Test
    void publish_sends_signatures_in_parts_of_their_own() throws IOException {
        var pack = starter("budget");
        run("keygen", directory.resolve("ada"));
        var signature = directory.resolve("s.json");
        run("sign", pack, "--key", directory.resolve("ada.key"), "-o", signature);

        var received = published(201, "{}", new AtomicReference<>(), pack, "--signature", signature);

        assertThat(received.contentType()).startsWith("multipart/form-data; boundary=douane-");
        assertThat(received.body())
                .contains("name=\"pack\"; filename=\"pack.zip\"\r\nContent-Type: application/zip\r\n\r\nPK")
                .contains("name=\"signature\"; filename=\"signature-1.dsse.json\"\r\n"
                        + "Content-Type: application/json\r\n\r\n"
                        + Files.readString(signature));
    }

    @Test
    void what_the_server_refuses_is_said_readably() throws IOException {
        var pack = starter("budget");
        var ran = new AtomicReference<Ran>();

        published(422, """
                {"type":"https://douane.dev/problems/pack-rejected","title":"The rule pack was rejected","status":422,
                 "detail":"first-pack@0.1.0 has 1 problem","violations":[{"pointer":"","file":"rules/first.drl","line":3,"message":"is odd"}]}
                """, ran, pack);

        assertThat(ran.get().code()).isEqualTo(1);
        assertThat(ran.get().err().lines())
                .containsExactly(
                        "first-pack@0.1.0 was not published: HTTP 422",
                        "  The rule pack was rejected",
                        "  first-pack@0.1.0 has 1 problem",
                        "  rules/first.drl:3: is odd");
    }

    @Test
    void a_server_that_does_not_answer_a_pack_that_is_not_there_and_wrong_usage_are_exit_code_2() throws IOException {
        var pack = starter("budget");
        var keyFile = Files.writeString(directory.resolve("api.key"), "dk_not-a-real-key\n");

        var away = run("publish", pack, "--url", "http://127.0.0.1:1", "--key-file", keyFile);
        assertThat(away.code()).isEqualTo(2);
        assertThat(away.err()).contains("does not answer").doesNotContain("dk_not");
        var nowhere = run("publish", pack, "--url", "localhost:8080", "--key-file", keyFile);
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err().lines())
                .containsExactly("The server's address (localhost:8080) must be one such as http://127.0.0.1:8080.");
        assertThat(run("lint", directory.resolve("nowhere")).code()).isEqualTo(2);
        assertThat(run("lint", directory.resolve("nowhere")).err()).contains("there is no such pack");
        assertThat(run("lint").code()).isEqualTo(2);
        assertThat(run("frobnicate").code()).isEqualTo(2);
        assertThat(run().code()).isEqualTo(2);
        Files.writeString(directory.resolve("not.zip"), "not a zip");
        assertThat(run("lint", directory.resolve("not.zip")).err()).contains("is not a zip archive");
    }
}
