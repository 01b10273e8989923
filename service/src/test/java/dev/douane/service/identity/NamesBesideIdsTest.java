package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Wherever an answer names a key, what people call it stands beside. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class NamesBesideIdsTest {
    /** By what, not by whom. */
    private static final Set<String> NO_KEYS = Set.of("settledBy", "firedBy");

    @Test
    void every_member_that_names_a_key_has_its_name_beside_it() {
        Map<String, Map<String, Object>> schemas = given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("components.schemas");
        var found = new ArrayList<String>();
        var bare = new ArrayList<String>();
        schemas.forEach((name, schema) -> {
            var members = schema.get("properties") instanceof Map<?, ?> properties ? properties.keySet() : Set.of();
            for (var member : members) {
                if (namesAKey((String) member)) {
                    (members.contains(member + "Name") ? found : bare).add(name + "." + member);
                }
            }
        });

        assertThat(bare).isEmpty();
        assertThat(found)
                .containsAll(List.of(
                        "KeyView.createdBy",
                        "KeyView.revokedBy",
                        "RulesetView.createdBy",
                        "ApprovalView.approvedBy",
                        "BudgetSummary.createdBy",
                        "AmendmentView.changedBy",
                        "OverrideView.proposedBy",
                        "EntryView.by",
                        "HoldView.movedBy",
                        "DecisionSummary.principal",
                        "RecordedDecision.principal"));
    }

    private static boolean namesAKey(String member) {
        return !NO_KEYS.contains(member)
                && (member.endsWith("By") || member.equals("by") || member.equals("principal"));
    }
}
