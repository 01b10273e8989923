package dev.douane.service.reconciliation;

import dev.douane.service.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
class ReconciliationResource {
    private final Books books;
    private final LogCheck log;

    @Inject
    ReconciliationResource(Books books, LogCheck log) {
        this.books = books;
        this.log = log;
    }

    /**
     * Compares every account's figures with the sums of its entries and with its open holds, now and at one moment; and the newest decisions with
     * their holds and their documents.
     */
    @GET
    @Path("/check")
    @Blocking
    @RolesAllowed({Roles.AUDITOR, Roles.FINOPS, Roles.ADMIN})
    @Operation(operationId = "checkLedger", summary = "Whether every figure is the sum of its entries")
    public ReconciliationView check() throws SQLException {
        return ReconciliationView.of(books.check(), log.newest());
    }
}
