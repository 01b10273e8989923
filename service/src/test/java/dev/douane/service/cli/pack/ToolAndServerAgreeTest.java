package dev.douane.service.cli.pack;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.validator.Refusal;
import dev.douane.service.cli.pack.ArbitraryPack.Fault;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author's commands say of a pack what a server says that it is published to: of forty packs, whole ones and spoilt ones. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class ToolAndServerAgreeTest {
    private static final int PACKS = 40;

    private static final Set<String> REFUSALS = Stream.concat(
                    Arrays.stream(Refusal.values()).map(Refusal::code), Stream.of("pack", "unreadable"))
            .collect(Collectors.toSet());

    @TempDir
    private Path directory;

    /**
     * What is said of a pack.
     *
     * @param problems with their places
     */
    private record Verdict(boolean accepted, SortedSet<String> problems) {
        static Verdict of(boolean accepted, Collection<String> problems) {
            return new Verdict(accepted, new TreeSet<>(problems));
        }
    }

    private record Ran(int code, JsonNode report) {}

    @Test
    void verdict_by_verdict() throws IOException {
        var faults = new ArrayList<>(EnumSet.allOf(Fault.class));
        faults.addAll(EnumSet.range(Fault.MISSPELT_FIELD, Fault.ID_TWICE));
        faults.addAll(Collections.nCopies(PACKS - faults.size(), Fault.NONE));
        long seed = 16_000;
        for (var fault : faults) {
            var name = "agreed-" + seed;
            var zip = ArbitraryPack.of(name, fault, seed++).zip();
            var file = Files.write(directory.resolve(name + ".zip"), zip);

            var meanwhile = CompletableFuture.supplyAsync(() -> ofServer(zip)); // most of which another process does
            var refused = ofLint(run("lint", file));
            var test = run("test", file);
            var server = meanwhile.join();
            assertThat(refused.accepted() ? ofTest(test) : refused)
                    .as("%s with %s", name, fault)
                    .isEqualTo(server);
            if (test.code() != PackTool.UNUSABLE) {
                assertThat(ofTest(test)).as("%s with %s", name, fault).isEqualTo(server);
            }
            assertThat(server.accepted())
                    .as("%s with %s: %s", name, fault, server)
                    .isEqualTo(fault == Fault.NONE);
        }
    }

    private static Verdict ofServer(byte[] zip) {
        var answer = given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(zip)
                .post("/v1/packs");
        assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 422);
        return answer.statusCode() == 201
                ? Verdict.of(true, Set.of())
                : Verdict.of(false, problems(json(answer.asString()).at("/violations")));
    }

    /** What keeps a pack from being accepted; the rest is advice. */
    private static Verdict ofLint(Ran lint) {
        var findings = list(lint.report().at("/packs/0/findings")).stream()
                .filter(finding -> REFUSALS.contains(finding.get("code").asText()))
                .toList();
        return Verdict.of(findings.isEmpty(), problems(findings));
    }

    private static Verdict ofTest(Ran test) {
        var report = test.report();
        var problems = new TreeSet<String>();
        report.get("problems").forEach(problem -> problems.add(problem.asText()));
        report.get("cases").forEach(each -> {
            var mismatches =
                    list(each.get("mismatches")).stream().map(JsonNode::asText).toList();
            if (!mismatches.isEmpty()) {
                problems.add("%s:%d:%d: case (%s) fails:\n    %s"
                        .formatted(
                                each.get("file").asText(),
                                each.get("line").asInt(),
                                each.get("column").asInt(),
                                each.get("name").asText(),
                                String.join("\n    ", mismatches)));
            }
        });
        report.get("rules").forEach(rule -> {
            if (rule.get("firedBy").isEmpty()) {
                problems.add("rule (%s) is fired by no scenario: add one under tests/"
                        .formatted(rule.get("id").asText()));
            }
        });
        return Verdict.of(test.code() == PackTool.OK, problems);
    }

    private static SortedSet<String> problems(Iterable<JsonNode> found) {
        var problems = new TreeSet<String>();
        for (var problem : found) {
            var place = Stream.of("file", "line", "column")
                    .map(member -> problem.path(member).asText(""))
                    .takeWhile(part -> !part.isEmpty() && !part.equals("0") && !part.equals("null"))
                    .collect(Collectors.joining(":"));
            problems.add((place.isEmpty() ? "" : place + ": ")
                    + problem.get("message").asText());
        }
        return problems;
    }

    private static Ran run(String command, Path pack) {
        var out = new StringWriter();
        int code = PackTool.run(
                new PrintWriter(out), new PrintWriter(new StringWriter()), command, pack.toString(), "--json");
        return new Ran(code, code == PackTool.UNUSABLE && command.equals("test") ? json("{}") : json(out.toString()));
    }

    private static List<JsonNode> list(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        return list;
    }

    private static JsonNode json(String text) {
        try {
            return Json.tree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
