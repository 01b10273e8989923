package dev.douane.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes a world for the HTTP load run: {@code packs/}, {@code catalog.yaml} and {@code requests.ndjson}, one request a line. */
public final class SceneWriter {
    private static final int REQUESTS = 2_000;

    private SceneWriter() {}

    /** @param arguments the directory to write to, how many rules, how many deployments */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: SceneWriter <directory> <rules> <deployments>");
            System.exit(2);
        }
        var directory = Path.of(arguments[0]);
        int rules = Integer.parseInt(arguments[1]);
        int deployments = Integer.parseInt(arguments[2]);
        Scene.writePacks(Files.createDirectories(directory.resolve("packs")), rules);
        Files.writeString(directory.resolve("catalog.yaml"), Scene.catalog(deployments), StandardCharsets.UTF_8);
        var dice = new SplittableRandom(7);
        var requests = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            requests.append(Scene.request(deployments, dice)).append('\n');
        }
        Files.writeString(directory.resolve("requests.ndjson"), requests);
    }
}
