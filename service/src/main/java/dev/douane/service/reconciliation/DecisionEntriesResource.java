package dev.douane.service.reconciliation;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
class DecisionEntriesResource {
    private final Entries entries;
    private final KnownKeys known;

    @Inject
    DecisionEntriesResource(Entries entries, KnownKeys known) {
        this.entries = entries;
        this.known = known;
    }

    /** Every movement of the money of one decision, account by account, oldest first; none for a decision that held nothing. */
    @GET
    @Path("/{id}/entries")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR})
    @Operation(operationId = "decisionEntries", summary = "Every movement of a decision's money")
    @MayFail(ProblemType.DECISION_NOT_FOUND)
    public EntryView.Page ofDecision(@PathParam("id") String id) throws SQLException {
        return new EntryView.Page(
                entries.ofDecision(id(id)).stream()
                        .map(entry -> EntryView.of(entry, known))
                        .toList(),
                null);
    }

    private static UUID id(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.DECISION_NOT_FOUND, "There is no decision (%s).".formatted(id));
        }
    }
}
