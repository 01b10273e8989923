package dev.douane.service.decisions;

import dev.douane.service.decisions.DecisionMetrics.Stage;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Roles;
import dev.douane.service.ledger.Admitted;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Where gateways ask. On the event loop: nothing here blocks. What is plain is answered before it comes here: {@link PlainDecisions}.
 */
@Path("/v1/decisions")
@RolesAllowed(Roles.GATEWAY)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class DecisionsResource {
    private final DecideCall decide;
    private final DecisionMetrics metrics;
    private final SecurityIdentity gateway;
    private final CurrentVertxRequest request;

    DecisionsResource(
            DecideCall decide, DecisionMetrics metrics, SecurityIdentity gateway, CurrentVertxRequest request) {
        this.decide = decide;
        this.metrics = metrics;
        this.gateway = gateway;
        this.request = request;
    }

    /** Decides one call. A denied call is a decision, with status 200. */
    @POST
    @Cancellable(false)
    @Operation(operationId = "decide", summary = "May this call go where it wants to go, and at what price?")
    @APIResponse(
            responseCode = "200",
            description = "decided and recorded",
            content = @Content(schema = @Schema(implementation = DecisionView.class)))
    @MayFail({
        ProblemType.IDEMPOTENCY_CONFLICT,
        ProblemType.NOT_READY,
        ProblemType.OUT_OF_REACH,
        ProblemType.OVERLOADED,
        ProblemType.TOO_MANY_SCOPES,
        ProblemType.UNPROCESSABLE
    })
    public Uni<RestResponse<byte[]>> decide(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DecisionBody.class)))
                    byte[] body,
            @HeaderParam(IdempotencyHeader.NAME)
                    @Parameter(description = "repeats of one request with the same key get the first one's answer")
                    @Nullable
                    String idempotencyKey) {
        var call = request.getCurrent();
        return Uni.createFrom()
                .completionStage(decide.handle(body, KeyHolder.of(gateway), idempotencyKey))
                .map(admitted -> answer(admitted, call));
    }

    private RestResponse<byte[]> answer(Admitted admitted, RoutingContext call) {
        var committed = System.nanoTime();
        call.addEndHandler(sent -> metrics.ended(Stage.ANSWER, committed));
        var answer = RestResponse.ResponseBuilder.ok(admitted.answer());
        return admitted.replayed()
                ? answer.header(IdempotencyHeader.REPLAYED, "true").build()
                : answer.build();
    }
}
