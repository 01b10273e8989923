package dev.douane.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.money.Money;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator writes, what is read from it, and what is said when it is wrong. */
class CatalogReaderTest {
    private static final String SMALL = """
            currency: EUR
            tiers: [small, large]
            providers:
              - id: acme
                name: Acme
                control: FR
                contract: {trainsOnData: false, continuityClause: unknown, certifications: [SOC2]}
                operatorToFill: [continuityClause]
            models:
              - id: big-1
                family: big
                aliases: [acme/big-1, "big-1:latest"]
                tier: large
                openWeights: true
                operations: [chat]
                capabilities: [tools, vision]
                contextWindow: 1000
                maxInputTokens: 800
                maxOutputTokens: 200
                substitutes: [little-1]
              - id: little-1
                family: little
                tier: small
                operations: [chat]
                contextWindow: 500
                maxOutputTokens: 100
            deployments:
              - id: acme-big-1
                model: big-1
                provider: acme
                region: paris-1
                hosting: FR
                tags: [eu]
                prices:
                  default:
                    - {aboveInputTokens: 0, input: "2.50", cachedInput: "0.25", output: "10"}
                    - {aboveInputTokens: 400, input: "5", output: "15.000000001"}
                  flex:
                    - {aboveInputTokens: 0, input: "1.25", output: "5"}
                priceSource: "contract of 2026"
              - id: own-big-1
                model: big-1
                provider: acme
                region: cellar
                hosting: NO
                control: "NO"
                selfHosted: true
                tier: small
                contract: {continuityClause: true, certifications: []}
                contextWindow: 300
                maxOutputTokens: 50
                capabilities: []
              - id: acme-little-1
                model: little-1
                provider: acme
                region: paris-1
            """;

