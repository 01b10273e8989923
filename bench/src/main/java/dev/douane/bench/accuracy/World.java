package dev.douane.bench.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the server decides over: one model for each trace at one price, so that nothing but the budget has a say. */
final class World {
    /** 1.25 a million input tokens. */
    static final long INPUT_NANOS = 1_250;

    /** 10.00 a million output tokens. */
    static final long OUTPUT_NANOS = 10_000;

    private World() {}

    /** @param arguments the directory that gets {@code catalog.yaml} and an empty {@code packs} */
    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        Files.createDirectories(directory.resolve("packs"));
        var models = new StringBuilder();
        var deployments = new StringBuilder();
        for (var trace : new String[] {"conv", "code"}) {
            models.append("""
                      - id: %1$s
                        family: %1$s
                        aliases: []
                        tier: standard
                        openWeights: false
                        operations: [chat]
                        capabilities: []
                        contextWindow: 200000
                        maxOutputTokens: 16384
                        substitutes: []
                    """.formatted(trace));
            deployments.append("""
                      - id: %1$s-one
                        model: %1$s
                        provider: provider
                        region: region
                        hosting: DE
                        prices:
                          default:
                            - {aboveInputTokens: 0, input: "1.25", cachedInput: "0.125", output: "10.00"}
                        priceSource: "made up"
                    """.formatted(trace));
        }
        Files.writeString(directory.resolve("catalog.yaml"), """
                currency: USD
                tiers: [economy, standard, frontier]
                providers:
                  - id: provider
                    name: "Provider"
                    control: DE
                models:
                %sdeployments:
                %s""".formatted(models, deployments));
    }
}
