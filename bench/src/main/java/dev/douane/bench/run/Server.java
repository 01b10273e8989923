package dev.douane.bench.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A server that was started for a run, with the processes that work for it. */
abstract class Server implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(5);
    private static final long STOP_SECONDS = 40;
    private static final int KIB = 1_024;

    private final String name;
    private final Process process;
    private final Supplier<Stream<ProcessHandle>> helpers;
    private final Path log;
    private final InetSocketAddress address;
    private final Duration start;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread atExit = new Thread(this::stop, "stop");

    /** @param helpers the processes that work for it beside its own */
    Server(
            String name,
            ProcessBuilder command,
            Path log,
            InetSocketAddress address,
            String readyPath,
            Supplier<Stream<ProcessHandle>> helpers)
            throws IOException, InterruptedException {
        this.name = name;
        this.helpers = helpers;
        this.log = log;
        this.address = address;
        long began = System.nanoTime();
        process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(atExit);
        awaitReady(readyPath, began + READY.toNanos());
        start = Duration.ofNanos(System.nanoTime() - began);
    }

    private void awaitReady(String path, long giveUp) throws IOException, InterruptedException {
        while (!answers(path)) {
            if (!process.isAlive() || System.nanoTime() > giveUp) {
                close();
                throw new IOException("(%s) does not start; its log:%n%s".formatted(name, Files.readString(log)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean answers(String path) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** From its command to the first answer that it is ready. */
    Duration start() {
        return start;
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), helpers.get());
    }

    /** Processor time spent so far. */
    ProcessorTime processorTime() {
        return ProcessorTime.of(process.toHandle(), helpers.get());
    }

    /** The most memory its own process ever had resident, in MiB; 0 where the system does not say. */
    double peakMebibytes() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / (double) KIB;
        }
    }

    /** What its processes have resident now, shared pages shared out among those that share them, in MiB. */
    double proportionalMebibytes() {
        return processes().mapToLong(Server::proportionalKibibytes).sum() / (double) KIB;
    }

    private static long proportionalKibibytes(ProcessHandle each) {
        var rollup = Path.of("/proc", Long.toString(each.pid()), "smaps_rollup");
        try (var lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException goneOrNotLinux) {
            return 0;
        }
    }

    URI uri(String path) {
        return URI.create("http://%s:%d%s".formatted(address.getAddress().getHostAddress(), address.getPort(), path));
    }

    /**
     * Posts JSON.
     *
     * @throws IOException with what was answered, if that is not a success
     */
    String post(String path, String authorization, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "(%s) answers (%d) to [%s]: %s".formatted(name, answer.statusCode(), path, answer.body()));
        }
        return answer.body();
    }

    /** Asks it to stop, and waits. */
    @Override
    public void close() {
        stop();
        http.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyOnOurWayOut) {
            // then the hook has found nothing left to do
        }
    }

    private void stop() {
        var others = helpers.get().toList();
        process.destroy();
        if (!exits()) {
            process.destroyForcibly();
            others.forEach(ProcessHandle::destroy);
        }
    }

    private boolean exits() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
