package dev.douane.service.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server a command speaks to, and the key it shows there: the options of every command that speaks to one. */
public final class Server {
    private static final int PORT_MAX = 65_535;

    /** A word rather than a URI, so that a wrong one can be told plainly. */
    @Option(
            names = "--url",
            defaultValue = "${DOUANE_URL:-http://127.0.0.1:8080}",
            description = "The server. Default: DOUANE_URL, or http://127.0.0.1:8080.")
    private String url = "http://127.0.0.1:8080";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with an API key. Default: DOUANE_KEY itself, or bootstrap.key of the data directory.")
    private @Nullable Path keyFile;

    /**
     * A request that shows the key.
     *
     * @param path with its leading slash; what the server's address has after its port is not looked at
     * @param patience how long the answer may take
     * @throws UnusableException if the address is none, or there is no key
     */
    public HttpRequest.Builder request(String path, Duration patience) throws UnusableException {
        return HttpRequest.newBuilder(address().resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + ApiKey.find(keyFile))
                .header("Accept", "application/json");
    }

    private URI address() throws UnusableException {
        try {
            var address = new URI(url);
            var scheme = address.getScheme();
            if ((!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme))
                    || address.getHost() == null
                    || address.getPort() > PORT_MAX) {
                throw notAnAddress(null);
            }
            return address;
        } catch (URISyntaxException e) {
            throw notAnAddress(e);
        }
    }

    private UnusableException notAnAddress(@Nullable Exception cause) {
        var message = "The server's address (%s) must be one such as http://127.0.0.1:8080.".formatted(url);
        return cause == null ? new UnusableException(message) : new UnusableException(message, cause);
    }

    /** @throws UnusableException if the server does not answer */
    public HttpResponse<String> send(HttpRequest request) throws UnusableException, InterruptedException {
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** What is told of a server that cannot be reached. */
    public UnusableException unreachable(IOException why) {
        return new UnusableException(
                "The server at %s does not answer (%s).%nMaybe start it with ./douane serve.".formatted(url, why), why);
    }
}
