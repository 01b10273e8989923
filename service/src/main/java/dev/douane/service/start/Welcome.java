package dev.douane.service.start;

import dev.douane.service.identity.ApiKeys;
import dev.douane.service.platform.Drain;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says where the server listens, and, once it is ready to decide, where the key is and how to ask the first question. */
@ApplicationScoped
class Welcome {
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final String QUESTION = """
            {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"organisation": "acme", "product": "search", "team": "ranking", "workflow": "query-rewrite"},
             "data": {"classes": ["personal"], "subjectLocations": ["DE"]},
             "workload": {"task": "summarise"}}""";

    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    /** What is said of requests that are not encrypted; anything else sends or keeps them away. */
    private static final String CLEAR_TEXT = "enabled";

    private final SmallRyeHealthReporter health;
    private final ApiKeys keys;
    private final Path dataDirectory;
    private final String address;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread speaker =
            Thread.ofPlatform().name("douane-welcome").daemon().unstarted(this::speak);

    @Inject
    Welcome(
            SmallRyeHealthReporter health,
            @ConfigProperty(name = "douane.data-dir") Path dataDirectory,
            ApiKeys keys,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.http.ssl-port", defaultValue = "8443") int securePort,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = CLEAR_TEXT) String clearText) {
        this.health = health;
        this.keys = keys;
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.address = address(host, port, securePort, clearText);
    }

    /** Where the first question can be asked: encrypted only where nothing else is answered. */
    static String address(String host, int port, int securePort, String clearText) {
        return clearText.equalsIgnoreCase(CLEAR_TEXT)
                ? "http://%s:%s".formatted(reachable(host), port)
                : "https://%s:%s".formatted(reachable(host), securePort);
    }

    /** A host as it stands in an address, where this machine listens on all of its own, one of them. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "0:0:0:0:0:0:0:0" -> "[::1]";
            default -> host.contains(":") ? "[%s]".formatted(host) : host;
        };
    }

    /** As a shell reads it back, whatever is in it. */
    static String quoted(Path path) {
        return "'%s'".formatted(path.toString().replace("'", "'\\''"));
    }

    /** Starts saying so, beside whoever calls. */
    void begin() {
        speaker.start();
    }

    /** Says no more: readiness fails from now on, and soon there is nobody to ask for it. */
    void end(@Observes @Priority(Drain.THEN) ShutdownDelayInitiatedEvent stop) throws InterruptedException {
        ending.countDown();
        if (speaker.isAlive()) {
            speaker.join(LAST_WORD);
        }
    }

    private void speak() {
        say("listening on " + address);
        if (!ready()) {
            say("getting ready to decide; %s/q/health/ready says how far it is".formatted(address));
            try {
                do {
                    if (ending.await(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } while (!ready());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        say("ready to decide");
        var key = dataDirectory.resolve("bootstrap.key");
        if (isInForce(key)) {
            System.out.println(invitation(key));
        }
    }

    /** It stays where it is when it has ended. */
    private boolean isInForce(Path key) {
        try {
            return Files.exists(key) && keys.isInForce(Files.readString(key).strip());
        } catch (IOException | CompletionException unreadable) {
            say("whether the first key (%s) is in force cannot be found out: %s"
                    .formatted(key, unreadable.getMessage()));
            return false;
        }
    }

    private boolean ready() {
        return !health.getReadiness().isDown();
    }

    private String invitation(Path key) {
        return """

                The first key, with every role, is in %s
                Make proper keys with it (POST /v1/keys), then put it away. Ask something:

                curl -sS %s/v1/decisions -H "Authorization: Bearer $(cat %s)" -H 'Content-Type: application/json' -d '%s'
                """.formatted(key, address, quoted(key), QUESTION);
    }

    private static void say(String what) {
        System.out.println("douane: " + what);
    }
}
