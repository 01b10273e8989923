package dev.douane.service.identity;

import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
class KeysResource {
    private final ApiKeys keys;
    private final KnownKeys known;
    private final StrictJson json;
    private final TimeSource time;
    private final SecurityIdentity caller;

    @Inject
    KeysResource(ApiKeys keys, KnownKeys known, StrictJson json, TimeSource time, SecurityIdentity caller) {
        this.keys = keys;
        this.known = known;
        this.json = json;
        this.time = time;
        this.caller = caller;
    }

    /** Makes a key. The answer is the only place where it is said. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "makeKey", summary = "Make a key of any roles; it is shown once")
    @Creates(orFinds = false)
    public RestResponse<NewKeyView> create(
            @RequestBody(content = @Content(schema = @Schema(implementation = KeyRequest.class))) byte[] body) {
        var request = json.read(body, KeyRequest.class).checked(time.now());
        var made = keys.create(request.wanted(), caller.getPrincipal().getName());
        return RestResponse.ResponseBuilder.<NewKeyView>created(
                        URI.create("/v1/keys/" + made.key().id()))
                .entity(NewKeyView.of(made))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Keys, newest first. */
    @GET
    @RolesAllowed({Roles.ADMIN, Roles.AUDITOR})
    @Operation(operationId = "keys", summary = "Keys, newest first, a page at a time; never their secrets")
    public KeyPage list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var found = keys.page(page.after(), page.limit() + 1);
        var shown = found.stream()
                .limit(page.limit())
                .map(key -> KeyView.of(key, known))
                .toList();
        return new KeyPage(
                shown,
                found.size() > shown.size() ? PageRequest.cursor(shown.getLast().id()) : null);
    }

    /** One key. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.ADMIN, Roles.AUDITOR})
    @Operation(operationId = "key", summary = "One key")
    @MayFail(ProblemType.KEY_NOT_FOUND)
    public KeyView get(@PathParam("id") String id) {
        return keys.find(id).map(key -> KeyView.of(key, known)).orElseThrow(() -> ApiKeys.noKey(id));
    }

    /** Ends a key. Its row stays, since decisions name it. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(operationId = "revokeKey", summary = "Revoke a key")
    @MayFail({ProblemType.CONFLICT, ProblemType.KEY_NOT_FOUND})
    public KeyView revoke(@PathParam("id") String id) {
        return KeyView.of(keys.revoke(id, caller.getPrincipal().getName()), known);
    }
}
