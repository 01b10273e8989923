package dev.douane.service.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.douane.service.platform.limits.ByHand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everybody of docs/operators/limits.md at once, each on connections of his own, until closed. What happens to them is none of their business. They are a
 * process of their own ({@link AttackersProcess}), as attackers sit elsewhere and take no time from whom they attack but by asking.
 */
final class Attackers implements AutoCloseable {
    private static final int LITTLE = 4 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Seconds; longer than any deadline of the server. */
    private static final int LONGEST_HOLD = 45;

    private static final Duration SOON = Duration.ofMillis(20);

    private final int port;
    private final InetAddress elsewhere;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(20261130);
    private volatile boolean stopping;

    /** What was begun. */
    private final AtomicLong attacks = new AtomicLong();

    private interface Attack {
        void once() throws InterruptedException;
    }

    /** Who attacks has another address than who asks, or they would share what one address has. */
    private Attackers(int port) throws UnknownHostException {
        this.port = port;
        this.elsewhere = InetAddress.getByName("127.0.0.2");
    }

    /** The port is its argument; the secrets of an auditor and of a gateway are two lines that it reads. It ends with its input, and says how much was begun. */
    public static void main(String[] arguments) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (var attackers = new Attackers(Integer.parseInt(arguments[0]))) {
            attackers.start(input.readLine(), input.readLine());
            while (input.read() >= 0) {}
            System.out.println(attackers.attacks);
        }
    }

    /**
     * Begins.
     *
     * @param auditor the secret of a key that may only read
     * @param gateway the secret of a key that may only ask
     */
    private void start(String auditor, String gateway) {
        var export = head("GET /v1/decisions", auditor, "Accept: application/x-ndjson");
        var page = head("GET /v1/decisions?limit=1000", auditor, "Accept: application/json");
        var pack = head("POST /v1/packs", gateway, "Content-Length: 8000000");
        var question = head("POST /v1/decisions", gateway, "Content-Type: application/json\nContent-Length: 250000");
        var part = "[".repeat(60_000);
        again(260, PAUSE, () -> unread(export));
        again(20, PAUSE, () -> unread(page.repeat(8)));
        again(20, PAUSE, () -> unread("GET / HTTP/1.1\nHost: douane\n\n".repeat(50_000)));
        again(80, PAUSE, () -> unended(pack.strip() + "\n\n" + part));
        again(300, PAUSE, () -> unended(question.strip() + "\n\n" + part));
        again(500, PAUSE, () -> unended("GET /v1/ping HTTP/1.1\nHost: douane\nAuthorization: Bea"));
        again(4, SOON, () -> ask("/v1/decisions", gateway, question("u-" + number())));
        again(4, SOON, () -> ask("/v1/decisions", "dk_%016x_%043x".formatted(number(), number()), question("u")));
        again(2, SOON, () -> ask("/v1/" + Long.toHexString(number()), gateway, "{}"));
    }

    private synchronized long number() {
        return random.nextLong() >>> 1;
    }

    private static String head(String line, String secret, String more) {
        return "%s HTTP/1.1\nHost: douane\nAuthorization: Bearer %s\n%s\n\n".formatted(line, secret, more);
    }

    private static String question(String user) {
        return """
                {"call": {"model": "gpt-5-nano", "inputTokens": 10, "maxOutputTokens": 10},
                 "caller": {"product": "flood", "user": "%s"}, "data": {"classes": ["public"]}}""".formatted(user);
    }

    private void again(int attackers, Duration pause, Attack attack) {
        for (int number = 0; number < attackers; number++) {
            threads.execute(() -> {
                try {
                    while (!stopping) {
                        attacks.incrementAndGet();
                        attack.once();
                        Thread.sleep(pause);
                    }
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Sends it, takes next to nothing of what is answered, and stays for a while. */
    private void unread(String requests) throws InterruptedException {
        held(requests, LITTLE);
    }

    private void unended(String half) throws InterruptedException {
        held(half, 64 << 10);
    }

    private void held(String text, int receiveBytes) throws InterruptedException {
        try (var connection = ByHand.connected(elsewhere, port, receiveBytes)) {
            connection.send(text);
            Thread.sleep(PAUSE.multipliedBy(number() % LONGEST_HOLD));
        } catch (UncheckedIOException cutOff) {
            Thread.sleep(PAUSE);
        }
    }

    private void ask(String path, String secret, String body) throws InterruptedException {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                            .timeout(PAUSE.multipliedBy(10))
                            .header("Authorization", "Bearer " + secret)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException cutOff) {
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
        http.shutdownNow();
    }
}
