package dev.douane.service.reconciliation;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
class AccountEntriesResource {
    private final Entries entries;
    private final KnownKeys known;

    @Inject
    AccountEntriesResource(Entries entries, KnownKeys known) {
        this.entries = entries;
        this.known = known;
    }

    /** The statement of one account: every movement of its money, in the order in which they came to count, and what it carried after each. */
    @GET
    @Path("/{id}/entries")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR})
    @Operation(operationId = "accountEntries", summary = "Every movement of an account's money, a page at a time")
    @MayFail({ProblemType.ACCOUNT_NOT_FOUND, ProblemType.BUDGET_NOT_FOUND})
    public EntryView.Page ofAccount(
            @PathParam("id") String id,
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("at") @Nullable String at,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        var found = entries.ofAccount(id(id), scope, Moment.ofParameter("at", at), page.after(), page.limit() + 1)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.ACCOUNT_NOT_FOUND,
                        "Budget (%s) has no account%s at that time."
                                .formatted(id, scope == null ? "" : " of scope (%s)".formatted(scope))));
        var shown = found.stream().limit(page.limit()).toList();
        return new EntryView.Page(
                shown.stream().map(entry -> EntryView.of(entry, known)).toList(), next(found, shown));
    }

    private static @Nullable String next(List<Entries.Entry> found, List<Entries.Entry> shown) {
        var last = found.size() > shown.size() ? shown.getLast().number() : null;
        return last == null ? null : PageRequest.cursor(last.toString());
    }

    private static UUID id(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Entries.noBudget(id);
        }
    }
}
