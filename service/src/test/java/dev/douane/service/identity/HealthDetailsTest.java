package dev.douane.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.BesideOthers;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@BesideOthers
class HealthDetailsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean mayRead = new AtomicBoolean();
    private final HealthDetails health =
            new HealthDetails(vertx, () -> Uni.createFrom().item(mayRead.get()));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_there_is_to_a_check_is_told_to_who_may_read_it() {
        var check = health.callSync(HealthDetailsTest::down);

        var strangers = check.await().atMost(PATIENCE);
        assertThat(strangers.getName()).isEqualTo("ruleset");
        assertThat(strangers.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(strangers.getData()).isEmpty();

        mayRead.set(true);
        assertThat(check.await().atMost(PATIENCE).getData())
                .hasValueSatisfying(data -> assertThat(data).containsEntry("reason", "typo@1.0.0"));
        var asynchronous = health.callAsync(() -> Uni.createFrom().item(HealthDetailsTest::down));
        assertThat(asynchronous.await().atMost(PATIENCE).getData()).isPresent();
    }

    @Test
    void whoever_may_ask_the_api_for_anything_may_read_it() {
        assertThat(HealthDetails.mayRead(holding(Roles.GATEWAY))).isTrue();
        assertThat(HealthDetails.mayRead(holding(Roles.METRICS, Roles.AUDITOR))).isTrue();
        assertThat(HealthDetails.mayRead(holding(Roles.METRICS))).isFalse();
        assertThat(HealthDetails.mayRead(
                        QuarkusSecurityIdentity.builder().setAnonymous(true).build()))
                .isFalse();
    }

    /** Each took a thread and a connection of the database. */
    @Test
    void however_many_ask_it_is_made_once_at_a_time() throws InterruptedException {
        var made = new AtomicInteger();
        var goOn = new CountDownLatch(1);
        var check = health.callSync(() -> {
            made.incrementAndGet();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return down();
        });

        var answers =
                Stream.generate(check::subscribeAsCompletionStage).limit(100).toList();
        await().atMost(PATIENCE).until(() -> made.get() == 1);
        goOn.countDown();

        answers.forEach(answer -> assertThat(answer.join().getName()).isEqualTo("ruleset"));
        assertThat(made).hasValue(1);
        check.await().atMost(PATIENCE);
        assertThat(made).as("and anew for who comes later").hasValue(2);
    }

    private static QuarkusSecurityIdentity holding(String... roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(() -> "somebody")
                .addRoles(Set.of(roles))
                .build();
    }

    private static HealthCheckResponse down() {
        return HealthCheckResponse.named("ruleset")
                .down()
                .withData("reason", "typo@1.0.0")
                .build();
    }
}
