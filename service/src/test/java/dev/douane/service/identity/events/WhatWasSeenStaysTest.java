package dev.douane.service.identity.events;

import static dev.douane.service.identity.events.Seen.made;
import static dev.douane.service.identity.events.Seen.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.limits.SmallLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither an event nor a key is anybody's to change, past the server as little as through it. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class WhatWasSeenStaysTest {
    private static final String NOT_ALLOWED = "42501";
    private static final String REFUSED = "P0001";

    @Inject
    DataSource server;

    @Inject
    OwnerDatabase owner;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update security_event set count = 1",
                "update security_event set key = null where false",
                "delete from security_event",
                "truncate security_event",
                "drop table security_event",
                "delete from api_key",
                "truncate api_key cascade",
                "drop trigger api_key_guarded on api_key"
            })
    void what_was_seen_stays(String sql) {
        refuses(server, NOT_ALLOWED, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update security_event set count = count + 1",
                "delete from security_event",
                "truncate security_event",
                "delete from api_key",
                "truncate api_key cascade"
            })
    void its_owner_may_not_by_mistake_either(String sql) {
        made(Roles.AUTHOR); // so that there is something of either
        refuses(owner.source(), REFUSED, sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "revoked_at = null, revoked_by = null",
                "revoked_at = now() + interval '1 day'",
                "revoked_by = 'somebody else'",
                "roles = '{admin}'",
                "sha256 = sha256(sha256)",
                "holder = 'somebody else'",
                "name = 'another'",
                "created_by = 'start'",
                "created_at = created_at - interval '8 days'",
                "gateway = 'mine', roles = '{gateway}'",
                "reach = null, roles = '{gateway}'",
                "id = 'bbbbbbbbbbbbbbbb'",
                "expires_at = null",
                "expires_at = expires_at + interval '1 second'",
                "last_used_at = null",
                "last_used_at = last_used_at - interval '1 second'"
            })
    void a_key_is_what_it_was_made_as_and_ends_once(String change) throws SQLException {
        var key = made(Roles.FINOPS);
        var here = " where id = '%s'".formatted(key.id());
        for (var allowed : List.of(
                "last_used_at = now()",
                "last_used_at = now() + interval '1 second'",
                "expires_at = now() + interval '1 day'",
                "expires_at = now() + interval '1 hour'",
                "revoked_at = now(), revoked_by = 'x'",
                "last_used_at = now() + interval '2 seconds'")) {
            execute(server, "update api_key set " + allowed + here);
        }

        refuses(server, REFUSED, "update api_key set " + change + here);
        refuses(owner.source(), REFUSED, "update api_key set " + change + here);
        with(key.bearer()).get("/v1/ping").then().statusCode(401);
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void refuses(DataSource database, String state, String sql) {
        assertThatThrownBy(() -> execute(database, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
