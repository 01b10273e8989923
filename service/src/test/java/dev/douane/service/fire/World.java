package dev.douane.service.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The smallest world to decide in: one rule that never matters, and one deployment where an output token costs a millionth and input costs
 * nothing. So a call of 1000 output tokens holds 0.001.
 */
final class World {
    private World() {}

    /** Writes {@code packs/} and {@code catalog.yaml}. */
    static void write(Path folder) throws IOException {
        var pack = folder.resolve("packs").resolve("fire");
        Files.createDirectories(pack.resolve("rules"));
        Files.createDirectories(pack.resolve("tests"));
        Files.writeString(pack.resolve("pack.yaml"), """
                name: fire
                version: 1.0.0
                concern: cost-tier
                owners: [test]
                title: One rule
                description: So that there is a ruleset.
                """);
        Files.writeString(pack.resolve("rules").resolve("fire.drl"), """
                rule "Essays are short"
                    @id("FIRE-1")
                    @reason("Essays are short.")
                when
                    Workload(task == "essay")
                then
                    decision.capOutputTokens(10);
                end
                """);
        Files.writeString(pack.resolve("tests").resolve("fire.yaml"), """
                catalog:
                  - one: {tier: standard, hosting: DE, control: DE}
                cases:
                  - name: an essay is short
                    call: {model: one}
                    workload: {task: essay}
                    expect: {verdict: allow, because: [FIRE-1]}
                """);
        Files.writeString(folder.resolve("catalog.yaml"), """
                currency: USD
                tiers: [economy, standard, frontier]
                providers:
                  - {id: ours, name: Ours, control: DE, source: made up, contract: {trainsOnData: false}}
                models:
                  - id: small
                    family: small
                    tier: standard
                    openWeights: true
                    operations: [chat]
                    capabilities: [tools]
                    contextWindow: 128000
                    maxOutputTokens: 16384
                    substitutes: []
                deployments:
                  - id: small-here
                    model: small
                    provider: ours
                    region: here
                    hosting: DE
                    prices: {default: [{aboveInputTokens: 0, input: "0.00", cachedInput: "0.00", output: "1.00"}]}
                    priceSource: made up
                """);
    }

    /** A question of so many output tokens. */
    static String question(String organisation, String user, int outputTokens) {
        return """
                {"call": {"model": "small", "inputTokens": 10, "maxOutputTokens": %d},
                 "caller": {"organisation": "%s", "product": "p", "workflow": "w", "user": "%s"},
                 "data": {"classes": ["public"]},
                 "workload": {"task": "chat"}}""".formatted(outputTokens, organisation, user);
    }
}
