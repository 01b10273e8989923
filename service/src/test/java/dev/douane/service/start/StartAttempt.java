package dev.douane.service.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A start of the packaged server that ends by itself.
 *
 * @param code its exit code; -1 where it did not end within five minutes
 * @param error what it wrote to standard error
 * @param output what it wrote to standard output
 */
record StartAttempt(int code, String error, String output) {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** @param settings environment variables, all that are Douane's or Quarkus' */
    static StartAttempt of(Map<String, String> settings) throws IOException, InterruptedException {
        return of(settings, Path.of("").toAbsolutePath());
    }

    /** @param folder where the server stands */
    static StartAttempt of(Map<String, String> settings, Path folder) throws IOException, InterruptedException {
        var error = Files.createTempFile(TARGET, "start-", ".err");
        var output = Files.createTempFile(TARGET, "start-", ".out");
        try {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var builder = new ProcessBuilder(
                            java,
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-XX:+AutoCreateSharedArchive",
                            "-XX:SharedArchiveFile=" + TARGET.resolve("start-attempts.jsa"),
                            "-Xlog:cds=off",
                            "-Xlog:cds+dynamic=off",
                            "-jar",
                            TARGET.resolve("quarkus-app")
                                    .resolve("quarkus-run.jar")
                                    .toString())
                    .directory(folder.toFile())
                    .redirectError(error.toFile())
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("DOUANE_") || name.startsWith("QUARKUS_"));
            builder.environment().putAll(settings);
            var process = builder.start();
            var ended = process.waitFor(5, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new StartAttempt(
                    ended ? process.exitValue() : -1, Files.readString(error), Files.readString(output));
        } finally {
            Files.delete(error);
            Files.delete(output);
        }
    }
}
