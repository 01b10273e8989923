package dev.douane.service.start;

import dev.douane.service.platform.Drain;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private final SmallRyeHealthReporter health;
    private final Path dataDirectory;
    private final String address;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread speaker =
            Thread.ofPlatform().name("douane-welcome").daemon().unstarted(this::speak);

    @Inject
    Welcome(
            SmallRyeHealthReporter health,
            @ConfigProperty(name = "douane.data-dir") Path dataDirectory,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.health = health;
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.address = "http://%s:%s".formatted(host.equals("0.0.0.0") ? "127.0.0.1" : host, port);
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
        if (Files.exists(key)) {
            System.out.println(invitation(key));
        }
    }

    private boolean ready() {
        return !health.getReadiness().isDown();
    }

    private String invitation(Path key) {
        return """

                The first key, with every role, is in %s
                Make proper keys with it (POST /v1/keys), then put it away. Ask something:

                curl -sS %s/v1/decisions -H "Authorization: Bearer $(cat '%s')" -H 'Content-Type: application/json' -d '%s'
                """.formatted(key, address, key, QUESTION);
    }

    private static void say(String what) {
        System.out.println("douane: " + what);
    }
}
