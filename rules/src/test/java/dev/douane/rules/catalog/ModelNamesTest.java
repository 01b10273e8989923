package dev.douane.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that gateways write, in the shipped catalog. */
class ModelNamesTest {
    private static final CatalogIndex CATALOG = new CatalogIndex(
            CatalogReader.shipped(), JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 21)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // name | model | provider | place
                "gpt-5 | gpt-5 | - | -",
                "GPT-5 | gpt-5 | - | -",
                "gpt-5-2025-08-07 | gpt-5 | - | -",
                "gpt-5@20250807 | gpt-5 | - | -",
                "openai/gpt-5 | gpt-5 | openai | -",
                "OpenAI/GPT-5 | gpt-5 | openai | -",
                "azure/gpt-5 | gpt-5 | azure | -",
                "azure/openai/gpt-5 | gpt-5 | azure | -",
                "azure/eu/gpt-5-2025-08-07 | gpt-5 | azure | eu",
                "azure/us/gpt-5.6 | gpt-5.6 | azure | us",
                "azure/global-standard/gpt-4o-mini | gpt-4o-mini | azure | global-standard",
                "azure_ai/Phi-4 | phi-4 | azure | -",
                "anthropic/claude-sonnet-4.5 | claude-sonnet-4-5 | anthropic | -",
                "claude-sonnet-4-5@20250929 | claude-sonnet-4-5 | - | -",
                "claude-sonnet-4-5@default | claude-sonnet-4-5 | - | -",
                "vertex_ai/claude-opus-5@default | claude-opus-5 | google-vertex | -",
                "anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | -",
                "us.anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | us",
                "us.anthropic.claude-opus-5-v1:0 | claude-opus-5 | aws-bedrock | us",
                "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0 | claude-sonnet-4-5 | aws-bedrock | us-gov",
                "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 | claude-sonnet-4-5 | aws-bedrock | eu",
                "apac.anthropic.claude-haiku-4-5-20251001-v1:0 | claude-haiku-4-5 | aws-bedrock | apac",
                "bedrock/global.anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | global",
                "bedrock/converse/anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | -",
                "bedrock/us-east-1/anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | us-east-1",
                "bedrock/invoke/us.anthropic.claude-opus-5 | claude-opus-5 | aws-bedrock | us",
                "bedrock/eu-north-1/deepseek.v3.2 | deepseek-v3.2 | aws-bedrock | eu-north-1",
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5"
                        + " | claude-opus-5 | aws-bedrock | us",
                "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-opus-5"
                        + " | claude-opus-5 | aws-bedrock | eu-north-1",
                "bedrock/arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-opus-5"
                        + " | claude-opus-5 | aws-bedrock | eu-north-1",
                "bedrock/converse/arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5"
                        + " | claude-opus-5 | aws-bedrock | us",
                "models/gemini-2.5-pro | gemini-2.5-pro | - | -",
                "publishers/google/models/gemini-2.5-pro | gemini-2.5-pro | google-vertex | -",
                "projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-pro"
                        + " | gemini-2.5-pro | google-vertex | europe-west4",
                "vertex_ai/gemini-2.5-pro | gemini-2.5-pro | google-vertex | -",
                "google/gemini-2.5-pro | gemini-2.5-pro | - | -",
                "mistral/mistral-large-latest | mistral-large-3 | mistral | -",
                "fireworks_ai/accounts/fireworks/models/glm-4p7 | glm-4.7 | fireworks | -",
                "accounts/fireworks/models/glm-4p7 | glm-4.7 | fireworks | -",
                "deepinfra/openai/gpt-oss-120b | gpt-oss-120b | deepinfra | -",
                "openai/gpt-oss-120b | gpt-oss-120b | - | -",
            })
    void a_name_means_a_model_and_pins_what_it_says(
            String name, String model, @Nullable String provider, @Nullable String place) {
        var read = CATALOG.names().read(name);

        assertThat(read).isNotNull();
        assertThat(read.model().id().value()).isEqualTo(model);
        assertThat(read.provider()).isEqualTo(provider);
        assertThat(read.place()).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-5.6-luna", // a sibling is another model
                "gpt-5-pro",
                "gpt-5-chat-latest",
                "gpt-5-2026-01-01", // a snapshot that the catalog does not know may have another price
                "gpt-5-latest",
                "mistral/mistral-small-latest-2",
                "azure_ai/mistral-large-latest", // what is the latest there is another than its maker's
                "vertex_ai/mistral-large@latest",
                "openai/gpt-5:free",
                "us.anthropic.claude-opus-5-v2:0",
                "claude-opus-5-v1:0", // a version of Bedrock's, but nothing says that it is
                "us.anthropic.gpt-5", // not that maker's
                "us.claude-opus-5",
                "azure/us.anthropic.claude-opus-5", // two providers
                "gemini/gemini-2.5-pro", // another interface and contract than Vertex
                "openrouter/openai/gpt-5",
                "bedrock/us-east-1/1-month-commitment/anthropic.claude-opus-5", // another price
                "azure/low/gpt-5",
                "nobody/gpt-5",
                "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
                "azure/arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-opus-5", // two providers
                "bedrock/us-east-1/arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-opus-5", // two places
                "arn:aws:sagemaker:us-east-1:123456789012:endpoint/gpt-5",
                "projects/p/locations/us-central1/endpoints/123",
                "models/tuned/gpt-5",
                "gpt-5/",
                "/gpt-5",
                "gpt-5 ",
                "gpt5",
                "us.",
                "-v1:0",
                "@default",
                "/",
                "",
            })
    void a_name_that_could_be_another_model_or_price_is_unknown(String name) {
        assertThat(CATALOG.names().read(name)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-opus-5, bedrock-claude-opus-5-us-east-1",
        "eu.anthropic.claude-opus-5, bedrock-claude-opus-5-eu-north-1",
        "jp.anthropic.claude-opus-5, bedrock-claude-opus-5-ap-northeast-1",
        "au.anthropic.claude-opus-5, bedrock-claude-opus-5-ap-southeast-2",
        "apac.anthropic.claude-opus-5, bedrock-claude-opus-5-ap-northeast-1 bedrock-claude-opus-5-ap-southeast-2",
        "global.anthropic.claude-opus-5, bedrock-claude-opus-5-global",
        "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0, bedrock-claude-sonnet-4-5-us-gov-west-1",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0,''", // what the government has is not the public's
        "azure/eu/gpt-5-2025-08-07, azure-gpt-5-swedencentral azure-gpt-5-swedencentral-provisioned",
        "azure/us/gpt-5-2025-08-07, azure-gpt-5-eastus2",
        "azure/global/gpt-5.1, azure-gpt-5.1-global",
        "bedrock/eu-west-3/deepseek.v3.2,''",
    })
    void a_place_pins_what_lies_in_it(String name, String deployments) {
        var read = CATALOG.names().read(name);
        assertThat(read).isNotNull();

        var ids = new ArrayList<String>();
        CATALOG.model(read.model().id())
                .and(read.pinned())
                .forEach(position -> ids.add(CATALOG.at(position).id().value()));

        assertThat(String.join(" ", ids)).isEqualTo(deployments);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.6-luna, gpt-5.6",
        "gpt-5-minni, gpt-5-mini",
        "openai/gpt-5-minni, gpt-5-mini",
        "gpt-5-2026-01-01, gpt-5",
        "gpt5, gpt-5",
        "claude-opus-5-v1:0, claude-opus-5",
        "eu.gpt-5, gpt-5",
        "gpt-5/, gpt-5",
        "azure/my-gpt-5-deployment, gpt-5",
        "azure/gpt-5-mini-team-a, gpt-5-mini",
    })
    void an_unknown_name_is_told_the_nearest(String name, String nearest) {
        assertThat(CATALOG.names().near(name)).contains(nearest).hasSizeLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "azrue, azure",
        "azure-opnai, azure",
        "bedrok, aws-bedrock",
        "vertexx, google-vertex",
        "opnai, openai",
    })
    void an_unknown_provider_is_told_the_nearest(String word, String nearest) {
        assertThat(CATALOG.names().provider(word)).isNull();
        assertThat(CATALOG.names().nearProviders(word)).startsWith(nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "swedncentral, swedencentral",
        "Sweden Central, swedencentral",
        "eu-nort-1, eu-north-1",
        "europe-wst4, europe-west4",
        "eu-west-3, eu-west-1",
    })
    void an_unknown_region_is_told_the_nearest(String word, String nearest) {
        assertThat(CATALOG.names().isRegion(word)).isFalse();
        assertThat(CATALOG.names().nearRegions(word)).startsWith(nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzzzzzzz", "", "/", "中文模型"})
    void nothing_is_near_to_nonsense(String name) {
        assertThat(CATALOG.names().near(name)).isEmpty();
    }

    @Test
    void pins_beside_the_name_are_read_as_well() {
        var asked = Call.chat("Azure/GPT-5", 10).pinnedTo("Azure_AI", "SwedenCentral", null);

        var read = CATALOG.names().read(asked).call();

        assertThat(List.of(read.model(), read.provider(), read.region()))
                .containsExactly("gpt-5", "azure", "swedencentral");
    }

    @Test
    void rules_see_the_region_that_a_name_pins_and_no_region_where_it_pins_an_area_of_the_same_name() {
        var names = CATALOG.names();

        assertThat(names.read(Call.chat("bedrock/us-east-1/anthropic.claude-opus-5", 10))
                        .call()
                        .region())
                .isEqualTo("us-east-1");
        assertThat(names.read(Call.chat("us.anthropic.claude-opus-5", 10))
                        .call()
                        .region())
                .isNull();
        assertThat(names.read(Call.chat("azure/eu/gpt-5-2025-08-07", 10)).call().region())
                .isNull();
    }

    @Test
    void a_call_in_the_catalogs_words_stays_the_same() {
        var asked = Call.chat("gpt-5", 10).pinnedTo("azure", "swedencentral", "azure-gpt-5-swedencentral");

        assertThat(CATALOG.names().read(asked).call()).isSameAs(asked);
    }

    @Test
    void a_spelling_that_two_models_share_names_neither() {
        var tier = Tiers.SHIPPED.ascending().getFirst();
        var models = List.of(
                new Model(new ModelId("small-1.5"), "small", new java.util.TreeSet<>(), List.of()),
                new Model(new ModelId("small-1-5"), "small", new java.util.TreeSet<>(), List.of()));
        var catalog = new CatalogIndex(
                new Catalog(
                        1,
                        "sha256:test",
                        "USD",
                        Tiers.SHIPPED,
                        models,
                        List.of(Deployment.of("a", "small-1.5", "own", "here", tier)
                                .build())),
                JurisdictionGroups.none().on(LocalDate.EPOCH));

        assertThat(catalog.names().read("small-1.5")).isNotNull();
        assertThat(catalog.names().read("SMALL-1.5")).isNull();
    }
}
