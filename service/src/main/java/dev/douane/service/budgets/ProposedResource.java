package dev.douane.service.budgets;

import dev.douane.rules.document.Nearest;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.TimeSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Where whoever approves finds what waits for him, and an auditor what was ever asked for, without going from budget to budget. */
@Path("/v1/budget-proposals")
@Produces(MediaType.APPLICATION_JSON)
class ProposedResource {
    /** Read at once; where few of them are wanted, several times. */
    private static final int AT_ONCE = 200;

    private static final String WAITING = Proposals.Recorded.WAITING;
    private static final List<String> STATES =
            List.of(WAITING, "approved", "running", "rejected", "revoked", "outdated", "over");

    private record Found(ProposedTable.Key key, ProposedView view) {}

    private final DataSource database;
    private final TimeSource time;
    private final KnownKeys keys;

    @Inject
    ProposedResource(DataSource database, TimeSource time, KnownKeys keys) {
        this.database = database;
        this.time = time;
        this.keys = keys;
    }

    /** What was proposed, newest first. */
    @GET
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR, Roles.APPROVER})
    @Operation(
            operationId = "budgetProposals",
            summary =
                    "Changes and overrides of all budgets that somebody else was asked to approve, newest first, a page at a time")
    public ProposedPage list(
            @QueryParam("state")
                    @Parameter(
                            description = "what became of it; proposed: it waits",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "proposed",
                                                "approved",
                                                "running",
                                                "rejected",
                                                "revoked",
                                                "outdated",
                                                "over"
                                            }))
                    @Nullable
                    String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        if (state != null && !STATES.contains(state)) {
            throw ProblemException.ofParameter(
                    "state",
                    "[%s] is not one of %s. %s"
                            .formatted(Shown.of(state), String.join(", ", STATES), Nearest.maybe(state, STATES))
                            .strip());
        }
        var found = find(
                state,
                page.after().map(ProposedTable.Key::of).orElse(ProposedTable.Key.END),
                page.limit() + 1,
                time.now());
        var shown = found.stream().limit(page.limit()).toList();
        return new ProposedPage(
                shown.stream().map(Found::view).toList(),
                found.size() > shown.size()
                        ? PageRequest.cursor(shown.getLast().key().word())
                        : null);
    }

    private List<Found> find(@Nullable String state, ProposedTable.Key before, int limit, Instant at)
            throws SQLException {
        try (var connection = database.getConnection()) {
            var page = new ArrayList<Found>();
            var from = before;
            while (page.size() < limit) {
                var some = ProposedTable.page(connection, WAITING.equals(state), at, from, AT_ONCE);
                read(connection, some, at).stream()
                        .filter(one -> state == null || state.equals(one.view().state()))
                        .limit(limit - page.size())
                        .forEach(page::add);
                if (some.size() < AT_ONCE) {
                    break;
                }
                from = some.getLast();
            }
            return page;
        }
    }

    private List<Found> read(Connection connection, List<ProposedTable.Key> some, Instant at) throws SQLException {
        var changes = ProposalTable.at(connection, places(some, false));
        var overrides = OverrideTable.at(connection, places(some, true));
        var budgets = TimelineTable.of(
                connection, some.stream().map(key -> key.place().budget()).collect(Collectors.toSet()));
        return some.stream()
                .map(key -> {
                    var budget = Objects.requireNonNull(budgets.get(key.place().budget()));
                    var change = key.isOverride() ? null : changes.get(key.place());
                    var override = key.isOverride() ? overrides.get(key.place()) : null;
                    return new Found(
                            key,
                            new ProposedView(
                                    key.place().budget(),
                                    budget.made().name(),
                                    budget.at(at).owner(),
                                    change == null ? null : BudgetProposalView.of(change, at, keys),
                                    override == null
                                            ? null
                                            : BudgetHistory.OverrideView.of(
                                                    override, budget.made().scope(), at, keys)));
                })
                .toList();
    }

    private static List<ProposedTable.Place> places(List<ProposedTable.Key> some, boolean overrides) {
        return some.stream()
                .filter(key -> key.isOverride() == overrides)
                .map(ProposedTable.Key::place)
                .toList();
    }
}
