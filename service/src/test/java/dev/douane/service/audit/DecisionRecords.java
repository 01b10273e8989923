package dev.douane.service.audit;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.service.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records for tests; each is an allow of search's query rewriting, and says what is special about it. */
record DecisionRecords(
        UUID id,
        Instant decidedAt,
        String verdict,
        Caller caller,
        @Nullable String modelAsked,
        DecisionRecord.@Nullable Target target,
        List<String> rules) {
    static final Caller SEARCH = new Caller("acme", "search", "ranking", "query-rewrite", "u-1", null, "prod", "DE");
    static final DecisionRecord.Target SWEDEN = new DecisionRecord.Target(
            "azure-big-se", "big", "azure", "swedencentral", "SE", "US", "frontier", new Money(10_450_000));

    /** @param last the id's last bits, to tell ids of one millisecond apart */
    static DecisionRecords at(String time, int last) {
        var at = Instant.parse(time);
        var lowest = Ids.lowest(at);
        var id = new UUID(lowest.getMostSignificantBits(), lowest.getLeastSignificantBits() | last);
        return new DecisionRecords(id, at, "allow", SEARCH, "big", SWEDEN, List.of("EU-001"));
    }

    /** As the ledger does. */
    static void append(DecisionLog log, Connection connection, List<DecisionRecord> records) throws SQLException {
        var appended = log.append(connection, records);
        appended.ask(connection);
        appended.complete(connection);
    }

    /** With an id of another time. */
    DecisionRecords withId(UUID other) {
        return new DecisionRecords(other, decidedAt, verdict, caller, modelAsked, target, rules);
    }

    /** With other last bits of its id. */
    DecisionRecords withLast(int last) {
        return new DecisionRecords(
                new UUID(id.getMostSignificantBits(), (id.getLeastSignificantBits() & ~0xFFL) | last),
                decidedAt,
                verdict,
                caller,
                modelAsked,
                target,
                rules);
    }

    DecisionRecords by(Caller other) {
        return new DecisionRecords(id, decidedAt, verdict, other, modelAsked, target, rules);
    }

    DecisionRecords asking(@Nullable String model) {
        return new DecisionRecords(id, decidedAt, verdict, caller, model, target, rules);
    }

    DecisionRecords because(String... others) {
        return new DecisionRecords(id, decidedAt, verdict, caller, modelAsked, target, List.of(others));
    }

    DecisionRecords deciding(String other, DecisionRecord.@Nullable Target where) {
        return new DecisionRecords(id, decidedAt, other, caller, modelAsked, where, rules);
    }

    DecisionRecords denied() {
        return new DecisionRecords(id, decidedAt, "deny", caller, modelAsked, null, rules);
    }

    DecisionRecords to(String verdict, String model, @Nullable String hosting, @Nullable String control) {
        var other = new DecisionRecord.Target("d-" + model, model, "p", "r", hosting, control, "economy", new Money(1));
        return new DecisionRecords(id, decidedAt, verdict, caller, modelAsked, other, rules);
    }

    DecisionRecord record() {
        return record("{\"verdict\":\"" + verdict + "\"}");
    }

    DecisionRecord record(String answer) {
        return new DecisionRecord(
                id,
                decidedAt,
                "key-1",
                "enforce",
                verdict,
                caller,
                modelAsked,
                target,
                rules,
                12,
                7,
                new Money(9_500_000),
                target == null ? null : target.estimated(),
                "{\"call\":{}}".getBytes(StandardCharsets.UTF_8),
                answer.getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8),
                rules.isEmpty() ? "as-asked" : "rule:" + rules.getFirst(),
                modelAsked == null ? null : "deny");
    }
}
