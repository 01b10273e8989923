package dev.douane.service.rulesets;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Path("/v1/rulesets")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR})
@Produces(MediaType.APPLICATION_JSON)
class RulesetsResource {
    private final ActiveRuleset active;
    private final RulesetRows rows;
    private final ActivationRows activations;

    @Inject
    RulesetsResource(ActiveRuleset active, RulesetRows rows, ActivationRows activations) {
        this.active = active;
        this.rows = rows;
        this.activations = activations;
    }

    /** The ruleset that this node decides under. */
    @GET
    @Path("/current")
    @Transactional
    public RulesetView current() {
        var inForce =
                active.current().orElseThrow(() -> new ProblemException(ProblemType.UNAVAILABLE, active.reason()));
        return views(List.of(rows.findById(inForce.ref().number()))).getFirst();
    }

    /** Rulesets, newest first. */
    @GET
    @Transactional
    public RulesetPage list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var before = page.after().map(RulesetsResource::number).orElse(Integer.MAX_VALUE);
        var found = rows.page(before, page.limit() + 1);
        var shown = found.stream().limit(page.limit()).toList();
        return new RulesetPage(
                views(shown),
                found.size() > shown.size()
                        ? PageRequest.cursor(shown.getLast().number.toString())
                        : null);
    }

    private List<RulesetView> views(List<RulesetRow> shown) {
        var last = activations.lastOf(shown.stream().map(row -> row.number).toList()).stream()
                .collect(Collectors.toMap(activation -> activation.ruleset, Function.identity()));
        return shown.stream()
                .map(row -> RulesetView.of(row, last.get(row.number)))
                .toList();
    }

    private static int number(String place) {
        try {
            return Integer.parseInt(place);
        } catch (NumberFormatException e) {
            throw PageRequest.badCursor();
        }
    }
}
