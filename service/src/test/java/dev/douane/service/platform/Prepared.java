package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.embedded.PostgresBinaries;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is made once for this build, before a test starts the first packaged server: the shipped rulesets, compiled as the launcher does it, and, with a JDK that
 * can, what the JVM writes down of a start, as {@code ./douane build} has it done. Then no start waits for a compiler, nor links the same twenty thousand
 * classes again. Whoever runs other tests beside waits for it.
 */
final class Prepared {
    private static final Path APP = Path.of("target", "quarkus-app").toAbsolutePath();
    static final Path JAR = APP.resolve("quarkus-run.jar");
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final List<String> MODEST = List.of("-XX:+UseSerialGC", "-Xmx512m");

    /** What lives for seconds has nothing of the second compiler, which would take half a core meanwhile. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Path RULESETS = APP.resolveSibling("rulesets");
    private static final Path CACHE = APP.resolveSibling("packaged-server.aot");
    private static final int CAN_WRITE_CACHES = 25;

    /** It takes twenty seconds of a quiet machine, but of all of it. */
    private static final Duration TO_WRITE = Duration.ofMinutes(15);

    static {
        try (var one = FileChannel.open(
                        APP.resolveSibling("prepared.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var alone = one.lock()) {
            assertThat(alone.isValid()).isTrue();
            compile();
            if (canWriteCaches() && !isOfThisBuild(CACHE)) {
                writeCache();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Prepared() {}

    /** The JVM's flags for a server that lives for seconds, once all is there. */
    static List<String> flags() {
        var flags = flagsToLast();
        flags.add(SHORT_LIVED);
        return flags;
    }

    /** The same for one whose speed is looked at. */
    static List<String> flagsToLast() {
        var flags = new ArrayList<>(MODEST);
        if (canWriteCaches()) {
            flags.add("-XX:AOTCache=" + CACHE);
            flags.add("-Xlog:aot*=off");
        }
        return flags;
    }

    private static boolean canWriteCaches() {
        return Runtime.version().feature() >= CAN_WRITE_CACHES;
    }

    private static boolean isOfThisBuild(Path file) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    }

    private static void compile() throws IOException {
        var log = APP.resolveSibling("rulesets.log");
        var jars = "%1$s/app/*%2$s%1$s/lib/main/*%2$s%1$s/lib/boot/*".formatted(APP, File.pathSeparator);
        var command = new ArrayList<>(List.of(JAVA));
        command.addAll(MODEST);
        command.addAll(List.of(
                SHORT_LIVED,
                "-cp",
                jars,
                "dev.douane.service.rulesets.ShippedRulesets",
                RULESETS.toString(),
                APP.toString()));
        var compiler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(compiler.onExit().join().exitValue())
                .as(Files.readString(log))
                .isZero();
    }

    /** The JVM writes at its end; half a cache never gets the name. */
    private static void writeCache() throws IOException, InterruptedException {
        var written = CACHE.resolveSibling(CACHE.getFileName() + ".new");
        Files.deleteIfExists(written);
        var data = Files.createTempDirectory("douane-prepared-");
        var flags = new ArrayList<>(MODEST);
        flags.add("-XX:AOTCacheOutput=" + written);
        try (var server = PackagedServer.launch(data, PackagedServer.PATIENT, flags)) {
            server.awaitReady(TO_WRITE);
            server.terminate(TO_WRITE);
            assertThat(written).as(server.output()).isRegularFile();
        }
        Files.move(written, CACHE, StandardCopyOption.REPLACE_EXISTING);
        PostgresBinaries.delete(data);
    }
}
