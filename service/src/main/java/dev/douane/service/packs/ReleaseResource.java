package dev.douane.service.packs;

import dev.douane.rules.text.PlainText;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Where packs are let out of quarantine. */
@Path("/v1/packs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ReleaseResource {
    private final Releases releases;
    private final PackQuarantine quarantine;
    private final PackViews views;
    private final StrictJson json;
    private final SecurityIdentity caller;

    @Inject
    ReleaseResource(
            Releases releases, PackQuarantine quarantine, PackViews views, StrictJson json, SecurityIdentity caller) {
        this.releases = releases;
        this.quarantine = quarantine;
        this.views = views;
        this.json = json;
        this.caller = caller;
    }

    /** Lets a pack be asked again that was too much work for a call. */
    @POST
    @Path("/{name}/versions/{version}/release")
    @RolesAllowed(Roles.APPROVER)
    @Operation(
            operationId = "releasePack",
            summary = "Let a pack out of quarantine, where it came since it was too much work for a call",
            description = "For an approver who did not publish it.")
    @MayFail({ProblemType.CONFLICT, ProblemType.OWN_APPROVAL, ProblemType.PACK_NOT_FOUND})
    public PackView release(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ReleaseRequest.class)))
                    byte[] body)
            throws SQLException {
        var why = json.read(body, ReleaseRequest.class).why();
        var fault = PlainText.faultInLines(why, ReleaseRequest.WHY_LENGTH_MAX);
        if (why == null || fault != null) {
            throw ProblemException.at("/why", String.valueOf(fault));
        }
        var row = QuarkusTransaction.requiringNew().call(() -> views.row(name, version));
        quarantine.look(); // at what was noted a moment ago
        releases.release(row, why, caller.getPrincipal().getName());
        quarantine.look();
        return QuarkusTransaction.requiringNew().call(() -> views.of(views.row(name, version)));
    }
}
