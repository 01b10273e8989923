package dev.douane.service.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.events.SecurityEvents;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.ReservedDatabase;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.platform.limits.LimitsConfig;
import dev.douane.service.platform.limits.Refusals;
import dev.douane.service.rulesets.WithBrokenPack;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(WithBrokenPack.class) // where nobody has made an admin before
@Order(1)
class BootstrapKeyTest {
    @ConfigProperty(name = "douane.data-dir")
    Path dataDir;

    @Inject
    ApiKeys keys;

    @Inject
    KeyRows rows;

    @Inject
    KeyUses uses;

    @Inject
    SettableTime time;

    @Inject
    Event<KeyRevoked> revoked;

    @Inject
    ReservedDatabase reserved;

    @Inject
    KnownIds ids;

    @Inject
    SecurityEvents events;

    @Inject
    Refusals refusals;

    @Inject
    LimitsConfig limits;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void now() {
        time.reset();
    }

    @Test
    void a_preset_key_works_with_every_role() {
        asPreset()
                .get("/v1/keys/" + KeyToken.PRESET_ID)
                .then()
                .statusCode(200)
                .body("name", equalTo("bootstrap"))
                .body("roles.size()", equalTo(Roles.ALL.size()));
        assertThat(keys.find(KeyToken.PRESET_ID).orElseThrow().roles()).isEqualTo(Roles.ALL);
    }

    @Test
    void once_there_are_keys_no_start_makes_another_whatever_became_of_the_file() throws IOException {
        var file = dataDir.resolve(BootstrapKey.FILE);
        Files.deleteIfExists(file);
        var before = keys.page(Optional.empty(), 200).size();

        bootstrap(Optional.empty()).onStart(new StartupEvent());
        bootstrap(Optional.of(KeyToken.generate().secretText())).onStart(new StartupEvent());

        assertThat(file).doesNotExist();
        assertThat(keys.page(Optional.empty(), 200)).hasSize(before);
    }

    @Test
    void the_file_of_a_first_start_holds_the_key_and_is_for_its_owner_only(@org.junit.jupiter.api.io.TempDir Path fresh)
            throws IOException {
        var file = fresh.resolve("not-there-yet").resolve(BootstrapKey.FILE);
        var token = KeyToken.generate();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "an older key\n");

        BootstrapKey.write(file, token);

        assertThat(Files.readString(file)).isEqualTo(token.secretText() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_weak_preset_stops_the_start_in_one_line_that_does_not_say_it() {
        assertThatThrownBy(() -> bootstrap(Optional.of("letmein")).onStart(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "DOUANE_BOOTSTRAP_KEY (7 characters) must have 32 to 200 characters. Maybe use: openssl rand -hex 32.");
    }

    @Test
    void a_house_keeps_an_admin_that_does_not_expire_and_its_first_key_ends_once_there_is_another() {
        isKept(KeyToken.PRESET_ID);
        var passing = admin("passing", ", \"expiresAt\": \"2099-01-01T00:00:00Z\"");
        isKept(KeyToken.PRESET_ID);
        revoke(passing.id());
        assertThat(firstEnds()).as("an admin that expires ends nothing").isNull();
        var kept = new ApiKeys(rows, uses, time, reserved, ids, refusals, events, revoked, limits, NEVER, metrics)
                .create(
                        new ApiKeys.Wanted("x", null, new TreeSet<>(Set.of(Roles.ADMIN)), null, Reach.UNLIMITED, null),
                        "test");
        assertThat(firstEnds()).as("told to go on").isNull();

        var proper = admin("proper", "");
        var end = time.now().plus(Duration.ofHours(24));
        assertThat(firstEnds()).isBetween(end.minusSeconds(60), end);
        var told = firstEnds();
        admin("another", "");
        assertThat(firstEnds()).as("only by the first").isEqualTo(told);

        time.set(told.minusSeconds(1));
        asPreset().get("/v1/keys").then().statusCode(200);
        time.set(told);
        asPreset().get("/v1/keys").then().statusCode(401);
        as(proper.bearer()).get("/v1/keys").then().statusCode(200);
        time.reset();
        revoke(kept.key().id());
    }

    private static void isKept(String id) {
        asPreset()
                .delete("/v1/keys/" + id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("the last one that can make keys and does not expire"));
        asPreset().get("/v1/keys").then().statusCode(200);
    }

    private static void revoke(String id) {
        asPreset().delete("/v1/keys/" + id).then().statusCode(200);
    }

    private static TestKeys.Made admin(String name, String more) {
        var made = asPreset()
                .contentType("application/json")
                .body("{\"name\": \"%s\", \"roles\": [\"admin\"]%s}".formatted(name, more))
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract();
        return new TestKeys.Made(made.path("id"), "Bearer " + made.path("key"));
    }

    private Instant firstEnds() {
        return keys.find(KeyToken.PRESET_ID).orElseThrow().expiresAt();
    }

    private static final IdentityConfig NEVER = new IdentityConfig() {
        @Override
        public Duration cacheTtl() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int cacheSize() {
            return 100;
        }

        @Override
        public Duration lookupLimit() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration firstKeyEndsAfter() {
            return new FirstKeyEnd().convert("never");
        }

        @Override
        public Set<String> metricsRoles() {
            return Roles.ALL;
        }
    };

    @Test
    void a_key_that_cannot_be_looked_up_is_503_and_not_401() {
        QuarkusMock.installMockForType(
                new KeyRows() {
                    @Override
                    Optional<KeyRow> find(Connection connection, String id) {
                        throw new PersistenceException("no connection", new SQLException("no connection"));
                    }
                },
                KeyRows.class);

        given().header("Authorization", "Bearer " + KeyToken.generate().secretText())
                .get("/v1/catalog")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/unavailable"));
    }

    private BootstrapKey bootstrap(Optional<String> preset) {
        return new BootstrapKey(keys, rows, dataDir, preset);
    }

    private static RequestSpecification asPreset() {
        return as("Bearer " + OwnInstallation.BOOTSTRAP_KEY);
    }

    private static RequestSpecification as(String bearer) {
        return given().header("Authorization", bearer);
    }
}
