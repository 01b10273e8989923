package dev.douane.service.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.budgets.AccountScope;
import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one movement did to one account. Amounts in the installation's currency; those that were given back are below zero.
 *
 * @param number counts the account's entries, from 1, in the order in which it was changed; only in an account's own list
 * @param at by the clock of the server that wrote it
 * @param kind open, amend, hold, report, settle, void, expire or correct
 * @param by the key that moved it; {@code house} for what nobody asked for, absent for what was written before this was recorded
 * @param byName what people call that key
 * @param scope by attribute of the budget's scope, the value that the account is for
 * @param periodEnd first instant after the account's period, whatever the budget's terms say of periods since
 * @param held what it added to the money set aside
 * @param spent what it added to the money spent
 * @param limit what it added to the limit; absent where it is none of the limit
 * @param after what the account carried then; only in an account's own list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryView(
        @Nullable Long number,
        Instant at,
        String kind,
        @Nullable UUID decision,
        @Nullable String by,
        @Nullable String byName,
        String budget,
        @Schema(implementation = Object.class) JsonNode scope,
        Instant periodStart,
        Instant periodEnd,
        String held,
        String spent,
        @Nullable String limit,
        ReconciliationView.@Nullable Figures after) {
    static EntryView of(Entries.Entry entry, KnownKeys known) {
        var limit = entry.limit();
        return new EntryView(
                entry.number(),
                entry.at(),
                entry.kind(),
                entry.decision(),
                entry.by(),
                known.name(entry.by()),
                entry.budget(),
                AccountScope.shown(entry.selector(), entry.scope()),
                entry.periodStart(),
                entry.periodEnd(),
                ReconciliationView.money(entry.held()),
                ReconciliationView.money(entry.spent()),
                limit == null ? null : ReconciliationView.money(limit),
                ReconciliationView.Figures.of(entry.after()));
    }

    /**
     * A page of entries.
     *
     * @param next the cursor of the next page; absent on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "EntryPage")
    record Page(List<EntryView> entries, @Nullable String next) {}
}
