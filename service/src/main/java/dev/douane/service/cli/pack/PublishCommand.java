package dev.douane.service.cli.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.cli.Server;
import dev.douane.service.cli.UnusableException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./douane pack publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends a pack and its signatures to a server, which checks and tests it once more and keeps it for good. The key needs the role author.")
final class PublishCommand implements Callable<Integer> {
    /** The server compiles the pack and runs its tests before it answers. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Parameters(paramLabel = "PACK")
    private Path path = Path.of(".");

    @Option(names = "--signature", paramLabel = "FILE", description = "A signature; may be given several times.")
    private List<Path> signatures = List.of();

    @Mixin
    private Server server = new Server();

    @Option(names = "--json", description = "Print the server's answer as it is.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UnusableException, InterruptedException {
        var pack = Packs.read(path);
        Signatures.read(signatures); // a file that is no signature is better refused here
        var zip = Packs.zip(path, pack);
        var request = server.request("/v1/packs", PATIENCE);
        if (signatures.isEmpty()) {
            request.header("Content-Type", "application/zip").POST(HttpRequest.BodyPublishers.ofByteArray(zip));
        } else {
            var body = Multipart.of(zip, signatures);
            request.header("Content-Type", body.contentType())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toBytes()));
        }
        var answer = server.send(request.build());
        return print(pack.reference(), answer.statusCode(), answer.body());
    }

    private int print(String pack, int status, String body) throws UnusableException {
        boolean published = status / 100 == 2;
        if (json) {
            Out.of(spec).println(body);
        } else if (published) {
            Out.of(spec)
                    .printf("%s %s%n", pack, status == 200 ? "was published before, with this digest" : "is published");
        } else {
            Out.errors(spec).print(problem(pack, status, body));
        }
        if (published) {
            return PackTool.OK;
        }
        return status == 401 || status == 403 || status >= 500 ? PackTool.UNUSABLE : PackTool.FOUND;
    }

    /** A problem document (RFC 9457), for people. */
    private static String problem(String pack, int status, String body) {
        var text = new StringBuilder("%s was not published: HTTP %d%n".formatted(pack, status));
        try {
            var problem = Json.tree(body);
            for (var member : List.of("title", "detail")) {
                if (problem.hasNonNull(member)) {
                    text.append("  ").append(problem.get(member).asText()).append(System.lineSeparator());
                }
            }
            for (var violation : problem.path("violations")) {
                var place = place(violation);
                text.append("  ")
                        .append(place.isEmpty() ? "" : place + ": ")
                        .append(violation.path("message").asText(""))
                        .append(System.lineSeparator());
            }
        } catch (JsonProcessingException e) {
            text.append("  the answer is no problem document: ")
                    .append(body.lines().findFirst().orElse("it is empty"))
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    /** {@code rules/a.drl:12:5}, as far as it is known; a JSON pointer where the problem is not in a file. */
    private static String place(JsonNode violation) {
        return Stream.of("file", "line", "column")
                .map(member -> violation.path(member).asText(""))
                .filter(part -> !part.isEmpty())
                .reduce((before, after) -> before + ":" + after)
                .orElse(violation.path("pointer").asText(""));
    }
}
