package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says, once the server answers, where it listens, where the key is and how to ask the first question. */
@ApplicationScoped
class Welcome {
    private static final String QUESTION = """
            {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"organisation": "acme", "product": "search", "team": "ranking", "workflow": "query-rewrite"},
             "data": {"classes": ["personal"], "subjectLocations": ["DE"]},
             "workload": {"task": "summarise"}}""";

    private final Path dataDirectory;
    private final String host;
    private final int port;

    @Inject
    Welcome(
            @ConfigProperty(name = "douane.data-dir", defaultValue = "data") Path dataDirectory,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.host = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        this.port = port;
    }

    void print() {
        System.out.println(text());
    }

    private String text() {
        var address = "http://%s:%d".formatted(host, port);
        var key = dataDirectory.resolve("bootstrap.key");
        if (!Files.exists(key)) {
            return "\nDouane listens on %s\n".formatted(address);
        }
        return """

                Douane listens on %s
                The bootstrap key is in %s: make proper keys with it (POST /v1/keys), then put it away.
                Ask it something:

                curl -sS %s/v1/decisions -H "Authorization: Bearer $(cat '%s')" -H 'Content-Type: application/json' -d '%s'
                """.formatted(address, key, address, key, QUESTION);
    }
}
