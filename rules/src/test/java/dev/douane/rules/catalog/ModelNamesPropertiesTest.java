package dev.douane.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every name: all forms of a deployment's name mean its model where it is, and no other name means a model. */
class ModelNamesPropertiesTest {
    private static final Catalog SHIPPED = CatalogReader.shipped();
    private static final CatalogIndex CATALOG =
            new CatalogIndex(SHIPPED, JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 21)));

    /** By provider: what gateways write before its models. */
    private static final Map<String, List<String>> PREFIXES = Map.of(
            "anthropic", List.of("anthropic/", "Anthropic/"),
            "aws-bedrock", List.of("bedrock/", "bedrock/converse/", "bedrock_converse/", "aws-bedrock/"),
            "azure", List.of("azure/", "azure_ai/", "Azure/"),
            "fireworks", List.of("fireworks/", "fireworks_ai/", "accounts/fireworks/models/"),
            "google-vertex", List.of("vertex_ai/", "vertex/", "google-vertex/"),
            "openai", List.of("openai/", "OpenAI/"),
            "together", List.of("together/", "together_ai/"),
            "xai", List.of("xai/", "x-ai/"));

    static Stream<Deployment> deployments() {
        return SHIPPED.deployments().stream();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void every_form_of_a_deployments_name_means_its_model_where_it_is(Deployment deployment) {
        var model = SHIPPED.model(deployment.model().value()).orElseThrow();
        var position = CATALOG.position(deployment.id());
        for (var name : spellings(model)) {
            for (var prefix :
                    PREFIXES.getOrDefault(deployment.provider().value(), List.of(deployment.provider() + "/"))) {
                var forms = new ArrayList<>(List.of(prefix + name));
                if (!prefix.endsWith("models/")) {
                    forms.add(prefix + deployment.region() + "/" + name);
                }
                for (var form : forms) {
                    var read = CATALOG.names().read(form);
                    assertThat(read).as(form).isNotNull();
                    assertThat(read.model()).as(form).isEqualTo(model);
                    assertThat(read.pinned().contains(position)).as(form).isTrue();
                    read.pinned()
                            .forEach(other -> assertThat(CATALOG.at(other).provider())
                                    .as(form)
                                    .isEqualTo(deployment.provider()));
                }
            }
        }
    }

    /** The id and the dated names, in the spellings of several gateways. */
    private static List<String> spellings(Model model) {
        var names = new TreeSet<String>();
        var plain = new TreeSet<>(model.aliases());
        plain.removeIf(alias ->
                alias.endsWith("-latest") || alias.contains("/") || (alias.contains(".") && alias.contains(":")));
        plain.add(model.id().value());
        for (var name : plain) {
            names.add(name);
            names.add(name.toUpperCase(Locale.ROOT));
            names.add(name.replaceAll("(?<=[0-9])[.](?=[0-9])", "-"));
            names.add(name.replaceAll("(?<=[0-9])[.](?=[0-9])", "_"));
            names.add(name.replaceAll("-(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})$", "@$1$2$3"));
            names.add(name.replaceAll("-(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})$", "-$1-$2-$3"));
        }
        return List.copyOf(names);
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    /** One word, number or letter more or less is another name. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_name_with_a_word_more_is_never_the_model(int seed) {
        var random = new Random(seed);
        var known = new TreeSet<String>();
        SHIPPED.models().forEach(model -> {
            known.add(Spelling.folded(model.id().value()));
            model.aliases().forEach(alias -> known.add(Spelling.folded(alias)));
        });
        var words = List.of("mini", "pro", "nano", "lite", "flash", "luna", "2", "1.5", "latest", "20991231", "fp8");
        for (var model : SHIPPED.models()) {
            for (var prefix : List.of("", "openai/", "azure/", "bedrock/", "vertex_ai/", "us.anthropic.")) {
                var word = words.get(random.nextInt(words.size()));
                var glue = random.nextBoolean() ? "-" : random.nextBoolean() ? "@" : ":";
                var name = model.id() + glue + word;
                if (!known.contains(Spelling.folded(name))) {
                    assertThat(CATALOG.names().read(prefix + name))
                            .as(prefix + name)
                            .isNull();
                }
            }
        }
    }

    /** The sources of the starter catalog's prices are names that a gateway writes: each means the deployment priced by it. */
    @Test
    void the_names_of_the_price_map_mean_the_deployment_they_price() throws IOException {
        var file = shared().resolve("data").resolve("litellm_model_prices.json");
        assumeTrue(Files.isReadable(file), () -> "(%s) is not there, so its names are not read".formatted(file));
        var map = new ObjectMapper().readTree(file.toFile());
        var wrong = new TreeMap<String, String>();
        int known = 0;
        for (var names = map.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            var entry = map.get(name);
            var read = CATALOG.names().read(name);
            if (read == null) {
                continue;
            }
            known++;
            if (!mayCost(read, entry.path("input_cost_per_token").asDouble(-1))) {
                wrong.put(name, read.model().id().value());
            }
        }
        assertThat(known).isGreaterThan(150);
        assertThat(wrong).isEmpty();
    }

    private static Path shared() {
        var elsewhere = System.getenv("DOUANE_SHARED");
        if (elsewhere != null) {
            return Path.of(elsewhere);
        }
        var root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("policy-packs")) && root.getParent() != null) {
            root = root.getParent();
        }
        return root.resolve("..").resolve("shared").normalize();
    }

    /** Whether a deployment that the name pins has about that price, where the catalog has one: places and the years between add to it. */
    private static boolean mayCost(ReadName read, double inputPerToken) {
        var prices = new ArrayList<Double>();
        CATALOG.model(read.model().id()).and(read.pinned()).forEach(position -> {
            var deployment = CATALOG.at(position);
            if (deployment.prices() != null && deployment.prices().step(Prices.DEFAULT, 0) != null) {
                prices.add(Double.parseDouble(deployment
                                .prices()
                                .step(Prices.DEFAULT, 0)
                                .input()
                                .toDecimal(6))
                        / 1e6);
            }
        });
        // without a provider it may be the price of a place that the catalog does not have
        double most = read.provider() == null ? 2.0 : 1.4;
        return inputPerToken < 0
                || prices.isEmpty()
                || prices.stream().anyMatch(price -> inputPerToken < price * most && inputPerToken > price / most);
    }
}
