package dev.douane.service.identity;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/v1/roles")
@Produces(MediaType.APPLICATION_JSON)
class RolesResource {
    private final Rights rights;

    @Inject
    RolesResource(Rights rights) {
        this.rights = rights;
    }

    /** What a key of each role may do. */
    @GET
    @Authenticated
    @Blocking
    @Operation(operationId = "listRoles", summary = "What each role may do, operation by operation")
    public RolesView list() {
        return RolesView.of(rights.all());
    }
}
