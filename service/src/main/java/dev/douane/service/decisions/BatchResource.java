package dev.douane.service.decisions;

import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.limits.LongestBody;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
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
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where gateways ask about many calls at once. On the event loop: nothing here blocks. */
@Path("/v1/decisions:batch")
class BatchResource {
    private final DecideBatch batch;
    private final SecurityIdentity gateway;
    private final CurrentVertxRequest request;

    BatchResource(DecideBatch batch, SecurityIdentity gateway, CurrentVertxRequest request) {
        this.batch = batch;
        this.gateway = gateway;
        this.request = request;
    }

    /** Decides many calls, each by itself and in order; what is wrong with one stands in its place. */
    @POST
    @Cancellable(false)
    @RolesAllowed(Roles.GATEWAY)
    @LongestBody(StrictJson.MAX_BATCH_BYTES)
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "decideBatch", summary = "Decides up to 100 calls, each by itself")
    @APIResponse(
            responseCode = "200",
            description = "an item for each call, in order",
            content = @Content(schema = @Schema(implementation = BatchView.class)))
    @MayFail(ProblemType.OVERLOADED)
    public Uni<byte[]> decide(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = BatchBody.class)))
                    byte[] body,
            @HeaderParam(IdempotencyHeader.NAME) @Parameter(hidden = true) @Nullable String idempotencyKey) {
        return batch.handle(body, KeyHolder.of(gateway), idempotencyKey, request.getCurrent());
    }
}
