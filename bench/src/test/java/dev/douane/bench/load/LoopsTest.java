package dev.douane.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loops against a real server on loopback; nothing here says how fast anything is. */
class LoopsTest {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ok", exchange -> answer(exchange, 200));
        server.createContext("/busy", exchange -> answer(exchange, 503));
        server.createContext("/stalls", this::stallTheFirst);
        server.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    /** The first is answered only when the test lets it. */
    private void stallTheFirst(HttpExchange exchange) throws IOException {
        if (asked.get() == 0) {
            try {
                held.await();
            } catch (InterruptedException leaving) {
                Thread.currentThread().interrupt();
            }
        }
        answer(exchange, 200);
    }

    private Target target(String path) {
        return Target.post(server.getAddress(), path, "Bearer x", List.of("{\"a\":1}", "{\"a\":2}"));
    }

    @Test
    void a_closed_loop_counts_every_answer_it_got() throws IOException {
        var figures = new ClosedLoop(target("/ok"), 3).run(Duration.ofMillis(300));

        assertThat(figures.errors()).isZero();
        assertThat(figures.requests()).isEqualTo(asked.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void answers_that_are_no_success_are_errors() throws IOException {
        var figures = new ClosedLoop(target("/busy"), 2).run(Duration.ofMillis(100));

        assertThat(figures.errors()).isEqualTo(asked.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void an_open_loop_asks_as_often_as_was_due_and_waits_for_every_answer() throws IOException {
        var figures = new OpenLoop(target("/ok"), 4, 500).run(Duration.ofMillis(400));

        assertThat(figures.errors()).isZero();
        assertThat(figures.requests()).isEqualTo(asked.get()).isBetween(120L, 280L);
    }

    @Test
    void a_stall_is_in_the_latency_of_everyone_who_was_due_while_it_lasted() throws IOException {
        CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS).execute(held::countDown);

        var figures = new OpenLoop(target("/stalls"), 1, 200).run(Duration.ofMillis(300));

        // One connection, and a stall longer than the run: were latencies counted from when a request was sent, all but
        // the first would be
        // next to nothing.
        assertThat(figures.requests()).isGreaterThan(30);
        assertThat(figures.micros(50)).isGreaterThan(figures.maxMicros() / 4);
    }
}
