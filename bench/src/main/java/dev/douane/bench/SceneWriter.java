package dev.douane.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes the requests of the HTTP load run, one a line. */
public final class SceneWriter {
    private static final int REQUESTS = 2_000;

    private SceneWriter() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: SceneWriter <file>");
            System.exit(2);
        }
        var dice = new SplittableRandom(7);
        var requests = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            requests.append(Scene.request(dice)).append('\n');
        }
        Files.writeString(Path.of(arguments[0]), requests);
    }
}
