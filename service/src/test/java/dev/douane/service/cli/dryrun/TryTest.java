package dev.douane.service.cli.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, in process: what it prints and the exit code. */
class TryTest {
    private static final String ALLOWED = """
            {"verdict": "allow", "target": {"deployment": "big-eu", "hosting": "DE"}, "reasons": [],
             "cost": {"currency": "USD", "requested": "0.010", "estimated": "0.010"}, "ruleset": {"number": 1}, "catalog": {"version": 1}}""";

    @TempDir
    Path folder;

    private record Ran(int code, String out, String err) {}

    private Ran run(String... arguments) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        var key = Files.writeString(folder.resolve("api.key"), "dk_not-a-real-key\n");
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--key-file", key.toString()));
        int code = Try.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private String file(String name, String text, Charset written) throws IOException {
        return Files.writeString(folder.resolve(name), text, written).toString();
    }

    private Ran answered(int status, String answer, String... arguments) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/decisions", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var all = new ArrayList<>(List.of(arguments));
            all.addAll(
                    List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
            return run(all.toArray(String[]::new));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void calls_that_were_asked_about_are_reported_with_exit_code_0() throws IOException {
        var ran = answered(
                200, ALLOWED, file("calls.csv", "model,inputTokens\nbig,10\nbig,20\n", StandardCharsets.UTF_8));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("2 calls of calls.csv");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_asked_about_is_told_in_one_line() throws IOException {
        isTold(run(folder.resolve("none.csv").toString()), "none.csv cannot be read: there is no such file");
        isTold(run(folder.toString()), folder + " cannot be read: ");
        isTold(run(file("empty.csv", "", StandardCharsets.UTF_8)), "empty.csv is empty: it needs a header line");
        isTold(
                run(file("odd.csv", "colour\nblue\n", StandardCharsets.UTF_8)),
                "odd.csv:1: column (colour) is no field of a call");
        isTold(
                run(file("torn.csv", "\"model\nbig\n", StandardCharsets.UTF_8)),
                "torn.csv:1: the quotes of this line do not close");
        isTold(
                run(file("latin.csv", "model,user\nbig,J\u00F6rg\n", StandardCharsets.ISO_8859_1)),
                "latin.csv cannot be read: it is no text in UTF-8");
    }

    @Test
    void a_server_that_cannot_be_asked_is_told_in_one_line() throws IOException {
        var calls = file("calls.csv", "model,inputTokens\nbig,10\n", StandardCharsets.UTF_8);

        isTold(run(calls, "--url", "ftp://127.0.0.1"), "The server's address (ftp://127.0.0.1) must be one such as");
        isTold(
                answered(403, "{\"detail\": \"The key does not carry a role that may do this.\"}", calls),
                "The server does not take the key: HTTP 403 The key does not carry a role that may do this.");
        var gone = run(calls, "--url", "http://127.0.0.1:1");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.err())
                .contains("The server at http://127.0.0.1:1 does not answer")
                .doesNotContain("\tat ");
    }

    private static void isTold(Ran ran, String line) {
        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.err()).contains(line);
    }
}