    private static Catalog read(String yaml) {
        return CatalogReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static Deployment deployment(String id) {
        return read(SMALL).deployments().stream()
                .filter(deployment -> deployment.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(DocumentException.class, () -> read(yaml)).problems().stream()
                .map(DocumentProblem::toString)
                .toList();
    }

    @Test
    void models_keep_their_names_and_stand_ins() {
        var catalog = read(SMALL);

        assertThat(catalog.currency()).isEqualTo("EUR");
        assertThat(catalog.tiers().ascending()).extracting("name").containsExactly("small", "large");
        assertThat(catalog.model("big-1:latest")).isEqualTo(catalog.model("big-1"));
        assertThat(catalog.model("big-1").orElseThrow().substitutes())
                .extracting("value")
                .containsExactly("little-1");
    }

    @Test
    void a_deployment_has_from_model_and_provider_what_it_does_not_say_itself() {
        var inherited = deployment("acme-big-1");

        assertThat(inherited.tier().name()).isEqualTo("large");
        assertThat(inherited.control()).hasToString("FR");
        assertThat(inherited.openWeights()).isTrue();
        assertThat(inherited.capabilities()).containsExactly("tools", "vision");
        assertThat(inherited.contextWindow()).isEqualTo(1000);
        assertThat(inherited.maxInputTokens()).isEqualTo(800);
        assertThat(inherited.contract().trainsOnData()).isEqualTo(Term.NO);
        assertThat(inherited.contract().certifications()).containsExactly("SOC2");
    }

    @Test
    void a_deployment_overrides_member_by_member() {
        var own = deployment("own-big-1");

        assertThat(own.tier().name()).isEqualTo("small");
        assertThat(own.hosting()).hasToString("NO");
        assertThat(own.control()).hasToString("NO");
        assertThat(own.selfHosted()).isTrue();
        assertThat(own.capabilities()).isEmpty();
        assertThat(own.contract().continuityClause()).isEqualTo(Term.YES);
        assertThat(own.contract().trainsOnData()).isEqualTo(Term.NO);
        assertThat(own.contract().certifications()).isEmpty();
    }

    @Test
    void a_narrower_window_narrows_what_is_inherited() {
        var own = deployment("own-big-1");

        assertThat(own.contextWindow()).isEqualTo(300);
        assertThat(own.maxInputTokens()).isEqualTo(300);
        assertThat(own.maxOutputTokens()).isEqualTo(50);
    }

    @Test
    void what_is_not_said_stays_unknown() {
        var silent = deployment("acme-little-1");

        assertThat(silent.hosting()).isNull();
        assertThat(silent.prices()).isNull();
        assertThat(silent.contract().residencyClause()).isEqualTo(Term.UNKNOWN);
    }

    @Test
    void prices_are_read_exactly_by_service_tier_and_length_of_input() {
        var prices = deployment("acme-big-1").prices();

        assertThat(prices.step(Prices.DEFAULT, 400).cachedInput()).isEqualTo(Money.parse("0.25"));
        assertThat(prices.step(Prices.DEFAULT, 401).output().nanos()).isEqualTo(15_000_000_001L);
        assertThat(prices.step(Prices.DEFAULT, 401).cachedInput()).isEqualTo(Money.parse("5"));
        assertThat(prices.step("flex", 1).input()).isEqualTo(Money.parse("1.25"));
        assertThat(prices.step("priority", 1)).isNull();
    }

    @Test
    void the_digest_is_that_of_the_bytes() {
        assertThat(CatalogReader.read(new ByteArrayInputStream(SMALL.getBytes(StandardCharsets.UTF_8)))
                        .digest())
                .isEqualTo(read(SMALL).digest())
                .matches("sha256:[0-9a-f]{64}")
                .isNotEqualTo(read(SMALL + "# a comment\n").digest());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            currency: EUR          | currency: EURO           | line 1, currency: value (EURO) must be an ISO 4217 code such as USD
            currency: EUR          | currency: ZZZ            | line 1, currency: currency (ZZZ) is not an ISO 4217 code
            tiers: [small, large]  | tiers: []                | line 2, tiers: the list is empty
            control: FR            | control: EU              | line 6, providers[0].control: country (EU) must be an ISO 3166-1 alpha-2 code\\n    Maybe leave the member out, if the country is not known.
            control: FR            | control:                 | line 6, providers[0].control: value (null) must be a country code
            trainsOnData: false    | trainsOnData: maybe      | line 7, providers[0].contract.trainsOnData: value (maybe) must be true, false or unknown
            trainsOnData: false    | trainOnData: false       | line 7, providers[0].contract.trainOnData: there is no member (trainOnData) here; known are certifications, continuityClause, residencyClause, trainsOnData\\n    Maybe trainsOnData?
            Fill: [continuityClause | Fill: [continuityclause | line 8, providers[0].operatorToFill: value (continuityclause) is none of certifications, continuityClause, control, hosting, residencyClause, trainsOnData\\n    Maybe continuityClause?
            id: big-1              | id: Big 1                | line 10, models[0].id: value (Big 1) must be an id of lower-case letters, digits, dots and dashes
            tier: large            | tier: huge               | line 13, models[0].tier: tier (huge) is not in this catalog
            openWeights: true      | openWeights: "yes"       | line 14, models[0].openWeights: value (yes) must be true or false
            operations: [chat]     | operations: chat         | line 15, models[0].operations: value (chat) must be a list
            [tools, vision]        | [tools, tools]           | line 16, models[0].capabilities[1]: value (tools) is there twice
            maxInputTokens: 800    | maxInputTokens: 1001     | line 18, models[0].maxInputTokens: value (1001) is more than the context window (1000)
            maxOutputTokens: 200   | maxOutputTokens: -1      | line 19, models[0].maxOutputTokens: value (-1) must be a whole number from 0 to 2147483647
            maxOutputTokens: 200   | maxOutputTokens: 2e2     | line 19, models[0].maxOutputTokens: value (2e2) must be a whole number from 0 to 2147483647
            contextWindow: 1000    | contextWindow: 9999999999 | line 17, models[0].contextWindow: value (9999999999) must be a whole number from 1 to 2147483647
            [little-1]             | [little-2]               | line 20, models[0].substitutes[0]: model (little-2) is not in this catalog\\n    Maybe little-1?
            [little-1]             | [big-1]                  | line 20, models[0].substitutes[0]: model (big-1) cannot stand in for itself
            acme/big-1             | little-1                 | line 12, models[0].aliases[0]: alias (little-1) is already a name of little-1
            acme/big-1             | auto                     | line 12, models[0].aliases[0]: name (auto) is what a call writes that asks for no model
            id: own-big-1          | id: acme-big-1           | line 41, deployments[1].id: id (acme-big-1) is already taken by deployments[0]
            model: little-1        | model: litle-1           | line 54, deployments[2].model: model (litle-1) is not in this catalog\\n    Maybe little-1?
            region: cellar         | regoin: cellar           | line 41, deployments[1].region: the member (region) is missing
            hosting: FR            | hosting: 33              | line 32, deployments[0].hosting: value (33) must be a country code\\n    Maybe write it in quotes.
            input: "2.50"          | input: 2.50              | line 36, deployments[0].prices.default[0].input: value (2.50) must be a decimal with at most nine decimals in quotes, such as "1.375"\\n    Maybe write it in quotes.
            input: "2.50"          | input: "-2.50"           | line 36, deployments[0].prices.default[0].input: value (-2.50) must be a decimal with at most nine decimals in quotes, such as "1.375"
            input: "2.50"          | input: "1000001"         | line 36, deployments[0].prices.default[0].input: price (1000001) per million tokens must be at most 1000000
            input: "2.50"          | input: "0.0000000001"    | line 36, deployments[0].prices.default[0].input: value (0.0000000001) must be a decimal with at most nine decimals in quotes, such as "1.375"
            aboveInputTokens: 400  | aboveInputTokens: 0      | line 37, deployments[0].prices.default[1].aboveInputTokens: value (0) is out of order: steps start at 0 and ascend
            flex:                  | flexi:                   | line 38, deployments[0].prices.flexi: service tier (flexi) is none of batch, default, flex, priority\\n    Maybe flex?
            priceSource: "contract of 2026" | tier: large     | line 28, deployments[0].priceSource: the member (priceSource) is missing
            selfHosted: true       | region: attic            | line 47, deployments[1].region: the member (region) is there twice
            """)
    void a_wrong_value_is_named_with_line_path_and_way_out(String right, String wrong, String problem) {
        assertThat(SMALL).contains(right);

        assertThat(problems(SMALL.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
                .contains(problem.replace("\\n", "\n"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_in_the_order_of_the_document() {
        var broken = SMALL.replace("tier: large", "tier: huge")
                .replace("hosting: FR", "hosting: XX")
                .replace("id: acme-little-1", "id: own-big-1");

        assertThat(catchThrowableOfType(DocumentException.class, () -> read(broken)))
                .hasMessage("""
                        the catalog cannot be used.
                          line 13, models[0].tier: tier (huge) is not in this catalog
                          line 32, deployments[0].hosting: country (XX) must be an ISO 3166-1 alpha-2 code
                            Maybe leave the member out, if the country is not known.
                          line 53, deployments[2].id: id (own-big-1) is already taken by deployments[1]""");
    }

    @Test
    void a_document_that_is_no_catalog_is_refused() {
        assertThat(problems("")).containsExactly("there is nothing here");
        assertThat(problems("- 1")).containsExactly("line 1, value (a list) must be members");
        assertThat(problems("currency: [")).singleElement().asString().startsWith("line 1, this is not YAML: ");
        assertThat(problems(SMALL + "---\n" + SMALL))
                .containsExactly("line %d, there is more than one document; a line of three dashes begins a second one"
                        .formatted(SMALL.lines().count() + 1));
        assertThat(problems(SMALL.replace("family: little", "family: *big")))
                .containsExactly(
                        "line 22, models[1].family: alias (big) is not understood here\n    Maybe write the value out.");
    }

    @Test
    void what_means_something_else_than_it_shows_is_refused() {
        assertThat(problems(SMALL.replace("family: little", "family: &f little")))
                .singleElement()
                .asString()
                .startsWith("line 22, models[1].family: anchor (f) is not understood here");
        assertThat(problems(SMALL.replace("maxOutputTokens: 200", "maxOutputTokens: 0200")))
                .first()
                .asString()
                .contains("(0200) is a number to some readers of YAML")
                .contains("Maybe write 200, or \"0200\" in quotes");
    }

    @Test
    void a_value_of_a_megabyte_is_not_repeated_in_full() {
        var problems = problems(SMALL.replace("[little-1]", "[" + "x".repeat(1_000_000) + "]"));

        assertThat(problems)
                .singleElement()
                .asString()
                .hasSizeLessThan(1000)
                .startsWith("line 20, models[0].substitutes[0]");
    }

    @Test
    void a_document_nested_without_end_is_refused() {
        assertThat(problems("a: ".concat("[".repeat(10_000)))).isNotEmpty();
    }

    /** Those of before lists of what is unseen were one are read as ever. */
    @ParameterizedTest
    @CsvSource({
        "\u200B, U+200B",
        "\u00AD, U+00AD",
        "\u2060, U+2060",
        "\u2800, U+2800",
        "\u3164, U+3164",
        "\uFE00, U+FE00"
    })
    void what_comes_in_holds_nothing_unseen_and_what_is_stored_is_read_as_it_was(String unseen, String named) {
        var written = SMALL.replace("contract of 2026", "contract of" + unseen + "2026");
        var escaped = SMALL.replace("contract of 2026", "contract of\\u%04X2026".formatted((int) unseen.charAt(0)));
        var comment = "# a list" + unseen + "\n" + SMALL;

        assertThat(taken(written))
                .containsExactly(written.lines()
                                .toList()
                                .indexOf(written.lines()
                                        .filter(line -> line.contains(unseen))
                                        .findFirst()
                                        .orElseThrow())
                        + 1
                        + " a character (" + named + ") stands here that misleads whoever reads the document");
        assertThat(taken(escaped))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains(named));
        assertThat(taken(comment))
                .containsExactly("1 a character (" + named + ") stands here that misleads whoever reads the document");
        assertThat(taken(SMALL)).isEmpty();
        assertThat(read(written).deployments()).hasSize(3);
        assertThat(read(escaped).deployments()).hasSize(3);
    }

    private static List<String> taken(String yaml) {
        try {
            CatalogReader.take(yaml.getBytes(StandardCharsets.UTF_8));
            return List.of();
        } catch (DocumentException e) {
            return e.problems().stream()
                    .map(problem -> problem.line() + " " + problem.message())
                    .toList();
        }
    }

    @Test
    void what_is_shipped_could_come_in() {
        assertThat(CatalogReader.take(CatalogReader.shippedBytes()).deployments())
                .isNotEmpty();
        assertThat(JurisdictionsReader.take(JurisdictionsReader.shippedBytes())).isNotNull();
    }
}
