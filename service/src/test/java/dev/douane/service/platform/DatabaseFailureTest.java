package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {
    private static SQLException state(String state) {
        return new SQLException("what happened", state);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "08006, the line broke",
        "08001, there is nobody to connect to",
        "57P01, the server stops",
        "57P03, the server starts",
        "53100, the disk is full",
        "53300, there are too many connections",
        "58030, a file cannot be read",
        "28P01, the password is not the one",
        "3D000, there is no such database",
        "25006, only reading is allowed",
        "XX000, the server has an error of its own"
    })
    void a_database_that_cannot_be_reached_or_cannot_write_is_away(String state) {
        assertThat(DatabaseFailure.isAway(state(state))).isTrue();
        assertThat(DatabaseFailure.isWait(state(state))).isFalse();
        assertThat(DatabaseFailure.passes(state(state))).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "odd"})
    void so_is_one_behind_a_pool_or_driver_that_names_no_state(String state) {
        assertThat(DatabaseFailure.isAway(state(state))).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "57014, a statement took too long",
        "55P03, a lock was not to be had",
        "40P01, a deadlock",
        "40001, a race"
    })
    void what_was_waited_for_too_long_may_come_next_time(String state) {
        assertThat(DatabaseFailure.isWait(state(state))).isTrue();
        assertThat(DatabaseFailure.isAway(state(state))).isFalse();
        assertThat(DatabaseFailure.passes(state(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "42601", "22003", "0A000"})
    void what_a_well_database_refuses_does_not_pass(String state) {
        assertThat(DatabaseFailure.passes(state(state))).isFalse();
        assertThat(DatabaseFailure.isBehind(state(state))).isTrue();
    }

    @Test
    void it_is_found_behind_any_number_of_layers() {
        assertThat(DatabaseFailure.passes(new CompletionException(new PersistenceException(state("08006")))))
                .isTrue();
        assertThat(DatabaseFailure.passes(new IllegalStateException(new RuntimeException("no database here"))))
                .isFalse();
    }
}
