package dev.douane.service.budgets;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Where changes of budgets that wait for somebody else are approved and rejected. */
@Path("/v1/budgets/{id}/proposals/{number: \\d{1,9}}")
@Produces(MediaType.APPLICATION_JSON)
class BudgetProposalsResource {
    private final Proposals proposals;
    private final BudgetRegister register;
    private final Budgets budgets;
    private final StrictJson json;
    private final TimeSource time;
    private final KnownKeys keys;
    private final SecurityIdentity caller;

    @Inject
    BudgetProposalsResource(
            DataSource database,
            BudgetConfig config,
            BudgetRegister register,
            Budgets budgets,
            StrictJson json,
            TimeSource time,
            KnownKeys keys,
            SecurityIdentity caller) {
        this.proposals = new Proposals(database, time, ApprovalPolicy.of(config));
        this.register = register;
        this.budgets = budgets;
        this.json = json;
        this.time = time;
        this.keys = keys;
        this.caller = caller;
    }

    /** One proposal, with what became of it. */
    @GET
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(
            operationId = "budgetProposal",
            summary = "One change of a budget that waited for approval, and what became of it")
    @MayFail(ProblemType.BUDGET_NOT_FOUND)
    public BudgetProposalView proposal(@PathParam("id") String id, @PathParam("number") int number)
            throws SQLException {
        return BudgetProposalView.of(proposals.get(known(id), number), time.now(), keys);
    }

    /** Approves a change that somebody else proposed: it is an amendment from then on. */
    @POST
    @Path("/approve")
    @RolesAllowed(Roles.APPROVER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveBudgetProposal",
            summary = "Approve a change of a budget that somebody else proposed")
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.OWN_APPROVAL, ProblemType.UNPROCESSABLE})
    public BudgetProposalView approveProposal(
            @PathParam("id") String id,
            @PathParam("number") int number,
            @RequestBody(required = false, content = @Content(schema = @Schema(implementation = ChangeReason.class)))
                    byte[] body)
            throws SQLException {
        var approved = proposals.approve(id(id), number, ChangeReason.of(body, json), by());
        budgets.reload();
        return BudgetProposalView.of(approved, time.now(), keys);
    }

    /** Turns a change down, or takes one's own proposal back. */
    @POST
    @Path("/reject")
    @RolesAllowed({Roles.FINOPS, Roles.APPROVER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rejectBudgetProposal",
            summary = "Turn a proposed change of a budget down, or take it back")
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.UNPROCESSABLE})
    public BudgetProposalView rejectProposal(
            @PathParam("id") String id,
            @PathParam("number") int number,
            @RequestBody(required = false, content = @Content(schema = @Schema(implementation = ChangeReason.class)))
                    byte[] body)
            throws SQLException {
        return BudgetProposalView.of(
                proposals.reject(id(id), number, ChangeReason.of(body, json), by()), time.now(), keys);
    }

    private UUID known(String id) {
        return register.find(BudgetsResource.id(id))
                .orElseThrow(() -> BudgetsResource.unknown(id))
                .budget()
                .made()
                .id();
    }

    private static UUID id(String id) {
        return BudgetsResource.id(id);
    }

    private String by() {
        return caller.getPrincipal().getName();
    }
}
