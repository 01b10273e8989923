package dev.douane.service.identity.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import org.junit.jupiter.api.Test;

/** Events from before they were kept by month are all there after it, and in their order. */
@BesideOthers
class EventsOfBeforeTest {
    @Test
    void what_was_seen_before_stays_and_what_comes_stands_behind_it() {
        var database = TestServer.migratedTo("37");
        database.execute("""
                insert into security_event (kind, first_at, last_at, count, key, address, operation, detail)
                select 'forbidden', at, at + interval '30 seconds', n, 'k' || n, '10.0.0.1', 'GET /v1/keys', 'words'
                from generate_series(1, 1000) n, lateral (select timestamptz '2026-01-31T00:00:00Z' + n * interval '3 hours' as at) times""");
        var was = database.number(DIGEST);

        TestServer.migrate(database, "latest");

        assertThat(database.number(DIGEST)).isEqualTo(was);
        database.execute(
                "insert into security_event (kind, first_at, last_at, count) values ('forbidden', now(), now(), 1)");
        assertThat(database.number("select max(id) from security_event")).isEqualTo(1_001);
    }

    /** Of all columns of all rows. */
    private static final String DIGEST =
            "select sum(hashtextextended(e::text, 0)::numeric % 1000000007)::bigint from security_event e";
}
