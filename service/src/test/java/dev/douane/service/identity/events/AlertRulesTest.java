package dev.douane.service.identity.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.douane.service.decisions.CountedDrops;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.Refusals;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The rules that operators are handed ask for figures that there are. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class AlertRulesTest {
    private static final Path RULES = Path.of("..", "docs", "operators", "alerts.yaml");
    private static final Pattern METRIC = Pattern.compile("\\bdouane_\\w+");
    private static final Pattern KIND = Pattern.compile("kind=~?\"([^\"]+)\"");

    @Inject
    Refusals refusals;

    @Inject
    CountedDrops drops;

    private static List<JsonNode> rules() throws IOException {
        return new YAMLMapper()
                .readTree(RULES.toFile()).findValues("rules").stream()
                        .flatMap(JsonNode::valueStream)
                        .toList();
    }

    @Test
    void every_rule_is_whole_and_has_a_name_of_its_own() throws IOException {
        var names = new HashSet<String>();
        for (var rule : rules()) {
            assertThat(names.add(rule.path("alert").asText()))
                    .as(rule.toString())
                    .isTrue();
            assertThat(rule.path("alert").asText()).matches("Douane[A-Za-z]+");
            assertThat(rule.path("expr").asText()).as("compares").containsPattern("(>|>=) \\d+$");
            assertThat(rule.at("/labels/severity").asText()).isIn("info", "warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
        }
        assertThat(names).hasSizeGreaterThan(10);
    }

    @Test
    void every_metric_is_told_by_a_server() throws IOException {
        refusals.count("of-a-test"); // limits that were never met have no figure, nor have packs that always were asked
        drops.count("of-a-test@1.0.0");
        var asked = new TreeSet<String>();
        for (var rule : rules()) {
            METRIC.matcher(rule.path("expr").asText()).results().forEach(found -> asked.add(found.group()));
        }

        assertThat(asked).hasSizeGreaterThan(8);
        // what is looked at every ten seconds has no figure before the first look
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(told()).containsAll(asked));
    }

    private static Set<String> told() {
        return given().header("Authorization", TestKeys.bearer(Roles.METRICS))
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void every_kind_is_one_and_each_is_watched_but_one_that_a_limit_tells_of() throws IOException {
        Set<String> watched = new TreeSet<>();
        for (var rule : rules()) {
            KIND.matcher(rule.path("expr").asText())
                    .results()
                    .forEach(
                            found -> watched.addAll(Arrays.asList(found.group(1).split("\\|", -1))));
        }
        var all = new TreeSet<>(EventKind.words());
        all.remove(EventKind.LIMITED.word());

        assertThat(watched).isEqualTo(all);
    }
}
