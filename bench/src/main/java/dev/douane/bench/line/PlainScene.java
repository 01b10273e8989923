package dev.douane.bench.line;

import dev.douane.bench.peer.SharedRules;
import dev.douane.bench.run.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The plainest decision there is: a model that is named and served once, one hard budget, a rule that does not speak, a hold. The same scene measures before and after. */
final class PlainScene {
    static final String QUESTION = """
            {"call": {"model": "small", "inputTokens": 10, "maxOutputTokens": 100},
             "caller": {"organisation": "acme", "product": "p", "workflow": "w", "user": "u"},
             "data": {"classes": ["public"]},
             "workload": {"task": "chat"}}""";

    private PlainScene() {}

    static World write(Path folder) throws IOException {
        var world = new World(Files.createDirectories(folder), new SharedRules(1), 1, List.of());
        var pack = world.packs().resolve("plain");
        write(pack.resolve("pack.yaml"), """
                name: plain
                version: 1.0.0
                concern: cost-tier
                owners: [bench]
                title: One rule
                description: So that there is a ruleset.
                """);
        write(pack.resolve("rules/plain.drl"), """
                rule "Essays are short"
                    @id("PLAIN-1")
                    @reason("Essays are short.")
                when
                    Workload(task == "essay")
                then
                    decision.capOutputTokens(10);
                end
                """);
        write(pack.resolve("tests/plain.yaml"), """
                catalog:
                  - one: {tier: standard, hosting: DE, control: DE}
                cases:
                  - name: an essay is short
                    call: {model: one}
                    workload: {task: essay}
                    expect: {verdict: allow, because: [PLAIN-1]}
                """);
        write(world.catalogFile(), """
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
        return world;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
