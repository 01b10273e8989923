package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is sent spoiled packs, one after the other, while a gateway asks 200 times a second. Packs that once took the program down are among what is
 * spoiled, where they lie beside the repository ({@code ../shared/cases/hostile}, or where {@code DOUANE_SHARED} points).
 */
class MutantsIT {
    private static final int MUTANTS = Integer.getInteger("douane.mutants", 100);
    private static final long SEED = Long.getLong("douane.mutants.seed", 16);
    private static final int RATE = 200;
    private static final Duration SLICE = Duration.ofSeconds(5);

    /** A pack that is refused, or not; and what says when to come again. */
    private static final Set<Integer> EXPECTED = Set.of(201, 400, 409, 413, 422, 429, 503);

    /** The heap, and what the JVM has beside it; in bytes. */
    private static final long MEMORY = 900L << 20;

    @TempDir
    static Path folder;

    private static PackagedServer server;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TreeMap<Integer, Integer> answered = new TreeMap<>();

    @BeforeAll
    static void start() {
        var settings = new HashMap<String, String>();
        settings.put("DOUANE_DECISIONS_DEADLINE", "PT20S");
        settings.put("DOUANE_LEDGER_REQUEST_DEADLINE", "PT20S");
        server = PackagedServer.launchToLast(folder, settings);
        server.awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<byte[]> sources() throws IOException {
        var sources = new ArrayList<byte[]>();
        for (int i = 0; i < 40; i++) { // about half of all
            sources.add(PackArchive.of("pack-" + i, "1.0.0", "PACK-" + i).zip());
        }
        var shared = Path.of(System.getenv().getOrDefault("DOUANE_SHARED", "../../shared"), "cases", "hostile");
        if (Files.isDirectory(shared)) {
            try (var packs = Files.list(shared)) {
                for (var pack : packs.filter(file -> file.toString().endsWith(".zip"))
                        .sorted()
                        .toList()) {
                    sources.add(Files.readAllBytes(pack));
                }
            }
        }
        return sources;
    }

    @Test
    void spoiled_packs_are_refused_and_cost_no_decision() throws Exception {
        var gateway = new SteadyGateway(server.port(), server.key("gateway"), RATE);
        var author = server.key("author");
        gateway.ask(SLICE);
        gateway.ask(SLICE);
        var quiet = gateway.ask(SLICE);

        var beside = new ArrayList<Long>();
        long most = 0;
        double worker = 0;
        try (var thread = Executors.newSingleThreadExecutor()) {
            var sending = thread.submit(() -> sendAll(author));
            while (!isOver(sending)) {
                beside.add(gateway.ask(SLICE));
                most = Math.max(most, server.residentBytes());
                worker = Math.max(worker, server.figure("douane_worker_resident_bytes"));
            }
            sending.get();
        }

        beside.sort(null);
        System.out.printf(
                "%d mutants, answered %s, beside %d decisions a second: 99 of 100 within %.1f ms (median of %d slices; %.1f at most), %.1f ms without;"
                        + " the server had %d MiB at most, the worker %.0f MiB%n",
                MUTANTS,
                answered,
                RATE,
                beside.get(beside.size() / 2) / 1e6,
                beside.size(),
                beside.getLast() / 1e6,
                quiet / 1e6,
                most >> 20,
                worker / (1 << 20));
        assertThat(gateway.unexpected).isEmpty();
        assertThat(gateway.inTheLog(server)).isEqualTo(gateway.answered.size());
        assertThat(answered.keySet()).isSubsetOf(EXPECTED);
        assertThat(answered.getOrDefault(422, 0)).isGreaterThan(MUTANTS / 3);
        assertThat(worker).as("memory of the process that reads packs").isPositive();
        assertThat(most).isLessThan(MEMORY);
        assertThat(server.output()).doesNotContain("java.lang.OutOfMemoryError").doesNotContain(" ERROR ");
    }

    private static boolean isOver(Future<?> sending) {
        return sending.isDone();
    }

    private int sendAll(String author) throws IOException, InterruptedException {
        var mutants = new Mutants(sources(), SEED);
        for (int number = 0; number < MUTANTS; number++) {
            answered.merge(send(mutants.next(number), author), 1, Integer::sum);
        }
        return MUTANTS;
    }

    private int send(byte[] pack, String author) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/packs".formatted(server.port())))
                                    .timeout(Duration.ofMinutes(10))
                                    .header("Authorization", "Bearer " + author)
                                    .header("Content-Type", "application/zip")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(pack))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException cutOff) {
            throw new UncheckedIOException(cutOff);
        }
    }
}
