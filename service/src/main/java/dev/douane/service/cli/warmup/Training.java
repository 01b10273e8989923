package dev.douane.service.cli.warmup;

import dev.douane.service.cli.Terminal;
import dev.douane.service.cli.UnusableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Lets the built server work once, aside, and has the JVM write down which classes it loaded and linked and what was called most (an AOT
 * cache: JEP 483, 514 and 515, so a JDK 25 or newer). A start that is given the cache maps all that instead of working it out again.
 */
@Command(
        name = "douane build",
        mixinStandardHelpOptions = true,
        description = "Lets the built server work once, aside, so that later starts are fast.")
public final class Training implements Callable<Integer> {
    /** The cache, beside the server's jar; the launcher looks for it there. */
    static final String CACHE = "douane.aot";

    @Parameters(index = "0", paramLabel = "APP", description = "The folder of quarkus-run.jar.")
    private Path app = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "FLAG",
            description = "After --, the JVM's flags; the cache is for servers that are started with the same ones.")
    private List<String> flags = List.of();

    /** Starts the command. */
    public static void main(String[] arguments) {
        Terminal.main(new Training(), arguments);
    }

    @Override
    public Integer call() throws UnusableException, InterruptedException {
        try (var work = new Work(Files.createTempDirectory("douane-training-"))) {
            train(app.toAbsolutePath().normalize(), work.folder());
        } catch (IOException e) {
            throw new UnusableException("The training run was broken off (%s).".formatted(e), e);
        }
        return 0;
    }

    private void train(Path folder, Path work) throws IOException, InterruptedException, UnusableException {
        // a JVM that is ended while it writes leaves half a cache: only a whole one gets the name
        var written = folder.resolve(CACHE + ".new");
        var all = new ArrayList<>(flags);
        all.add("-XX:AOTCacheOutput=" + written);
        Files.deleteIfExists(written);
        try {
            try (var trainee = Trainee.start(folder, all, work)) {
                trainee.awaitReady();
                new Lesson(trainee).hold();
                trainee.stop();
                if (!Files.isRegularFile(written)) {
                    throw trainee.trouble("ended without writing a cache");
                }
            }
            Files.move(written, folder.resolve(CACHE), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Where the server keeps what it keeps; gone afterwards, and what then goes wrong hides nothing that went wrong before. */
    private record Work(Path folder) implements Closeable {
        @Override
        public void close() throws IOException {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
