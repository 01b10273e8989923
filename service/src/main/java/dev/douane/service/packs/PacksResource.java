package dev.douane.service.packs;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

@Path("/v1/packs")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR})
@Produces(MediaType.APPLICATION_JSON)
class PacksResource {
    private final PackRows rows;

    @Inject
    PacksResource(PackRows rows) {
        this.rows = rows;
    }

    /** Published versions, oldest first. */
    @GET
    @Transactional
    public PackPage list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var found = rows.page(page.after().map(PacksResource::id).orElse(0L), page.limit() + 1);
        var shown = found.stream().limit(page.limit()).toList();
        return new PackPage(
                shown.stream().map(PackPage.Item::of).toList(),
                found.size() > shown.size()
                        ? PageRequest.cursor(shown.getLast().id().toString())
                        : null);
    }

    private static long id(String place) {
        try {
            return Long.parseLong(place);
        } catch (NumberFormatException e) {
            throw PageRequest.badCursor();
        }
    }

    /** One version with all its files. */
    @GET
    @Path("/{name}/versions/{version}")
    @Transactional
    public PackView get(@PathParam("name") String name, @PathParam("version") String version) {
        return rows.find(name, version)
                .map(PackView::of)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.PACK_NOT_FOUND, "There is no pack (%s@%s).".formatted(name, version)));
    }
}
