package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model's name as gateways write it, over HTTP: where the call goes and at whose price. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class NamesResourceTest {
    private static ValidatableResponse ask(String call) {
        return given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {%s, "inputTokens": 1000, "maxOutputTokens": 1000}, "caller": {"product": "names"},
                         "data": {"classes": ["public"]}, "workload": {"task": "research"}}""".formatted(call))
                .post("/v1/decisions")
                .then();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // name | model | provider | deployments | charged for 1000 and 500 tokens
                "azure/gpt-5 | gpt-5 | azure | azure-gpt-5-eastus2 azure-gpt-5-swedencentral | 0.006875",
                "us.anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | bedrock-claude-opus-5-us-east-1 | 0.01925",
                "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 | claude-sonnet-4-5 | aws-bedrock"
                        + " | bedrock-claude-sonnet-4-5-eu-west-1 | 0.01155",
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock"
                        + " | bedrock-claude-opus-5-us-east-1 | 0.01925",
                "bedrock/converse/anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | - | -",
                "claude-sonnet-4-5@20250929 | claude-sonnet-4-5 | - | - | -",
                "anthropic/claude-sonnet-4.5 | claude-sonnet-4-5 | anthropic | anthropic-claude-sonnet-4-5 | 0.0105",
                "models/gemini-2.5-pro | gemini-2.5-pro | - | - | -",
                "publishers/google/models/gemini-2.5-pro | gemini-2.5-pro | google-vertex"
                        + " | vertex-gemini-2.5-pro-europe-west4 vertex-gemini-2.5-pro-us-central1 | 0.00625",
                "mistral/mistral-large-latest | mistral-large-3 | mistral | mistral-mistral-large-3 | 0.00125",
            })
    void a_name_pins_what_it_says_and_is_charged_at_its_price(
            String name, String model, String provider, String deployments, String charged) {
        var decided = ask("\"model\": \"%s\"".formatted(name))
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .body("target.model", equalTo(model))
                .extract()
                .jsonPath();
        if (provider != null) {
            assertThat(decided.getString("target.provider")).isEqualTo(provider);
        }
        if (deployments != null) {
            assertThat(List.of(deployments.split(" ", -1))).contains(decided.getString("target.deployment"));
        }
        if (charged != null) {
            given().header("Authorization", TestKeys.bearer("gateway"))
                    .contentType("application/json")
                    .body("{\"usage\": {\"prompt_tokens\": 1000, \"completion_tokens\": 500, \"total_tokens\": 1500}}")
                    .post("/v1/decisions/" + decided.getString("id") + "/settlement")
                    .then()
                    .statusCode(200)
                    .body("charged", containsString(charged));
        }
    }

    @ParameterizedTest
    @CsvSource({"gpt-5.6-luna, gpt-5.6", "gpt-5-minni, gpt-5-mini", "openai/gpt-5-2099-01-01, gpt-5"})
    void a_name_that_nobody_knows_is_denied_with_the_nearest_ones(String name, String nearest) {
        ask("\"model\": \"%s\"".formatted(name))
                .statusCode(200)
                .body("verdict", equalTo("deny"))
                .body("nearestMiss.reasons.rule", hasItem("unknown-model"))
                .body("nearestMiss.reasons[0].message", containsString("Maybe "))
                .body("nearestMiss.reasons[0].message", containsString(nearest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model\": \"azure/gpt-5\", \"provider\": \"openai\" | /call/provider",
                "\"model\": \"us.anthropic.claude-opus-5\", \"region\": \"eu-north-1\" | /call/region",
                "\"model\": \"azure/gpt-5\", \"deployment\": \"openai-gpt-5\" | /call/model",
                "\"model\": \"azure/us/gpt-5-2025-08-07\", \"deployment\": \"azure-gpt-5-swedencentral\" | /call/model",
            })
    void a_call_that_pins_something_else_than_its_name_does_is_refused(String call, String pointer) {
        ask(call).statusCode(422).body("violations.pointer", contains(pointer));
    }

    @Test
    void pins_beside_the_name_that_agree_are_taken_in_any_spelling() {
        ask("\"model\": \"azure/gpt-5\", \"provider\": \"Azure_AI\", \"region\": \"SwedenCentral\"")
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .body("target.deployment", equalTo("azure-gpt-5-swedencentral"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model\": \"gpt-5\", \"provider\": \"azrue\", \"region\": \"swedencentral\" | unknown-provider | azure",
                "\"model\": \"gpt-5\", \"provider\": \"azure\", \"region\": \"swedncentral\" | unknown-region | swedencentral",
                "\"model\": \"gpt-5\", \"deployment\": \"azure-gpt-5-swedncentral\" | unknown-deployment | azure-gpt-5-swedencentral",
                "\"deployment\": \"azure-gpt-5-swedncentral\" | unknown-deployment | azure-gpt-5-swedencentral",
                "\"model\": \"auto\", \"region\": \"swedncentral\" | unknown-region | swedencentral",
                "\"model\": \"azure/swedncentral/gpt-5\" | unknown-model | gpt-5",
                "\"model\": \"bedrock/eu-nort-1/anthropic.claude-opus-5\" | unknown-region | eu-north-1",
                "\"model\": \"bedrock/eu-west-3/deepseek.v3.2\" | unknown-region | eu-west-1",
                "\"model\": \"arn:aws:bedrock:eu-nrth-1::foundation-model/anthropic.claude-opus-5\" | unknown-region | eu-north-1",
                "\"model\": \"projects/p/locations/europe-wst4/publishers/google/models/gemini-2.5-pro\" | unknown-region | europe-west4",
            })
    void a_pin_that_nobody_knows_is_denied_with_the_nearest_words(String call, String code, String nearest) {
        ask(call)
                .statusCode(200)
                .body("verdict", equalTo("deny"))
                .body("because.code", equalTo(code))
                .body("because.message", containsString("Maybe "))
                .body("because.message", containsString(nearest));
    }

    @Test
    void where_a_pin_is_right_and_nothing_of_the_model_is_there_another_place_stands_in() {
        ask("\"model\": \"bedrock/us-gov-west-1/anthropic.claude-opus-5\"")
                .statusCode(200)
                .body("verdict", equalTo("reroute"))
                .body("reasons.effect", hasItem("pinned(provider=aws-bedrock, region=us-gov-west-1)"));
    }
}
