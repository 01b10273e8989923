package dev.douane.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The shipped prices against the price map they say they are from.
 *
 * <p>The map lies outside the repository, in {@code ../shared/data} or where {@code DOUANE_SHARED} points; without it there is nothing to
 * compare with.
 */
class StarterCatalogPricesTest {
    private static final Pattern SOURCE = Pattern.compile(
            "(?:operator to fill; until then )?LiteLLM price map 2026-08-01, key (\\S+)(?: times (\\S+) (\\S+))?");
    private static final Map<String, String> SUFFIX =
            Map.of("default", "", "flex", "_flex", "priority", "_priority", "batch", "_batches");
    private static final Pattern STEP = Pattern.compile("input_cost_per_token_above_(\\d+)k_tokens");
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    @Test
    void every_price_is_the_price_maps() {
        var map = priceMap();
        var wrong = new ArrayList<String>();
        var compared = 0;
        for (var deployment : catalog().get("deployments")) {
            if (!deployment.has("prices")) {
                continue;
            }
            var source = SOURCE.matcher(deployment.get("priceSource").asText());
            assertThat(source.matches())
                    .as(deployment.get("priceSource").asText())
                    .isTrue();
            var entry = map.get(source.group(1));
            assertThat(entry).as(source.group(1)).isNotNull();
            var times = source.group(2) == null
                    ? BigDecimal.ONE
                    : entry.at("/" + source.group(2).replace('.', '/')).decimalValue();
            assertThat(times).isEqualByComparingTo(source.group(3) == null ? "1" : source.group(3));
            compared += compare(deployment, entry, times, wrong);
        }

        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(250);
    }

    @Test
    void no_price_step_below_the_context_window_is_forgotten() {
        var map = priceMap();
        for (var deployment : CatalogReader.shipped().deployments()) {
            var written = written(deployment.id().value());
            var source = SOURCE.matcher(written.path("priceSource").asText());
            if (!source.matches()) {
                continue;
            }
            var expected = new TreeSet<Integer>(List.of(0));
            map.get(source.group(1)).fieldNames().forEachRemaining(field -> {
                var step = STEP.matcher(field);
                if (step.matches() && Integer.parseInt(step.group(1)) * 1000 < deployment.maxInputTokens()) {
                    expected.add(Integer.parseInt(step.group(1)) * 1000);
                }
            });
            for (var tier : written.get("prices")) {
                assertThat(tier)
                        .extracting(step -> step.get("aboveInputTokens").asInt())
                        .as(deployment.id().value())
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    private static int compare(JsonNode deployment, JsonNode entry, BigDecimal times, List<String> wrong) {
        var compared = 0;
        for (var tier : deployment.get("prices").properties()) {
            for (var step : tier.getValue()) {
                var above = step.get("aboveInputTokens").asInt();
                var which = (above == 0 ? "" : "_above_%dk_tokens".formatted(above / 1000)) + SUFFIX.get(tier.getKey());
                compared +=
                        compare(step, "input", entry.path("input_cost_per_token" + which), times, deployment, wrong);
                compared +=
                        compare(step, "output", entry.path("output_cost_per_token" + which), times, deployment, wrong);
                var cached = entry.path("cache_read_input_token_cost" + which);
                compared += compare(
                        step,
                        step.has("cachedInput") ? "cachedInput" : "input",
                        cached.isMissingNode() ? entry.path("input_cost_per_token" + which) : cached,
                        times,
                        deployment,
                        wrong);
            }
        }
        return compared;
    }

    private static int compare(
            JsonNode step,
            String member,
            JsonNode perToken,
            BigDecimal times,
            JsonNode deployment,
            List<String> wrong) {
        var expected = perToken.decimalValue().multiply(MILLION).multiply(times);
        if (new BigDecimal(step.get(member).asText()).compareTo(expected) != 0) {
            wrong.add("%s %s: %s instead of %s"
                    .formatted(deployment.get("id").asText(), step, step.get(member), expected));
        }
        return 1;
    }

    private static JsonNode written(String id) {
        for (var deployment : catalog().get("deployments")) {
            if (deployment.get("id").asText().equals(id)) {
                return deployment;
            }
        }
        throw new AssertionError(id);
    }

    private static JsonNode catalog() {
        return YamlDocument.read(CatalogReader.shippedBytes(), new Problems("starter catalog"));
    }

    private static JsonNode priceMap() {
        var file = shared().resolve("data").resolve("litellm_model_prices.json");
        assumeTrue(
                Files.exists(file),
                () -> "no price map at " + file + "; DOUANE_SHARED can point to the folder that holds data/");
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path shared() {
        var named = System.getenv("DOUANE_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        var root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("policy-packs")) && root.getParent() != null) {
            root = root.getParent();
        }
        return root.resolve("..").resolve("shared").normalize();
    }
}
