package dev.douane.service.budgets;

import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/v1/budgets")
@Produces(MediaType.APPLICATION_JSON)
class BudgetsResource {
    private final BudgetRegister register;
    private final BudgetList budgets;
    private final BudgetConfig config;
    private final ActiveCatalog catalog;
    private final ShownBudgets summaries;
    private final StrictJson json;
    private final TimeSource time;
    private final Proposals proposals;
    private final KnownKeys keys;
    private final SecurityIdentity caller;

    @Inject
    BudgetsResource(
            BudgetRegister register,
            BudgetList budgets,
            BudgetConfig config,
            ActiveCatalog catalog,
            ShownBudgets summaries,
            StrictJson json,
            TimeSource time,
            DataSource database,
            KnownKeys keys,
            SecurityIdentity caller) {
        this.register = register;
        this.budgets = budgets;
        this.config = config;
        this.catalog = catalog;
        this.summaries = summaries;
        this.json = json;
        this.time = time;
        this.proposals = new Proposals(database, time, ApprovalPolicy.of(config));
        this.keys = keys;
        this.caller = caller;
    }

    /**
     * Makes sure that a budget is there: 201 where it was made, 200 where the one in force is the same, 202 where it is made closed, since it would take calls from a
     * default budget and somebody else has to approve that.
     */
    @POST
    @RolesAllowed(Roles.FINOPS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "makeBudget", summary = "Make a budget, or find the same one there")
    @Creates
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BudgetSummary.class)))
    @APIResponse(
            responseCode = "202",
            description = "made closed, until the proposal to open it that Location names is approved",
            headers = @Header(name = "Location", schema = @Schema(implementation = String.class)),
            content = @Content(schema = @Schema(implementation = BudgetSummary.class)))
    @MayFail({ProblemType.CONFLICT, ProblemType.UNPROCESSABLE})
    public RestResponse<BudgetSummary> make(
            @RequestBody(content = @Content(schema = @Schema(implementation = BudgetRequest.class))) byte[] body)
            throws SQLException {
        var terms = json.read(body, BudgetRequest.class).checked(config.currency(), catalog.current());
        var made = register.make(terms, caller.getPrincipal().getName());
        var budget = summaries.of(made.budget(), time.now());
        if (made.proposal() != null) {
            return ResponseBuilder.<BudgetSummary>create(RestResponse.Status.ACCEPTED)
                    .location(URI.create("/v1/budgets/%s/proposals/%d".formatted(budget.id(), made.proposal())))
                    .entity(budget)
                    .build();
        }
        return made.isNew()
                ? ResponseBuilder.<BudgetSummary>created(URI.create("/v1/budgets/" + budget.id()))
                        .entity(budget)
                        .build()
                : RestResponse.ok(budget);
    }

    /** Budgets by name, all or those of an owner or those that run low. */
    @GET
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR})
    @Operation(operationId = "budgets", summary = "Budgets by name with their figures, a page at a time")
    public BudgetPage list(
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("near")
                    @Parameter(description = "budgets with an account of which this fraction is used, or more: 0.8")
                    @Nullable
                    String near,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        var after = page.after().map(BudgetsResource::place).orElse(BudgetRows.Place.START);
        var found = budgets.page(BudgetList.Filter.of(owner, near), after, page.limit() + 1, time.now());
        var shown = found.stream().limit(page.limit()).toList();
        return new BudgetPage(
                shown,
                found.size() > shown.size()
                        ? PageRequest.cursor(cursor(shown.getLast().budget()))
                        : null);
    }

    /** No name holds a slash. */
    private static String cursor(BudgetSummary last) {
        return last.name() + "/" + last.id();
    }

    private static BudgetRows.Place place(String cursor) {
        var parts = cursor.split("/", -1);
        if (parts.length != 2) {
            throw PageRequest.badCursor();
        }
        try {
            return new BudgetRows.Place(parts[0], UUID.fromString(parts[1]));
        } catch (IllegalArgumentException e) {
            throw PageRequest.badCursor();
        }
    }

    /** One budget with the figures of its accounts, a page of them at a time. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(operationId = "budget", summary = "One budget with the figures of its accounts")
    @MayFail(ProblemType.BUDGET_NOT_FOUND)
    public BudgetDetail get(
            @PathParam("id") String id,
            @QueryParam("at") @Parameter(description = "terms and figures as they were then") @Nullable String at,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        var then = Moment.ofParameter("at", at);
        var found = register.find(id(id)).orElseThrow(() -> unknown(id));
        var now = time.now();
        var moment = then == null ? now : past(then, found, now);
        var budget = then == null ? found : register.known(found, then);
        var timeline = budget.budget();
        var after = page.after().orElse("");
        var accounts = then == null
                ? register.accounts(timeline, moment, after, page.limit() + 1)
                : register.accountsThen(timeline, moment, after, page.limit() + 1);
        var scope = timeline.made().scope();
        var shown = accounts.stream().limit(page.limit()).toList();
        return new BudgetDetail(
                then == null ? summaries.of(budget, now) : summaries.then(budget, then),
                timeline.running(moment).stream()
                        .map(extra -> BudgetDetail.Running.of(extra, scope))
                        .toList(),
                then == null ? waiting(budget, now) : List.of(),
                shown.stream()
                        .map(row -> BudgetDetail.Account.of(row, scope, timeline.extra(row.scope(), moment)))
                        .toList(),
                accounts.size() > shown.size()
                        ? PageRequest.cursor(shown.getLast().scope())
                        : null);
    }

    /** What waits is told of now: what was waiting once, the history says. */
    private List<BudgetProposalView> waiting(BudgetRegister.Registered budget, Instant now) throws SQLException {
        return proposals.waiting(budget.budget().made().id(), now).stream()
                .map(proposal -> BudgetProposalView.of(proposal, now, keys))
                .toList();
    }

    /** What was, not what may come: that depends on calls nobody has made. */
    private static Instant past(Instant then, BudgetRegister.Registered budget, Instant now) {
        if (then.isBefore(budget.createdAt())) {
            throw ProblemException.ofParameter(
                    "at", "[%s] is before the budget was made (%s)".formatted(then, budget.createdAt()));
        }
        if (then.isAfter(now)) {
            throw ProblemException.ofParameter("at", "[%s] is yet to come".formatted(then));
        }
        return then;
    }

    static UUID id(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
    }

    static ProblemException unknown(String id) {
        return new ProblemException(ProblemType.BUDGET_NOT_FOUND, "There is no budget (%s).".formatted(id));
    }
}
