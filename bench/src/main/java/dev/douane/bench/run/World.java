package dev.douane.bench.run;

import dev.douane.bench.Scene;
import dev.douane.bench.peer.SharedCall;
import dev.douane.bench.peer.SharedRules;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What one server is started on: packs and a catalog in a folder, and calls that go with them.
 *
 * @param calls in the order they are sent
 */
public record World(Path directory, SharedRules rules, int deployments, List<SharedCall> calls) {
    private static final int CALLS = 2_000;

    static World write(Path directory, int rules, int deployments) throws IOException {
        var world = new World(
                Files.createDirectories(directory),
                new SharedRules(rules),
                deployments,
                SharedCall.some(CALLS, deployments));
        world.rules.writePacks(Files.createDirectories(world.packs()));
        Files.writeString(world.catalogFile(), Scene.catalog(deployments));
        return world;
    }

    /** Where its packs are. */
    public Path packs() {
        return directory.resolve("packs");
    }

    /** Where its catalog is. */
    public Path catalogFile() {
        return directory.resolve("catalog.yaml");
    }

    /** The catalog as it stands today. */
    CatalogIndex catalog() {
        return new CatalogIndex(
                CatalogReader.read(Scene.catalog(deployments).getBytes(StandardCharsets.UTF_8)),
                JurisdictionsReader.shipped().on(LocalDate.now(ZoneOffset.UTC)));
    }

    /** The calls as a gateway posts them. */
    List<String> requests(String organisation, String mode) {
        return calls.stream().map(call -> call.json(organisation, mode)).toList();
    }
}
