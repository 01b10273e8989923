package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.StartFailure;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.BindException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of whatever comes out of a start; that it does come out is seen by {@code FailedStartIT}. */
class FailedStartTest {
    private static final String ZONE = "douane.rulesets.zone";

    @AfterEach
    void unset() {
        System.clearProperty(ZONE);
        System.clearProperty("douane.test-password");
    }

    @Test
    void a_failure_that_explains_itself_is_told_in_one_line_however_deep_it_lies() {
        var failed = FailedStart.of(new RuntimeException(
                "Failed to start", new IllegalStateException(new StartFailure("The disk is full.\nMaybe make room."))));

        assertThat(failed).isEqualTo(new FailedStart("The disk is full. Maybe make room.", true));
    }

    @Test
    void a_setting_is_named_as_it_was_set_and_by_its_other_name() {
        System.setProperty(ZONE, "Mars");

        var failed = FailedStart.of(
                new ConfigurationException(
                        "SRCFG00039: The config property douane.rulesets.zone with the config value"
                                + " \"Mars\" threw an Exception whilst being converted must be a time zone such as Europe/Berlin or UTC"));

        assertThat(failed.line())
                .isEqualTo("douane.rulesets.zone (Mars) must be a time zone such as Europe/Berlin or UTC. [environment"
                        + " variable DOUANE_RULESETS_ZONE]");
    }

    @Test
    void a_taken_port_is_told_with_its_number() {
        var failed = FailedStart.of(
                new QuarkusBindException("127.0.0.1", 8080, new BindException("Address already in use")));

        assertThat(failed.line()).startsWith("QUARKUS_HTTP_PORT (8080) is taken by another process on 127.0.0.1.");
    }

    @Test
    void what_the_database_refuses_is_told_in_its_words() {
        var failed = FailedStart.of(
                new IllegalStateException(new SQLException("ERROR: permission denied for schema public", "42501")));

        assertThat(failed.line())
                .contains("permission denied for schema public")
                .contains("DOUANE_DB_USER");
        assertThat(failed.understood()).isTrue();
    }

    @Test
    void what_nobody_foresaw_is_told_by_its_innermost_cause_and_is_a_defect() {
        var failed = FailedStart.of(new RuntimeException("outside", new ArithmeticException("by zero")));

        assertThat(failed.line()).contains("java.lang.ArithmeticException: by zero");
        assertThat(failed.understood()).isFalse();
    }

    @Test
    void a_chain_that_bites_its_tail_ends() {
        var one = new IllegalStateException("one");
        var other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(FailedStart.of(one).line()).contains("other");
    }

    @Test
    void a_secret_is_never_told_whoever_told_it() {
        System.setProperty("douane.test-password", "open-sesame");

        assertThat(FailedStart.of(new StartFailure("I was given open-sesame.")).line())
                .isEqualTo("I was given ….");
    }
}
