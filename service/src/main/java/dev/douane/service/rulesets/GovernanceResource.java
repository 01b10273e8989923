package dev.douane.service.rulesets;

import dev.douane.rules.text.PlainText;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Where rulesets are proposed, approved, put in force and taken back. */
@Path("/v1/rulesets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class GovernanceResource {
    private static final Logger LOG = Logger.getLogger(GovernanceResource.class);

    private final Proposals proposals;
    private final Activations activations;
    private final RulesetViews views;
    private final RulesetFindings findings;
    private final StrictJson json;
    private final SecurityIdentity caller;

    @Inject
    GovernanceResource(
            Proposals proposals,
            Activations activations,
            RulesetViews views,
            RulesetFindings findings,
            StrictJson json,
            SecurityIdentity caller) {
        this.proposals = proposals;
        this.activations = activations;
        this.views = views;
        this.findings = findings;
        this.json = json;
        this.caller = caller;
    }

    /** Proposes a ruleset. 201, or 200 where the same packs, terms and settings have a number already. */
    @POST
    @RolesAllowed(Roles.AUTHOR)
    @Operation(
            operationId = "proposeRuleset",
            summary = "Propose a ruleset: published packs with their modes, scopes and parameters")
    @Creates
    @MayFail({ProblemType.OVERLOADED, ProblemType.UNPROCESSABLE})
    public RestResponse<RulesetView> propose(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RulesetRequest.class)))
                    byte[] body) {
        var proposed = proposals.propose(json.read(body, RulesetRequest.class), by());
        var view = view(proposed.number()).with(proposed);
        return RestResponse.ResponseBuilder.<RulesetView>create(proposed.fresh() ? 201 : 200)
                .location(URI.create("/v1/rulesets/" + proposed.number()))
                .entity(withFindings(view))
                .build();
    }

    /** It is proposed by now: whatever nobody could look for at this moment is in the diff later. */
    private RulesetView withFindings(RulesetView view) {
        try {
            return view.with(findings.of(view));
        } catch (ProblemException nobodyLooks) {
            LOG.infof("ruleset %d is proposed, and answered without findings: %s", view.number(), nobodyLooks.detail());
            return view;
        }
    }

    /** Approves a ruleset that somebody else proposed. */
    @POST
    @Path("/{number: \\d{1,9}}/approve")
    @RolesAllowed(Roles.APPROVER)
    @Operation(operationId = "approveRuleset", summary = "Approve a ruleset that somebody else proposed")
    @MayFail({ProblemType.CONFLICT, ProblemType.OWN_APPROVAL, ProblemType.RULESET_NOT_FOUND})
    public RulesetView approve(
            @PathParam("number") int number,
            @RequestBody(
                            required = false,
                            content = @Content(schema = @Schema(implementation = ChangeRequest.Approval.class)))
                    byte[] body)
            throws SQLException {
        var isSilent = body == null || body.length == 0;
        var approval = isSilent ? new ChangeRequest.Approval(null) : json.read(body, ChangeRequest.Approval.class);
        activations.approve(number, approval.why() == null ? null : why(approval), by());
        return view(number);
    }

    /** Puts an approved ruleset in force, now or at a time. */
    @POST
    @Path("/{number: \\d{1,9}}/activate")
    @RolesAllowed({Roles.APPROVER, Roles.ADMIN})
    @Operation(operationId = "activateRuleset", summary = "Put an approved ruleset in force, at once or at a time")
    @MayFail({ProblemType.CONFLICT, ProblemType.RULESET_NOT_FOUND, ProblemType.UNPROCESSABLE})
    public RulesetView activate(
            @PathParam("number") int number,
            @RequestBody(content = @Content(schema = @Schema(implementation = ChangeRequest.Activation.class)))
                    byte[] body)
            throws SQLException {
        var activation = json.read(body, ChangeRequest.Activation.class);
        activations.activate(number, activation.at(), why(activation), by());
        return view(number);
    }

    /** Takes back an activation that is scheduled. */
    @POST
    @Path("/{number: \\d{1,9}}/withdraw")
    @RolesAllowed({Roles.APPROVER, Roles.ADMIN})
    @Operation(operationId = "withdrawRuleset", summary = "Take back a scheduled activation")
    @MayFail({ProblemType.CONFLICT, ProblemType.RULESET_NOT_FOUND})
    public RulesetView withdraw(
            @PathParam("number") int number,
            @RequestBody(content = @Content(schema = @Schema(implementation = ChangeRequest.Withdrawal.class)))
                    byte[] body) {
        activations.withdraw(number, why(json.read(body, ChangeRequest.Withdrawal.class)), by());
        return view(number);
    }

    /** Puts a ruleset in force again that was in force before. */
    @POST
    @Path("/rollback")
    @RolesAllowed({Roles.APPROVER, Roles.ADMIN})
    @Operation(operationId = "rollBackRuleset", summary = "Put a ruleset in force again that was in force before")
    @MayFail({ProblemType.CONFLICT, ProblemType.RULESET_NOT_FOUND})
    public RulesetView rollBack(
            @RequestBody(content = @Content(schema = @Schema(implementation = ChangeRequest.RollBack.class)))
                    byte[] body)
            throws SQLException {
        var change = json.read(body, ChangeRequest.RollBack.class);
        var why = why(change);
        var to = change.to();
        if (to == null) {
            throw ProblemException.at("/to", "must be the number of a ruleset that was in force before");
        }
        activations.rollBack(to, why, by());
        return view(to);
    }

    private static String why(ChangeRequest change) {
        var why = change.why();
        var fault = PlainText.faultInLines(why, Proposals.WHY_LENGTH_MAX);
        if (why == null || fault != null) {
            throw ProblemException.at("/why", String.valueOf(fault));
        }
        return why;
    }

    private RulesetView view(int number) {
        return QuarkusTransaction.requiringNew().call(() -> views.of(number));
    }

    private String by() {
        return caller.getPrincipal().getName();
    }
}
