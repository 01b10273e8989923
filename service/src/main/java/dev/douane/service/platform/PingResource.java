package dev.douane.service.platform;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The least the service can answer: tells a client that address and key are right, and a benchmark what HTTP alone costs. */
@Path("/v1/ping")
public class PingResource {
    /** An empty answer. */
    public record Pong() {}

    @GET
    @Cancellable(false)
    @Authenticated
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "ping", summary = "Answers an empty object: address and key are right")
    public Uni<Pong> ping() {
        return Uni.createFrom().item(new Pong());
    }
}
