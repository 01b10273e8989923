package dev.douane.service.packs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.signing.PackZip;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much one key publishes in a day. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class PublishingAllowanceTest {
    @Inject
    PackRows rows;

    @Inject
    TimeSource time;

    /** @param bytes for the files of a day's versions */
    private record Limits(int versionsPerKeyAndDay, long bytes) implements PacksConfig {
        @Override
        public long versionBytesPerKeyAndDay() {
            return bytes;
        }

        @Override
        public Optional<Path> dir() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> trust() {
            return Optional.empty();
        }

        @Override
        public Optional<Unsigned> unsigned() {
            return Optional.empty();
        }

        @Override
        public int waiting() {
            return 1;
        }

        @Override
        public Duration waitLimit() {
            return Duration.ZERO;
        }

        @Override
        public boolean shipped() {
            return true;
        }
    }

    private void demand(int versions, long bytes, String by) throws PackException {
        Pack pack =
                PackZip.read("next", PackArchive.of("next", "1.0.0", "NEXT-1").zip());
        new PublishingAllowance(rows, new Limits(versions, bytes), time).demand(pack, by);
    }

    @Test
    void so_many_versions_and_so_many_bytes_of_them_and_another_key_has_its_own() {
        String author = given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType(PacksResource.ZIP)
                .body(PackArchive.of("counted", "1.0.0", "COUNTED-1").zip())
                .post("/v1/packs")
                .then()
                .statusCode(201)
                .extract()
                .path("publishedBy");

        assertThatThrownBy(() -> demand(1, 1 << 20, author)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
            assertThat(refused.retryAfter()).isPresent();
            assertThat(refused.detail()).contains("douane.packs.versions-per-key-and-day");
        });
        assertThatThrownBy(() -> demand(0, 1_000, author))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.detail()).contains("douane.packs.version-bytes-per-key-and-day"));
        assertThatCode(() -> demand(0, 1 << 30, author)).doesNotThrowAnyException();
        assertThatCode(() -> demand(1, 1 << 20, "somebody else")).doesNotThrowAnyException();
    }
}
