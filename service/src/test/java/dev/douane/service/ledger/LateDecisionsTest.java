package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import dev.douane.service.platform.Ids;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions that the ledger writes where the log is indexed already, as those of a node with a slow clock are. */
@BesideOthers
class LateDecisionsTest {
    private final TestServer.Database database = TestServer.database();
    private final TestLedger node = new TestLedger(database);

    @BeforeEach
    void everythingIsIndexed() {
        database.execute("insert into decision_segment (number, start, upto, indexed) values (1, '%s', '%s', true)"
                .formatted(new UUID(0, 0), Ids.lowest(Instant.now().plusSeconds(3_600))));
    }

    @AfterEach
    void everythingAddsUp() {
        node.close();
        LedgerCheck.everythingAddsUp(database);
    }

    private long postings(String field, String value) {
        return database.number(
                "select count(*) from decision_posting where segment = 1 and (field, value) = ('%s', '%s')"
                        .formatted(field, value));
    }

    @Test
    void they_are_indexed_with_the_figures_they_change() {
        node.budget("search", "{\"product\":\"search\"}", "0.010", "hard", "charge");

        answer(node.admit(caller("search", null), 1_000));

        assertThat(postings("product", "search")).isEqualTo(1);
    }

    @Test
    void they_are_indexed_where_no_figure_changes() {
        answer(node.admit(caller("other", null), 1_000));

        assertThat(postings("product", "other")).isEqualTo(1);
    }

    /** A row of the log that is there already is not told of again. */
    @Test
    void what_is_indexed_once_is_not_indexed_again() {
        answer(node.admit(caller("other", null), 1_000));
        answer(node.admit(caller("other", null), 1_000));

        assertThat(postings("product", "other")).isEqualTo(1);
        assertThat(postings("verdict", "allow")).isEqualTo(1);
    }
}
