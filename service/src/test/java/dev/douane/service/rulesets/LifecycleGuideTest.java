package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Every request of the lifecycle guide is sent, in order, and answered as the guide says. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(JustStarted.class)
@Order(1) // the guide counts rulesets from a start
class LifecycleGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "governance", "lifecycle.md");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CURRENT = "/v1/rulesets/current";
    private static final String ANYTHING = "…";

    /** {@code METHOD path as role}, a body, an arrow with the status, an answer. */
    private static final Pattern REQUEST =
            Pattern.compile("```http\\n(GET|POST) (\\S+) as (\\S+)\\n(.*?)→ (\\d+)\\n(.*?)```", Pattern.DOTALL);

    @Inject
    ActiveRuleset active;

    @Inject
    RulesetKeeper keeper;

    @Test
    void every_request_is_answered_as_the_guide_says() throws IOException {
        Awaitility.await().atMost(PATIENCE).until(() -> active.current().isPresent());
        var requests = REQUEST.matcher(Files.readString(GUIDE));
        int sent = 0;
        while (requests.find()) {
            var path = requests.group(2);
            if (path.equals(CURRENT)) {
                keeper.catchUp();
            }
            send(
                    requests.group(1),
                    path,
                    bearer(requests.group(3)),
                    requests.group(4).strip(),
                    Integer.parseInt(requests.group(5)),
                    requests.group(6));
            sent++;
        }
        assertThat(sent).isEqualTo(16);
    }

    /** The author may approve too, only not what is his own. */
    private static String bearer(String role) {
        return role.equals("author") ? TestKeys.bearer("author", "approver") : TestKeys.bearer(role);
    }

    private static void send(String method, String path, String bearer, String body, int status, String answer)
            throws IOException {
        var request = given().header("Authorization", bearer);
        if (body.startsWith("<")) {
            request = request.contentType("application/zip")
                    .body(PackArchive.of("night-batch", "1.0.0", "NIGHT-1").zip());
        } else if (method.equals("POST")) {
            request = request.contentType("application/json").body(body);
        }
        var response = request.request(method, path);

        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.asString())
                .isEqualTo(status);
        var json = new ObjectMapper();
        holds(path, json.readTree(answer), json.readTree(response.asString()));
    }

    /** All that is said is there; lists are said in full. */
    private static void holds(String place, JsonNode said, JsonNode got) {
        if (said.isObject()) {
            said.properties().forEach(member -> {
                assertThat(got.has(member.getKey()))
                        .as(place + "/" + member.getKey())
                        .isTrue();
                holds(place + "/" + member.getKey(), member.getValue(), got.get(member.getKey()));
            });
        } else if (said.isArray()) {
            assertThat(got).as(place).hasSameSizeAs(said);
            for (int i = 0; i < said.size(); i++) {
                holds(place + "/" + i, said.get(i), got.get(i));
            }
        } else if (!said.asText().equals(ANYTHING)) {
            assertThat(got).as(place).isEqualTo(said);
        }
    }
}
