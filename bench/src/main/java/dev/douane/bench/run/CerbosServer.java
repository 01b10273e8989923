package dev.douane.bench.run;

import dev.douane.bench.load.Target;
import dev.douane.bench.peer.SharedRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cerbos as its documentation would have it for speed: policies from disk and not watched, the log of decisions on and written to a file,
 * no access log, no telemetry, and of its own messages only warnings.
 */
final class CerbosServer extends Server {
    private static final String LOOPBACK = "127.0.0.1";

    private CerbosServer(ProcessBuilder command, Path directory, int port) throws IOException, InterruptedException {
        super(
                "cerbos",
                command,
                directory.resolve("server.log"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "/_cerbos/health",
                Stream::empty);
    }

    static CerbosServer start(Path program, Path directory, SharedRules rules, int port, int candidates)
            throws IOException, InterruptedException {
        rules.writeCerbos(directory.resolve("policies"));
        var configuration = directory.resolve("cerbos.yaml");
        Files.writeString(configuration, """
                server:
                  httpListenAddr: "%s:%d"
                  grpcListenAddr: "%s:%d"
                  requestLimits: {maxResourcesPerRequest: %d}
                telemetry: {disabled: true}
                storage:
                  driver: disk
                  disk: {directory: %s, watchForChanges: false}
                audit:
                  enabled: true
                  accessLogsEnabled: false
                  decisionLogsEnabled: true
                  backend: file
                  file:
                    path: %s
                    logRotation: {maxFileSizeMB: 500, maxFileCount: 2}
                """.formatted(
                        LOOPBACK,
                        port,
                        LOOPBACK,
                        port + 1,
                        Math.max(candidates, 50),
                        directory.resolve("policies"),
                        directory.resolve("decisions.log")));
        return new CerbosServer(
                new ProcessBuilder(program.toString(), "server", "--config=" + configuration, "--log-level=warn"),
                directory,
                port);
    }

    String post(String path, String body) throws IOException, InterruptedException {
        return post(path, "", body);
    }

    Target check(List<String> requests) {
        return Target.post(address(), "/api/check/resources", "", requests);
    }
}
