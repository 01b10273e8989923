package dev.douane.service.rulesets;

import dev.douane.service.platform.OwnInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server that was given a pack whose rule names an effect that is not there: no ruleset comes in force, and all the rest works. Its first key is preset. */
public class WithBrokenPack extends OwnInstallation {
    @Override
    public Map<String, String> getConfigOverrides() {
        var dir = Path.of("target", "broken-packs").toAbsolutePath();
        write(dir.resolve("typo/pack.yaml"), """
                name: typo
                version: 1.0.0
                concern: cost-tier
                owners: [finops]
                title: A pack with a typing error
                description: It cannot be compiled.
                """);
        write(dir.resolve("typo/rules/typo.drl"), """
                rule "A typing error"
                    @id("TYPO-001")
                    @reason("It was late.")
                when
                    Workload(task == "chat")
                then
                    decision.capTire("economy");
                end
                """);
        var overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("douane.packs.dir", dir.toString());
        return overrides;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
