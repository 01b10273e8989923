package dev.douane.service.budgets;

import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.PageRequest;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where budgets are amended and get more money for a while. */
@Path("/v1/budgets/{id}")
@Produces(MediaType.APPLICATION_JSON)
class BudgetChangesResource {
    private final Amendments amendments;
    private final Proposals proposals;
    private final Overrides overrides;
    private final BudgetRegister register;
    private final Budgets budgets;
    private final ActiveCatalog catalog;
    private final StrictJson json;
    private final TimeSource time;
    private final KnownKeys keys;
    private final SecurityIdentity caller;

    @Inject
    BudgetChangesResource(
            DataSource database,
            BudgetRegister register,
            Budgets budgets,
            BudgetConfig config,
            ActiveCatalog catalog,
            StrictJson json,
            TimeSource time,
            KnownKeys keys,
            SecurityIdentity caller) {
        this.amendments = new Amendments(database, time);
        this.proposals = new Proposals(database, time, ApprovalPolicy.of(config));
        this.overrides = new Overrides(database, time);
        this.register = register;
        this.budgets = budgets;
        this.catalog = catalog;
        this.json = json;
        this.time = time;
        this.keys = keys;
        this.caller = caller;
    }

    /** Amends a budget. 201, or 200 where the last amendment said the same; 202 where somebody else has to approve it first. */
    @POST
    @Path("/amendments")
    @RolesAllowed(Roles.FINOPS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "amendBudget", summary = "Change a budget's terms, at once or with its next period")
    @Creates
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = BudgetHistory.AmendmentView.class)))
    @APIResponse(
            responseCode = "202",
            description = "changes nothing until somebody else approves it; Location says where",
            headers = @Header(name = "Location", schema = @Schema(implementation = String.class)),
            content = @Content(schema = @Schema(implementation = BudgetProposalView.class)))
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.UNPROCESSABLE})
    public RestResponse<Object> amend(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = AmendmentRequest.class))) byte[] body)
            throws SQLException {
        var wish = json.read(body, AmendmentRequest.class).checked();
        var asked = proposals.ask(id(id), wish, by());
        var proposed = asked.proposed();
        if (proposed != null) {
            return RestResponse.ResponseBuilder.<Object>create(RestResponse.Status.ACCEPTED)
                    .location(URI.create("/v1/budgets/%s/proposals/%d".formatted(id, proposed.number())))
                    .entity(BudgetProposalView.of(proposed, time.now(), keys))
                    .build();
        }
        var amended = Objects.requireNonNull(asked.amended());
        budgets.reload();
        return answer(
                amended.isNew(), BudgetHistory.AmendmentView.of(amended, keys), id, "amendments/" + amended.number());
    }

    /** One amendment. */
    @GET
    @Path("/amendments/{number: \\d{1,9}}")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(operationId = "amendment", summary = "One amendment of a budget")
    @MayFail(ProblemType.BUDGET_NOT_FOUND)
    public BudgetHistory.AmendmentView amendment(@PathParam("id") String id, @PathParam("number") int number)
            throws SQLException {
        return BudgetHistory.AmendmentView.of(amendments.get(known(id), number), keys);
    }

    /** What became of a budget's terms, a page at a time. */
    @GET
    @Path("/history")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(
            operationId = "budgetHistory",
            summary = "Amendments, proposals and overrides of a budget, newest first, a page at a time")
    @MayFail(ProblemType.BUDGET_NOT_FOUND)
    public BudgetHistory history(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        var from = BudgetHistory.Place.of(page);
        var budget = id(id);
        var scope = scope(budget);
        var one = page.limit() + 1;
        var at = time.now();
        return BudgetHistory.page(
                from,
                page.limit(),
                amendments.of(budget, from.amendment(), one),
                overrides.of(budget, from.override(), one).stream()
                        .map(override -> BudgetHistory.OverrideView.of(override, scope, at, keys))
                        .toList(),
                proposals.of(budget, from.proposal(), one).stream()
                        .map(proposal -> BudgetProposalView.of(proposal, at, keys))
                        .toList(),
                keys);
    }

    /** Proposes more money for a while. 201, or 200 where the same was proposed before. */
    @POST
    @Path("/overrides")
    @RolesAllowed(Roles.FINOPS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "proposeOverride", summary = "Propose more money for a while; somebody else approves it")
    @Creates
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.UNPROCESSABLE})
    public RestResponse<BudgetHistory.OverrideView> propose(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = OverrideRequest.class))) byte[] body)
            throws SQLException {
        var at = time.now();
        var budget = scope(id(id));
        var wish = json.read(body, OverrideRequest.class).checked(budget, catalog.current(), at);
        var proposed = overrides.propose(id(id), wish, by());
        var override = proposed.override();
        return answer(
                proposed.isNew(),
                BudgetHistory.OverrideView.of(override, budget, at, keys),
                id,
                "overrides/" + override.number());
    }

    /** One override, with what became of it. */
    @GET
    @Path("/overrides/{number: \\d{1,9}}")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(operationId = "override", summary = "One override of a budget, and what became of it")
    @MayFail(ProblemType.BUDGET_NOT_FOUND)
    public BudgetHistory.OverrideView override(@PathParam("id") String id, @PathParam("number") int number)
            throws SQLException {
        var scope = scope(id(id));
        return BudgetHistory.OverrideView.of(overrides.get(id(id), number), scope, time.now(), keys);
    }

    /** Approves an override that somebody else proposed. */
    @POST
    @Path("/overrides/{number: \\d{1,9}}/approve")
    @RolesAllowed(Roles.APPROVER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "approveOverride", summary = "Approve an override that somebody else proposed")
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.OWN_APPROVAL, ProblemType.UNPROCESSABLE})
    public BudgetHistory.OverrideView approve(
            @PathParam("id") String id,
            @PathParam("number") int number,
            @RequestBody(required = false, content = @Content(schema = @Schema(implementation = ChangeReason.class)))
                    byte[] body)
            throws SQLException {
        return shown(id(id), overrides.approve(id(id), number, ChangeReason.of(body, json), by()));
    }

    /** Takes an override back. */
    @POST
    @Path("/overrides/{number: \\d{1,9}}/revoke")
    @RolesAllowed({Roles.FINOPS, Roles.APPROVER})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "revokeOverride", summary = "Take an override back, whether it was approved or not")
    @MayFail({ProblemType.BUDGET_NOT_FOUND, ProblemType.CONFLICT, ProblemType.UNPROCESSABLE})
    public BudgetHistory.OverrideView revoke(
            @PathParam("id") String id,
            @PathParam("number") int number,
            @RequestBody(required = false, content = @Content(schema = @Schema(implementation = ChangeReason.class)))
                    byte[] body)
            throws SQLException {
        return shown(id(id), overrides.revoke(id(id), number, ChangeReason.of(body, json), by()));
    }

    private BudgetHistory.OverrideView shown(UUID budget, Overrides.Recorded override) throws SQLException {
        budgets.reload();
        return BudgetHistory.OverrideView.of(override, scope(budget), time.now(), keys);
    }

    private static <T> RestResponse<T> answer(boolean isNew, T entity, String budget, String place) {
        return isNew
                ? RestResponse.ResponseBuilder.<T>created(URI.create("/v1/budgets/" + budget + "/" + place))
                        .entity(entity)
                        .build()
                : RestResponse.ok(entity);
    }

    /** Which calls a budget is for: what never changes of it. */
    private ScopeSelector scope(UUID budget) {
        return register.find(budget)
                .orElseThrow(() -> BudgetsResource.unknown(budget.toString()))
                .budget()
                .made()
                .scope();
    }

    private UUID known(String id) {
        var budget = id(id);
        var unused = scope(budget);
        return budget;
    }

    private static UUID id(String id) {
        return BudgetsResource.id(id);
    }

    private String by() {
        return caller.getPrincipal().getName();
    }
}
