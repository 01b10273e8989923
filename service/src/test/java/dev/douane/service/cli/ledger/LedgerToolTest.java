package dev.douane.service.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, in process: what it prints and the exit code. */
class LedgerToolTest {
    private static final String EQUAL = """
            {"checkedAt": "2026-11-21T12:00:00Z", "equal": true, "accounts": 12, "openHolds": 3, "differing": 0, "differences": []}""";
    private static final String DIFFERENT = """
            {"checkedAt": "2026-11-21T12:00:00Z", "equal": false, "accounts": 12, "openHolds": 3, "differing": 1, "differences": [
              {"account": 7, "budget": "search", "scope": {"user": "ann"}, "periodStart": "2026-11-01T00:00:00Z",
               "carried": {"held": "0.030000000", "spent": "1.000000000", "limit": "5.000000000"}, "openHolds": "0.030000000"}]}""";

    @TempDir
    Path directory;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = LedgerTool.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private String keyFile() throws IOException {
        return Files.writeString(directory.resolve("api.key"), "dk_not-a-real-key\n")
                .toString();
    }

    private Ran check(int status, String answer, String... further) throws IOException {
        var authorized = new ArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/ledger/check", exchange -> {
            authorized.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var arguments = new ArrayList<>(List.of(
                    "check", "--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--key-file", keyFile()));
            arguments.addAll(List.of(further));
            return run(arguments.toArray(String[]::new));
        } finally {
            server.stop(0);
            assertThat(authorized).containsExactly("Bearer dk_not-a-real-key");
        }
    }

    @Test
    void a_ledger_that_adds_up_is_exit_code_0() throws IOException {
        var ran = check(200, EQUAL);

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "2026-11-21T12:00:00Z: 12 accounts, 3 open holds, 0 accounts differ",
                        "Every figure is the sum of its entries.");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void rows_that_cannot_be_are_told_and_are_exit_code_1() throws IOException {
        var ran = check(200, EQUAL.replace("true", "false").replace("[]}", "[], \"malformed\": 2}"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines())
                .containsExactly(
                        "2026-11-21T12:00:00Z: 12 accounts, 3 open holds, 0 accounts differ",
                        "  2 holds or entries are in a state that none can be in: see the views malformed_hold and malformed_ledger_entry",
                        "Every figure is the sum of its entries.");
    }

    @Test
    void differences_of_the_log_are_shown_by_decision_and_are_exit_code_1() throws IOException {
        var ran = check(200, EQUAL.replace("true", "false").replace("[]}", """
                [], "log": {"decisions": 10000, "holds": 7, "differing": 2, "differences": [
                  {"decision": "01a2013d-e35d-7268-b939-d4e55a10ed5e", "what": "no-decision"},
                  {"decision": "01a2013d-e35d-7268-b939-d4e55a10ed5f", "what": "columns", "columns": ["verdict", "rules"]}]}}"""));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines())
                .containsExactly(
                        "2026-11-21T12:00:00Z: 12 accounts, 3 open holds, 0 accounts differ",
                        "the log: 10000 decisions and 7 holds, the newest; 2 differences",
                        "  decision 01a2013d-e35d-7268-b939-d4e55a10ed5e: has a hold, and is not in the log",
                        "  decision 01a2013d-e35d-7268-b939-d4e55a10ed5f: has columns that its documents contradict (verdict, rules)",
                        "Every figure is the sum of its entries.");
    }

    @Test
    void differences_are_shown_and_are_exit_code_1() throws IOException {
        var ran = check(200, DIFFERENT);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines())
                .containsExactly(
                        "2026-11-21T12:00:00Z: 12 accounts, 3 open holds, 1 accounts differ",
                        "  account 7 (search, {\"user\":\"ann\"}, from 2026-11-01T00:00:00Z)",
                        "    carries    held 0.030000000, spent 1.000000000, limit 5.000000000",
                        "    entries    nothing",
                        "    open holds 0.030000000",
                        "The ledger does not add up.");
        assertThat(check(200, DIFFERENT, "--json").out().strip()).isEqualTo(DIFFERENT);
    }

    @Test
    void a_check_that_cannot_be_made_is_exit_code_2() throws IOException {
        var late = check(503, """
                {"type": "https://douane.dev/problems/unavailable", "title": "t", "status": 503, "detail": "The check did not end."}""");

        assertThat(late.code()).isEqualTo(2);
        assertThat(late.err()).contains("HTTP 503 The check did not end.").doesNotContain("dk_not");
        assertThat(check(200, "<html>").code()).isEqualTo(2);
        assertThat(run("check", "--url", "http://127.0.0.1:1", "--key-file", keyFile())
                        .code())
                .isEqualTo(2);
        assertThat(run("frobnicate").code()).isEqualTo(2);
        assertThat(run().code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "127.0.0.1:8080",
                "http://",
                "http://a b",
                "ftp://127.0.0.1",
                "http://127.0.0.1:99999",
                ""
            })
    void an_address_that_is_none_is_told_in_a_line(String address) throws IOException {
        var ran = run("check", "--url", address, "--key-file", keyFile());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .containsExactly(
                        "The server's address (%s) must be one such as http://127.0.0.1:8080.".formatted(address));
    }

    @Test
    void a_key_file_without_a_key_is_told_and_not_shown() throws IOException {
        var file = Files.writeString(directory.resolve("notes.txt"), "dk_one\ndk_two\n");

        var ran = run("check", "--url", "http://127.0.0.1:1", "--key-file", file.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .containsExactly("The key file (%s) holds no key: it must be one word.".formatted(file));
    }
}
