package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while gateways ask over connections that they keep. */
class DrainIT {
    private static final int GATEWAYS = 48;
    private static final int RETURNING = 8;
    private static final String QUESTION = """
            {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800}}""";

    @TempDir
    Path folder;

    private final AtomicInteger answered = new AtomicInteger();

    /** An answer said that it was the connection's last. Whatever else ends a connection is told in its own words. */
    private static final String TOLD = "told";

    private static final String REFUSED = "refused";

    /** The machine had made the connection, and the server had not taken it when it closed the door. What was sent was not read. */
    private static final String NOT_TAKEN = "not taken";

    @Test
    void every_request_is_answered_whole_and_every_gateway_is_told_to_leave() throws Exception {
        var settings = new HashMap<>(PackagedServer.PATIENT);
        settings.put("DOUANE_DRAIN_QUIET", "PT5S");
        settings.put("DOUANE_DRAIN_LONGEST", "PT30S");
        try (var server = PackagedServer.launch(folder, settings);
                var gateways = Executors.newVirtualThreadPerTaskExecutor()) {
            server.awaitReady();
            var request = request("POST /v1/decisions", QUESTION);
            var ends = new ArrayList<Future<String>>();
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                ends.add(gateways.submit(asking(server.port(), request)));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() > 10 * GATEWAYS);

            var latecomer = gateways.submit(onceNotReady(server.port(), request));
            assertThat(server.terminate()).isNotNegative();

            assertThat(latecomer.get()).as(server::output).isEqualTo(new Answer(200, true));
            for (var end : ends) {
                assertThat(end.get()).as(server::output).isEqualTo(TOLD);
            }
            assertThat(server.output()).as("what was lent is given back").doesNotContain("[io.ag.pool]");
        }
    }

    /** Half of them come in past the line of plain requests: an {@code Origin} has the framework read them. */
    @Test
    void whoever_asks_until_nobody_listens_is_answered_as_often_as_was_decided() throws Exception {
        var settings = new HashMap<>(PackagedServer.PATIENT);
        settings.put("DOUANE_DRAIN_QUIET", "PT5S");
        settings.put("DOUANE_DRAIN_LONGEST", "PT20S");
        try (var gateways = Executors.newVirtualThreadPerTaskExecutor()) {
            try (var server = PackagedServer.launch(folder, settings)) {
                server.awaitReady();
                var plain = request("POST /v1/decisions", QUESTION);
                var other = plain.replaceFirst("Host: douane\r\n", "Host: douane\r\nOrigin: http://x\r\n");
                assertThat(other).isNotEqualTo(plain);
                var ends = new ArrayList<Future<String>>();
                for (int gateway = 0; gateway < RETURNING; gateway++) {
                    ends.add(gateways.submit(returning(server.port(), gateway % 2 == 0 ? plain : other)));
                }
                await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() > 10 * RETURNING);
                var before = server.output().length();

                assertThat(server.terminate()).isNotNegative();

                for (var end : ends) {
                    assertThat(end.get()).as(server::output).isIn(REFUSED, NOT_TAKEN);
                }
                assertThat(server.output().substring(before))
                        .doesNotContain("Failed to register")
                        .doesNotContain("\tat ");
            }
            try (var server = PackagedServer.launch(folder, settings)) {
                server.awaitReady();
                assertThat(decisions(server)).isEqualTo(answered.get());
            }
        }
    }

    /** It never will be whole, and the framework would wait for it. */
    @Test
    void half_a_request_is_broken_off_when_the_time_of_the_stop_is_over() throws Exception {
        var settings = new HashMap<>(PackagedServer.PATIENT);
        settings.put("DOUANE_DRAIN_LONGEST", "PT2S");
        settings.put("DOUANE_LIMITS_HEAD_DEADLINE", "PT10M");
        settings.put("QUARKUS_SHUTDOWN_TIMEOUT", "PT10M");
        try (var server = PackagedServer.launch(folder, settings)) {
            server.awaitReady();
            var whole = request("POST /v1/decisions", QUESTION);
            try (var connection = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                connection.getOutputStream().write(whole.getBytes(ISO_8859_1));
                var in = new BufferedInputStream(connection.getInputStream());
                assertThat(Answer.read(in).status()).isEqualTo(200);
                connection.getOutputStream().write(whole.substring(0, 20).getBytes(ISO_8859_1));
                var before = server.output().length();

                assertThat(server.terminate())
                        .isNotNegative(); // which waits for less than the framework and the limit would
                assertThat(server.output().substring(before)) // a start on a busy machine may have had its own troubles
                        .contains("connections with a request under way are broken off: 1.")
                        .doesNotContain("\tat ");
            }
        }
    }

    private static long decisions(PackagedServer server) throws SQLException {
        try (var connection = server.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from decision")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Asks without a pause, over a new connection wherever an answer was its connection's last. */
    private Callable<String> returning(int port, String request) {
        return () -> {
            while (true) {
                String end;
                try {
                    end = asking(port, request).call();
                } catch (ConnectException e) {
                    return REFUSED;
                }
                if (!end.equals(TOLD)) {
                    return end;
                }
            }
        };
    }

    private String request(String line, String body) throws IOException {
        return """
                %s HTTP/1.1\r
                Host: douane\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %s\r
                \r
                %s""".formatted(
                        line, Files.readString(folder.resolve("bootstrap.key")).strip(), body.length(), body);
    }

    private Callable<String> asking(int port, String request) {
        return () -> {
            var asked = 0;
            try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
                connection.setTcpNoDelay(true);
                var in = new BufferedInputStream(connection.getInputStream());
                while (true) {
                    connection.getOutputStream().write(request.getBytes(ISO_8859_1));
                    var answer = Answer.read(in);
                    if (answer.status() != 200) {
                        return "status %d to request %d".formatted(answer.status(), asked);
                    }
                    answered.incrementAndGet();
                    asked++;
                    if (answer.isLast()) {
                        return TOLD;
                    }
                }
            } catch (ConnectException e) {
                throw e;
            } catch (SocketException e) {
                return asked == 0 ? NOT_TAKEN : "request %d: %s".formatted(asked, e);
            } catch (IOException e) {
                return "request %d: %s".formatted(asked, e);
            }
        };
    }

    /** What is answered to somebody who asks when readiness has ended, and has not heard of it. */
    private static Callable<Answer> onceNotReady(int port, String request) {
        return () -> {
            var status = 200;
            while (status == 200) {
                status = asked(port, "GET /q/health/ready HTTP/1.1\r\nHost: douane\r\n\r\n")
                        .status();
            }
            assertThat(status).isEqualTo(503);
            return asked(port, request);
        };
    }

    /** Asked over a connection of its own. */
    private static Answer asked(int port, String request) throws IOException {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.getOutputStream().write(request.getBytes(ISO_8859_1));
            return Answer.read(new BufferedInputStream(connection.getInputStream()));
        }
    }

    /**
     * One answer, read to its end.
     *
     * @param isLast whether it says that the connection ends with it
     */
    private record Answer(int status, boolean isLast) {
        static Answer read(InputStream in) throws IOException {
            var head = new ArrayList<String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                head.add(line.toLowerCase(Locale.ROOT));
            }
            in.skipNBytes(length(head));
            var status = head.getFirst().substring("http/1.1 ".length()).substring(0, 3);
            return new Answer(Integer.parseInt(status), head.contains("connection: close"));
        }

        private static long length(List<String> head) {
            return head.stream()
                    .filter(line -> line.startsWith("content-length: "))
                    .mapToLong(line -> Long.parseLong(line.substring("content-length: ".length())))
                    .findFirst()
                    .orElseThrow();
        }

        private static String line(InputStream in) throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the connection was closed after [%s]".formatted(line));
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
