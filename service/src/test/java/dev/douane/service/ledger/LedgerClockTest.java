package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clocks are set, and step back. */
@BesideOthers
class LedgerClockTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:59Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:01Z");

    private final TestServer.Database database = TestServer.database();

    @Test
    void a_clock_that_steps_back_over_a_months_end_charges_the_month_it_shows_and_keeps_ids_in_order() {
        try (var node = new TestLedger(database)) {
            node.time.set(DECEMBER);
            node.budget("search", "{\"product\":\"search\"}", "0.002", "hard", "charge");
            var ids = new ArrayList<UUID>();
            for (var at : new Instant[] {DECEMBER, NOVEMBER, DECEMBER.plusSeconds(1), NOVEMBER.plusMillis(500)}) {
                node.time.set(at);
                var admitted = answer(node.admit(caller("search", null), 1000));
                assertThat(TestLedger.text(admitted)).startsWith("allow");
                ids.add(admitted.id());
            }
            assertThat(TestLedger.text(answer(node.admit(caller("search", null), 1000))))
                    .as("the third of November")
                    .startsWith("de");
            answer(node.ledger.settle(ids.getFirst(), new Settlement(Usage.of(0, 0, 500), null, null)));

            assertThat(ids.stream().map(UUID::toString)).isSorted();
        }
        assertThat(database.number("select count(*) from budget_account")).isEqualTo(2);
        assertThat(held("2026-11-01")).isEqualTo(2_000_000);
        assertThat(held("2026-12-01")).isEqualTo(1_000_000);
        LedgerCheck.everythingAddsUp(database);
    }

    private long held(String month) {
        return database.number(
                "select held_nanos from budget_account where period_start = '%sT00:00Z'".formatted(month));
    }
}
