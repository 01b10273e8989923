package dev.douane.service.decisions;

import dev.douane.service.platform.OwnInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * An installation whose catalog has one deployment a rung: a call of 1000 tokens in and 1000 out costs 0.02, 0.006, 0.002, and nothing. Another
 * provider serves what no chat asks for. To one with so little patience every pack that is uploaded is one that never comes to an end.
 */
public final class FourRungs extends OwnInstallation {
    private static final String CATALOG = """
            currency: USD
            tiers: [economy, standard, frontier]
            providers:
              - {id: house, name: House, control: DE, contract: {trainsOnData: false, continuityClause: true, residencyClause: true, certifications: []}, source: "our own"}
              - {id: elsewhere, name: Elsewhere, control: DE, contract: {trainsOnData: false, continuityClause: true, residencyClause: true, certifications: []}, source: "our own"}
            models:
              - {id: vectors, family: vectors, tier: economy, openWeights: true, operations: [embedding], capabilities: [], contextWindow: 100000, maxOutputTokens: 0}
            """ + model("big", "frontier", "tools") + model("mid", "standard", "tools")
            + model("small", "economy", "tools") + model("own", "economy", "streaming")
            + "deployments:\n" + deployment("big", "10") + deployment("mid", "3") + deployment("small", "1")
            + deployment("own", "0")
            + "  - {id: vectors-de, model: vectors, provider: elsewhere, region: there, hosting: DE, priceSource: ours, prices: {default: [{aboveInputTokens: 0, input: \"1\", output: \"0\"}]}}\n";

    private static String model(String id, String tier, String capability) {
        return "  - {id: %s, family: %1$s, tier: %s, openWeights: true, operations: [chat], capabilities: [%s], contextWindow: 100000, maxOutputTokens: 8000}\n"
                .formatted(id, tier, capability);
    }

    private static String deployment(String model, String price) {
        return "  - {id: %s-de, model: %1$s, provider: house, region: here, hosting: DE, priceSource: ours, prices: {default: [{aboveInputTokens: 0, input: \"%s\", output: \"%2$s\"}]}}\n"
                .formatted(model, price);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var file = Files.writeString(Files.createTempFile("four-rungs", ".yaml"), CATALOG);
            file.toFile().deleteOnExit();
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("douane.catalog.file", file.toString());
            overrides.put("douane.worker.deadline", "PT0.001S");
            return overrides;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
