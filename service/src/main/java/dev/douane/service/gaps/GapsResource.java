package dev.douane.service.gaps;

import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.TimeSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/v1/catalog/gaps")
@Produces(MediaType.APPLICATION_JSON)
class GapsResource {
    private static final Duration USUAL = Duration.ofDays(30);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final ActiveCatalog catalog;
    private final Denials denials;
    private final TimeSource time;

    @Inject
    GapsResource(ActiveCatalog catalog, Denials denials, TimeSource time) {
        this.catalog = catalog;
        this.denials = denials;
        this.time = time;
    }

    /**
     * Unknown terms and placeholders of the catalog in force, with the denied calls that each stood in the way of: the newest of a window, 2 000
     * at most.
     */
    @GET
    @RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR, Roles.FINOPS})
    @Operation(
            operationId = "catalogGaps",
            summary = "What the catalog does not know, by the calls and the spend that it blocks")
    public GapsView get(@QueryParam("window") @Nullable String window) throws SQLException {
        var to = time.now().truncatedTo(ChronoUnit.MILLIS);
        var from = to.minus(window == null ? USUAL : checked(window));
        var denied = denials.since(from);
        var index = catalog.current();
        return new GapsView(
                index.catalog().version(),
                index.catalog().currency(),
                from,
                to,
                denied.size(),
                denied.size() < Denials.MOST,
                Gaps.of(index, denied).stream().map(GapsView.GapView::of).toList());
    }

    private static Duration checked(String window) {
        try {
            var duration = Duration.parse(window);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw refused(window);
        }
        throw refused(window);
    }

    private static ProblemException refused(String window) {
        return ProblemException.ofParameter(
                "window",
                "[%s] is not an ISO 8601 duration of days and hours up to P366D, such as P30D"
                        .formatted(Shown.of(window)));
    }
}
