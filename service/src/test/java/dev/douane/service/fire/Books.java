package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.ledger.LedgerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Holds what gateways were told against what the database has. Opened before they ask. */
final class Books {
    private static final String TWICE =
            "select count(*) from (select 1 from idempotency_key group by decision_id having count(*) > 1) twice";

    /** Opens connections past the service. */
    interface Database {
        Connection connect() throws SQLException;
    }

    private final Database database;
    private final long decisionsBefore;

    Books(House house) {
        this(() -> house.postmaster().database().getConnection());
    }

    Books(Database database) {
        this.database = database;
        decisionsBefore = number("select count(*) from decision");
    }

    /** Every answer, settlement and void that a gateway has seen is there, once, and every figure adds up. */
    void agreeWith(Gateways gateways) {
        assertThat(gateways.unexpected).as("answers that nobody should get").isEmpty();
        assertThat(missing("select id from decision where id = any (?)", gateways.answered.keySet()))
                .as("answered decisions that are not in the log")
                .isEmpty();
        var held = gateways.answered.entrySet().stream()
                .filter(each -> each.getValue())
                .map(each -> each.getKey())
                .toList();
        assertThat(missing("select decision_id from hold where decision_id = any (?)", held))
                .as("answered holds that are not there")
                .isEmpty();
        assertThat(missing(
                        "select decision_id from hold where state = 'settled' and decision_id = any (?)",
                        gateways.settled))
                .as("acknowledged settlements that are not there")
                .isEmpty();
        assertThat(missing(
                        "select decision_id from hold where state = 'voided' and decision_id = any (?)",
                        gateways.voided))
                .as("acknowledged voids that are not there")
                .isEmpty();
        assertThat(number("select count(*) from decision") - decisionsBefore - gateways.answered.size())
                .as("decisions that were made and that nobody was told of, of %s", gateways)
                .isBetween(0L, gateways.withoutDecision.longValue());
        assertThat(byKey(gateways.byKey.keySet()))
                .as("the decision of each key")
                .containsExactlyInAnyOrderEntriesOf(gateways.byKey);
        assertThat(number(TWICE)).as("decisions with two keys").isZero();
        everythingAddsUp();
    }

    /** Every figure is the sum of its entries, and of its holds. */
    void everythingAddsUp() {
        try (var connection = database.connect()) {
            LedgerCheck.everythingAddsUp(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long number(String query) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private Map<String, UUID> byKey(Collection<String> keys) {
        var found = new HashMap<String, UUID>();
        try (var connection = database.connect();
                var statement = connection.prepareStatement(
                        "select key, decision_id from idempotency_key where key = any (?)")) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getObject(2, UUID.class));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Collection<UUID> missing(String query, Collection<UUID> expected) {
        var missing = new TreeSet<>(expected);
        try (var connection = database.connect();
                var statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("uuid", expected.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getObject(1, UUID.class));
                }
            }
            return missing;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
