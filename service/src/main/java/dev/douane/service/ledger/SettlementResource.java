package dev.douane.service.ledger;

import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.events.SecurityEvents;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
class SettlementResource {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Ledger ledger;
    private final SecurityEvents events;
    private final StrictJson json;
    private final SecurityIdentity caller;

    @Inject
    SettlementResource(Ledger ledger, SecurityEvents events, StrictJson json, SecurityIdentity caller) {
        this.ledger = ledger;
        this.events = events;
        this.json = json;
        this.caller = caller;
    }

    /** Charges what the call used and gives the rest of its hold back. The same settlement again gets the same answer. */
    @POST
    @Cancellable(false)
    @Path("/{id}/settlement")
    @RolesAllowed({Roles.GATEWAY, Roles.FINOPS})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "settle", summary = "Charges what a decided call really used")
    @MayFail({
        ProblemType.DECISION_NOT_FOUND,
        ProblemType.HOLD_CLOSED,
        ProblemType.NOTHING_HELD,
        ProblemType.OVERLOADED,
        ProblemType.SETTLEMENT_CONFLICT,
        ProblemType.UNPROCESSABLE
    })
    public Uni<HoldView> settle(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = SettlementRequest.class))) byte[] body) {
        var settlement = json.read(body, SettlementRequest.class).checked();
        var decision = id(id);
        return answered(
                ledger.settle(decision, settlement, mover()),
                "POST /v1/decisions/{id}/settlement",
                hold -> HoldView.settled(hold, settlement));
    }

    /** Gives the hold of a call that was not made back, all of it. */
    @POST
    @Cancellable(false)
    @Path("/{id}/void")
    @RolesAllowed({Roles.GATEWAY, Roles.FINOPS})
    @Operation(operationId = "voidHold", summary = "Gives back the money of a decided call that was not made")
    @MayFail({
        ProblemType.DECISION_NOT_FOUND,
        ProblemType.HOLD_CLOSED,
        ProblemType.NOTHING_HELD,
        ProblemType.OVERLOADED,
        ProblemType.USAGE_REPORTED
    })
    public Uni<HoldView> voidHold(@PathParam("id") String id) {
        return answered(ledger.voidHold(id(id), mover()), "POST /v1/decisions/{id}/void", HoldView::of);
    }

    /** Who keeps the books moves any hold, and with it undoes a ceiling, so it is seen. */
    private Uni<HoldView> answered(
            CompletionStage<HoldStatus> moved, String operation, Function<HoldStatus, HoldView> view) {
        var holder = KeyHolder.of(caller);
        var address = events.caller();
        return Uni.createFrom().completionStage(moved).map(hold -> {
            if (!holder.owner().equals(hold.owner())) {
                events.noteHoldMoved(holder.key(), address, operation);
            }
            return view.apply(hold);
        });
    }

    private Mover mover() {
        var holder = KeyHolder.of(caller);
        return caller.hasRole(Roles.FINOPS) ? Mover.ofAny(holder) : Mover.ofItsOwn(holder);
    }

    private static UUID id(String id) {
        if (!ID.matcher(id).matches()) {
            throw new ProblemException(ProblemType.DECISION_NOT_FOUND, "There is no decision (%s).".formatted(id));
        }
        return UUID.fromString(id);
    }
}
