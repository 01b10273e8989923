package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.platform.Squatter;
import dev.douane.service.platform.StartFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is waited for, and what is not; {@code FailedStartIT} shows what is refused. */
@BesideOthers
class ExternalDatabaseTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void a_database_that_is_not_there_yet_is_waited_for_and_that_is_told_once() {
        assertThatThrownBy(() -> await("jdbc:postgresql://127.0.0.1:1/douane", Duration.ofMillis(100)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not answer within 0 s")
                .hasMessageContaining("DOUANE_DB_WAIT");

        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("waiting up to 0 s for the database")
                .contains("refused");
    }

    @Test
    void an_address_that_is_none_is_not_waited_for() {
        assertThatThrownBy(() -> await("jdbc:postgresql://127.0.0.1:port/douane", Duration.ofHours(1)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("is not written as one");

        assertThat(told).isEmpty();
    }

    @Test
    void whoever_asks_for_the_password_itself_is_told_nothing_and_not_waited_for() throws IOException {
        for (var squatter : List.of(Squatter.askingInTheClear(), Squatter.askingByMd5())) {
            try (squatter) {
                assertThatThrownBy(() -> await(squatter.url(), Duration.ofHours(1)))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("does not let us in")
                        .hasMessageContaining("requireAuth")
                        .hasMessageContaining("scram-sha-256");
                assertThat(squatter.guests()).isPositive();
                assertThat(squatter.told()).isEmpty();
            }
        }
    }

    @Test
    void who_wants_it_otherwise_names_how_and_must_know_whom_he_asks() throws IOException {
        for (var ways : List.of("password", "scram-sha-256,%20password", "!none", "")) {
            assertThatThrownBy(() -> await(
                            "jdbc:postgresql://127.0.0.1:1/douane?sslmode=require&requireAuth=" + ways,
                            Duration.ofHours(1)))
                    .as(ways)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("DOUANE_DB_URL lets the database ask for the password itself")
                    .hasMessageContaining("verify-full");
        }
        try (var squatter = Squatter.askingByMd5()) {
            assertThatThrownBy(() -> await(squatter.url() + "?requireAuth=md5", Duration.ZERO))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("does not answer");
            assertThat(squatter.told()).startsWith("p").contains("md5").doesNotContain("secret");
        }
    }

    private void await(String url, Duration patience) {
        ExternalDatabase.await(
                url, Optional.of("douane"), Optional.of("secret"), ExternalDatabase.Login.BOTH, patience, told::add);
    }
}
