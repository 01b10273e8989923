package dev.douane.service.catalog;

import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Deployment;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/v1/catalog")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR, Roles.FINOPS, Roles.GATEWAY})
@Produces(MediaType.APPLICATION_JSON)
class CatalogResource {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,9}):(.+)");

    private final ActiveCatalog active;
    private final CatalogVersions versions;
    private final TimeSource time;

    @Inject
    CatalogResource(ActiveCatalog active, CatalogVersions versions, TimeSource time) {
        this.active = active;
        this.versions = versions;
        this.time = time;
    }

    /** What the list of deployments is narrowed to; absent means any. */
    static class Filter {
        @QueryParam("provider")
        @Nullable
        String provider;

        @QueryParam("model")
        @Nullable
        String model;

        @QueryParam("hosting")
        @Nullable
        String hosting;

        @QueryParam("tier")
        @Nullable
        String tier;
    }

    /** The catalog in force: all its models, and its deployments page by page in the order of their ids. */
    @GET
    @Operation(summary = "The catalog in force: deployments, prices and jurisdictions")
    public CatalogView get(
            @BeanParam Filter filter,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var place = page.after().map(Place::of);
        var version = place.map(this::version).orElseGet(active::version); // later pages show the version of the first
        var today = time.now().atOffset(ZoneOffset.UTC).toLocalDate();
        var found = version.catalog().deployments().stream()
                .filter(matching(version, filter, today))
                .filter(deployment -> place.isEmpty()
                        || deployment.id().value().compareTo(place.get().deployment()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        var shown = found.stream().limit(page.limit()).toList();
        var next = found.size() > shown.size()
                ? PageRequest.cursor("%s:%s"
                        .formatted(
                                version.catalog().version(),
                                shown.getLast().id().value()))
                : null;
        return CatalogView.of(version, shown, next);
    }

    private record Place(int version, String deployment) {
        static Place of(String written) {
            var parts = PLACE.matcher(written);
            if (!parts.matches()) {
                throw PageRequest.badCursor();
            }
            return new Place(Integer.parseInt(parts.group(1)), parts.group(2));
        }
    }

    private CatalogVersion version(Place place) {
        try {
            return versions.stored(place.version());
        } catch (NoSuchElementException e) {
            throw PageRequest.badCursor();
        }
    }

    private static Predicate<Deployment> matching(CatalogVersion version, Filter filter, LocalDate today) {
        var model = filter.model == null ? null : version.catalog().model(filter.model);
        var countries = filter.hosting == null ? null : countries(version, filter.hosting, today);
        if (filter.tier != null && version.catalog().tiers().find(filter.tier).isEmpty()) {
            throw refused("query parameter tier (%s) must be one of %s"
                    .formatted(filter.tier, version.catalog().tiers().ascending()));
        }
        return deployment -> (filter.provider == null
                        || deployment.provider().value().equals(filter.provider))
                && (model == null
                        || model.filter(asked -> asked.id().equals(deployment.model()))
                                .isPresent())
                && (countries == null || (deployment.hosting() != null && countries.contains(deployment.hosting())))
                && (filter.tier == null || deployment.tier().name().equals(filter.tier));
    }

    private static SortedSet<Country> countries(CatalogVersion version, String word, LocalDate today) {
        var countries = version.groups().on(today).countries(word);
        if (countries == null) {
            throw refused(
                    "query parameter hosting (%s) is neither a country code nor a jurisdiction group".formatted(word));
        }
        return countries;
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
