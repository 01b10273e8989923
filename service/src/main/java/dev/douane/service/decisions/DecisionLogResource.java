package dev.douane.service.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.audit.RecordedDecision;
import dev.douane.service.identity.ApiKeys;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.events.SecurityEvents;
import dev.douane.service.ledger.HoldLookup;
import dev.douane.service.ledger.HoldView;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.StreamedAnswer;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.limits.Intake;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpMethod;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where auditors ask what was decided. Reads the database, so it is served by worker threads. */
@Path("/v1/decisions")
@Blocking
class DecisionLogResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    /** As RFC 7111 and RFC 4180 would have it said. */
    private static final String CSV_AS_WRITTEN = CSV + "; charset=utf-8; header=present";

    private final DecisionLog log;
    private final Export export;
    private final StrictJson json;
    private final HoldLookup holds;
    private final KnownKeys known;
    private final ApiKeys keys;
    private final SecurityIdentity caller;
    private final Intake intake;
    private final CurrentVertxRequest request;
    private final SecurityEvents events;

    DecisionLogResource(
            DecisionLog log,
            Export export,
            StrictJson json,
            HoldLookup holds,
            KnownKeys known,
            ApiKeys keys,
            SecurityIdentity caller,
            Intake intake,
            CurrentVertxRequest request,
            SecurityEvents events) {
        this.log = log;
        this.export = export;
        this.json = json;
        this.holds = holds;
        this.known = known;
        this.keys = keys;
        this.caller = caller;
        this.intake = intake;
        this.request = request;
        this.events = events;
    }

    /** One decision as it is recorded. A gateway finds its own; auditors find all. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.GATEWAY, Roles.AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decision",
            summary = "One recorded decision, with what was asked and what it was made from")
    @APIResponse(
            responseCode = "200",
            description = "as recorded",
            content = @Content(schema = @Schema(implementation = RecordedView.class)))
    @MayFail(ProblemType.DECISION_NOT_FOUND)
    public byte[] find(@PathParam("id") String id) throws SQLException {
        var wanted = id(id);
        var decision = (wanted.isEmpty() ? Optional.<RecordedDecision>empty() : log.find(wanted.get()))
                .filter(this::mayRead)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.DECISION_NOT_FOUND, "There is no decision (%s).".formatted(Shown.of(id))));
        var hold = holds.find(decision.id());
        var names = maySeeNames();
        return RecordedView.json(
                decision,
                names ? known.name(decision.principal()) : null,
                hold.map(standing -> HoldView.of(standing, names ? known.name(standing.movedBy()) : null))
                        .orElse(null),
                json);
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no decision has such an id
        }
    }

    /** A gateway knows keys by their ids. */
    private boolean maySeeNames() {
        return caller.hasRole(Roles.AUDITOR);
    }

    private boolean mayRead(RecordedDecision decision) {
        if (caller.hasRole(Roles.AUDITOR)) {
            return true;
        }
        var asking = KeyHolder.of(caller);
        return known.isOneGateway(asking, decision.principal())
                && asking.reach().covers(CanonicalRequest.caller(json.read(decision.request(), JsonNode.class)));
    }

    /** Decisions, newest first. */
    @GET
    @RolesAllowed(Roles.AUDITOR)
    @Produces({MediaType.APPLICATION_JSON, NDJSON, CSV})
    @Operation(
            operationId = "decisions",
            summary = "Decisions, newest first, a page at a time",
            description =
                    "With Accept application/x-ndjson or text/csv the same list is streamed to its end, or up to a"
                            + " limit; a line of NDJSON has the documents too.")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "decided then or later",
            schema = @Schema(format = "date-time", type = SchemaType.STRING))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "decided before then",
            schema = @Schema(format = "date-time", type = SchemaType.STRING))
    @Parameter(
            name = "verdict",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"allow", "reroute", "downgrade", "defer", "deny"}))
    @Parameter(
            name = "because",
            in = ParameterIn.QUERY,
            description = "what decided: as-asked, a word of the house, or rule: and the id of a rule",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            examples = {"unknown-model", "budget", "rule:EU-001"}))
    @Parameter(
            name = "wouldHave",
            in = ParameterIn.QUERY,
            description = "the verdict that would have been, had everything observed been enforced",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"allow", "reroute", "downgrade", "defer", "deny"}))
    @Parameter(name = "workflow", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "product", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "user", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "model",
            in = ParameterIn.QUERY,
            description = "asked for, or decided",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "rule",
            in = ParameterIn.QUERY,
            description = "that gave a reason",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "jurisdiction",
            in = ParameterIn.QUERY,
            description = "country that hosts or controls the target",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "ruleset",
            in = ParameterIn.QUERY,
            description = "that it was decided under, by its number",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "what the page before called next",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "a page",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = DecisionPage.class)),
                @Content(mediaType = NDJSON, schema = @Schema(implementation = ExportedView.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers) throws SQLException {
        var parameters = uri.getQueryParameters();
        var query = ListParameters.read(parameters);
        var whole = !ListParameters.isLimited(parameters);
        var key = KeyHolder.of(caller).key();
        DecisionLog.Pause stillLetIn = () -> keys.requireInUse(key);
        return switch (preferred(accepted(headers))) {
            case NDJSON ->
                Response.ok(streamed(export.ndjson(query, whole, stillLetIn), NDJSON, whole), NDJSON)
                        .build();
            case CSV ->
                Response.ok(streamed(export.csv(query, whole, stillLetIn), CSV, whole), CSV_AS_WRITTEN)
                        .build();
            default -> Response.ok(page(query), MediaType.APPLICATION_JSON).build();
        };
    }

    /** @throws ProblemException TOO_MANY_REQUESTS, while there still is a status to say so by */
    private StreamingOutput streamed(Export.Lines lines, String type, boolean whole) throws SQLException {
        var key = KeyHolder.of(caller).key();
        var call = request.getCurrent();
        if (call.request().method().equals(HttpMethod.HEAD)) {
            return out -> {}; // no decision goes out
        }
        intake.takeExport(key).untilEndOfRead(call);
        if (whole) {
            events.recordExport(key, type + " without a limit");
        }
        return new StreamedAnswer(call, lines::writeTo);
    }

    /** A header that lists nothing, or what is no media type, says nothing: so the framework took it when it let the request in. */
    private static List<MediaType> accepted(HttpHeaders headers) {
        try {
            return headers.getAcceptableMediaTypes();
        } catch (IllegalArgumentException unreadable) {
            return List.of(MediaType.WILDCARD_TYPE);
        }
    }

    /** JSON for whoever takes anything; the framework's own choice among equals is not ours. */
    private static String preferred(List<MediaType> accepted) {
        for (var type : accepted) {
            if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return MediaType.APPLICATION_JSON;
            }
            if (type.isCompatible(MediaType.valueOf(NDJSON))) {
                return NDJSON;
            }
            if (type.isCompatible(MediaType.valueOf(CSV))) {
                return CSV;
            }
        }
        return MediaType.APPLICATION_JSON;
    }

    private byte[] page(DecisionQuery query) throws SQLException {
        var found = log.page(query.limitedTo(query.limit() + 1));
        var shown = found.stream()
                .limit(query.limit())
                .map(row -> SummaryView.of(row, known))
                .toList();
        var next = found.size() > shown.size() ? shown.getLast().id().toString() : null;
        return json.write(new DecisionPage(shown, next));
    }
}
