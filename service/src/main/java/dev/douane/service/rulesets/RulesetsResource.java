package dev.douane.service.rulesets;

import dev.douane.rules.drl.Parameter;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packs.Packs;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.PageEnd;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What rulesets there are, which one decides, and how it came to that. */
@Path("/v1/rulesets")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR})
@Produces(MediaType.APPLICATION_JSON)
class RulesetsResource {
    /** The number of a ruleset, or of a change. */
    private static final Pattern PLACE = Pattern.compile("[1-9]\\d{0,17}");

    private final ActiveRuleset active;
    private final RulesetRows rows;
    private final ChangeRows changes;
    private final ActivationRows activations;
    private final RulesetViews views;
    private final RulesetFindings findings;
    private final Packs packs;
    private final PackQuarantine quarantine;
    private final TimeSource time;
    private final KnownKeys known;

    @Inject
    RulesetsResource(
            ActiveRuleset active,
            RulesetRows rows,
            ChangeRows changes,
            ActivationRows activations,
            RulesetViews views,
            RulesetFindings findings,
            Packs packs,
            PackQuarantine quarantine,
            TimeSource time,
            KnownKeys known) {
        this.active = active;
        this.rows = rows;
        this.changes = changes;
        this.activations = activations;
        this.views = views;
        this.findings = findings;
        this.packs = packs;
        this.quarantine = quarantine;
        this.known = known;
        this.time = time;
    }

    /** The ruleset that this node decides under. */
    @GET
    @Path("/current")
    @Transactional
    @Operation(operationId = "currentRuleset", summary = "The ruleset that decides now")
    public RulesetView current() {
        var inForce =
                active.current().orElseThrow(() -> new ProblemException(ProblemType.UNAVAILABLE, active.reason()));
        return views.of(inForce.ref().number());
    }

    /** Rulesets, newest first; with {@code at} the one that was in force then. */
    @GET
    @Transactional
    @Operation(operationId = "rulesets", summary = "Rulesets, newest first, a page at a time")
    public RulesetPage list(
            @QueryParam("at") @Nullable String at,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var moment = Moment.ofParameter("at", at);
        if (moment != null) {
            return inForce(moment);
        }
        var before = page.after()
                .map(RulesetsResource::number)
                .map(number -> Math.min(number, Integer.MAX_VALUE))
                .orElse((long) Integer.MAX_VALUE)
                .intValue();
        var found = rows.sizes(before, page.limit() + 1);
        var shown = PageEnd.of(found, page.limit(), RulesetRows.Sized::bytes).stream()
                .map(RulesetRows.Sized::number)
                .toList();
        return new RulesetPage(
                views.of(rows.of(shown)),
                found.size() > shown.size() ? PageRequest.cursor(shown.getLast().toString()) : null);
    }

    /** None before the first start. */
    private RulesetPage inForce(Instant at) {
        if (at.isAfter(time.now())) {
            throw ProblemException.ofParameter("at", "[%s] is yet to come".formatted(at));
        }
        return new RulesetPage(
                activations.inForce(at).map(row -> views.of(row.ruleset)).stream()
                        .toList(),
                null);
    }

    /** One ruleset. */
    @GET
    @Path("/{number: \\d{1,9}}")
    @Transactional
    @Operation(operationId = "ruleset", summary = "One ruleset, with who proposed, approved and activated it")
    @MayFail(ProblemType.RULESET_NOT_FOUND)
    public RulesetView get(@PathParam("number") int number) {
        return views.of(number);
    }

    /** What putting it in force would change. */
    @GET
    @Path("/{number: \\d{1,9}}/diff")
    @Operation(
            operationId = "rulesetDiff",
            summary = "What putting this ruleset in force would change, and what lint has to say of its packs")
    @MayFail({ProblemType.OVERLOADED, ProblemType.RULESET_NOT_FOUND})
    public RulesetDiff diff(@PathParam("number") int number) {
        var proposed = QuarkusTransaction.requiringNew().call(() -> views.of(number));
        var inForce = QuarkusTransaction.requiringNew().call(this::current);
        return RulesetDiff.of(proposed, inForce, this::declared, held(proposed), findings.of(proposed));
    }

    private Map<String, Parameter> declared(RulesetView.PackView pack) {
        return packs.find(pack.name(), pack.version())
                .map(found -> found.manifest().parameters())
                .orElseThrow(() -> new NoSuchElementException(
                        "pack (%s@%s) is in a ruleset but not published".formatted(pack.name(), pack.version())));
    }

    private List<HeldPack> held(RulesetView ruleset) {
        var now = time.now();
        return ruleset.packs().stream()
                .filter(pack -> quarantine.holds(pack.name() + "@" + pack.version()))
                .map(pack -> HeldPack.of(pack, now))
                .toList();
    }

    /** Who did what to which ruleset, when and why; newest first. */
    @GET
    @Path("/history")
    @Transactional
    @Operation(
            operationId = "rulesetHistory",
            summary = "Who proposed, approved, activated, withdrew and rolled back what, when and why")
    public HistoryPage history(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var found = changes.page(page.after().map(RulesetsResource::number).orElse(Long.MAX_VALUE), page.limit() + 1);
        var shown = found.stream().limit(page.limit()).toList();
        return new HistoryPage(
                shown.stream().map(change -> HistoryPage.Item.of(change, known)).toList(),
                found.size() > shown.size() ? PageRequest.cursor(String.valueOf(shown.getLast().id)) : null);
    }

    private static long number(String place) {
        if (!PLACE.matcher(place).matches()) {
            throw PageRequest.badCursor();
        }
        return Long.parseLong(place);
    }
}
