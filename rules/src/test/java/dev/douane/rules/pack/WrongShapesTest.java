package dev.douane.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.rules.signing.TrustPolicy;
import dev.douane.rules.yaml.StrictYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands where something else should is refused in the words of who writes YAML, not of who wrote the program. */
class WrongShapesTest {
    private static final String MANIFEST = """
        name: example
        version: 1.0.0
        concern: budget
        owners: [tests]
        title: t
        description: d
        parameters: {from: {type: integer, description: d, default: 5, min: 1, max: 9}}
        """;
    private static final String SCENARIOS = """
        catalog:
          - big:
              tier: frontier
              model: m
              provider: p
              region: r
              hosting: DE
              control: DE
              openWeights: true
              selfHosted: true
              contract: {trainsOnData: false, continuityClause: true, residencyClause: true, certifications: [soc2]}
              operations: [chat]
              capabilities: [tools]
              tags: [own]
              contextWindow: 9000
              maxInputTokens: 8000
              maxOutputTokens: 1000
              unpriced: false
              price: {input: "1.00", cachedInput: "1.00", output: "2.00"}
        time: 2026-11-16T12:00:00Z
        budgets: [{name: b, owner: o, scope: all, hard: true, limit: "1.00", usedFraction: 0.5, elapsedFraction: 0.5, paced: true}]
        cases:
          - name: one
            time: 2026-11-16T12:00:00Z
            call: {model: big, provider: p, region: r, deployment: d, operation: chat, inputTokens: 1, cachedInputTokens: 1,
                   maxOutputTokens: 1, n: 1, serviceTier: default, capabilities: [tools]}
            caller: {organisation: o, product: p, team: t, workflow: w, user: u, run: r, environment: e, location: DE}
            data: {classes: [public], subjectLocations: [DE]}
            workload: {task: t, criticality: high, phase: p, interactive: true}
            options: {acceptDowngrade: true, maxWait: PT1M}
            budgets: [{name: b}]
            outages: [{provider: p, region: r, model: m, deployment: d}]
            expect: {verdict: allow, deployment: d, because: [A-1], workloadClass: w, obligations: {maxOutputTokens: 1},
                     flags: [f], effects: [e]}
        """;
    private static final String TRUST = """
        keys: [{name: ada, owner: one, publicKey: k}]
        concerns: {budget: {threshold: 1, keys: [ada]}, sovereignty: {unsigned: accepted}}
        """;
    private static final List<String> VALUES =
            List.of("no", "5", "1.5", "99999999999", "true", "~", "\"\"", "[]", "[[1]]", "{}", "{a: 1}", "[~]");

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of(MANIFEST, (Reader)
                        yaml -> StrictYaml.read(yaml, ManifestYaml.class).toManifest()),
                Arguments.of(SCENARIOS, (Reader) yaml -> StrictYaml.read(yaml, ScenarioYaml.class)),
                Arguments.of(TRUST, (Reader) TrustPolicy::parse));
    }

    interface Reader {
        Object read(String yaml) throws StrictYaml.Malformed;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void no_refusal_speaks_of_classes(String document, Reader reader) throws Exception {
        var refused = 0;
        for (var wrong : wrong(document)) {
            var said = refusal(() -> reader.read(wrong));
            assertThat(said).as(wrong).doesNotContain("java.", "com.fasterxml", "dev.douane", "Cannot ", "null");
            refused += said.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void what_is_varied_here_is_sound_itself() {
        assertThatCode(() -> StrictYaml.read(MANIFEST, ManifestYaml.class).toManifest())
                .doesNotThrowAnyException();
        assertThatCode(() -> StrictYaml.read(SCENARIOS, ScenarioYaml.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verdict: allow   | verdct: allow   | unknown member (cases.0.expect.verdct)   | Maybe verdict?",
                "'because: [A-1]' | 'becuase: [A-1]' | unknown member (cases.0.expect.becuase) | Maybe because?",
                "expect: {        | 'expct: {'      | unknown member (cases.0.expct)           | Maybe expect?",
                "- name: one      | '- nme: one'    | unknown member (cases.0.nme)             | Maybe name?",
                "'verdict: allow, '  | ''           | member (cases.0.expect.verdict)          | is missing",
                "interactive: true | interactive: no | member (cases.0.workload.interactive) must be true or false |"
                        + " not (no)",
                "n: 1,            | 'n: 1.5,'       | member (cases.0.call.n) must be a whole number | not (1.5)",
                "usedFraction: 0.5 | usedFraction: half | member (budgets.0.usedFraction) must be a number | not"
                        + " (half)",
            })
    void a_scenario_of_another_shape_is_told_what_it_must_be(String said, String instead, String what, String wayOut) {
        var yaml = SCENARIOS.replace(said, instead);
        assertThat(yaml).isNotEqualTo(SCENARIOS);

        assertThat(refusal(() -> StrictYaml.read(yaml, ScenarioYaml.class)))
                .startsWith(what)
                .contains(wayOut);
    }

    /** The message of a refusal; empty where nothing was refused. Whatever else is thrown is a fault of the program. */
    private static String refusal(ThrowingCallable reading) {
        try {
            reading.call();
            return "";
        } catch (StrictYaml.Malformed | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        } catch (Throwable e) {
            throw new AssertionError("not a refusal", e);
        }
    }

    /** The document with each of its values replaced, one at a time, and with each member left out. */
    private static List<String> wrong(String document) throws Exception {
        var root = StrictYaml.read(document).root();
        var all = new ArrayList<String>(VALUES);
        vary(root, root, all);
        return all;
    }

    private static void vary(JsonNode root, JsonNode node, List<String> all) throws StrictYaml.Malformed {
        if (node instanceof ObjectNode object) {
            for (var name : object.properties().stream().map(Map.Entry::getKey).toList()) {
                var was = object.get(name);
                for (var value : VALUES) {
                    object.set(
                            name, StrictYaml.read("{v: " + value + "}").root().get("v"));
                    all.add(root.toString());
                }
                object.remove(name);
                all.add(root.toString());
                object.set(name, was);
                vary(root, was, all);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                var was = array.get(i);
                for (var value : VALUES) {
                    array.set(i, StrictYaml.read("{v: " + value + "}").root().get("v"));
                    all.add(root.toString());
                }
                array.set(i, was);
                vary(root, was, all);
            }
        }
    }
}
