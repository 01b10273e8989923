package dev.douane.service.catalog;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.document.Nearest;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.TimeSource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/v1/catalog")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR, Roles.FINOPS, Roles.GATEWAY})
@Produces(MediaType.APPLICATION_JSON)
class CatalogResource {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");
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

    /** Which catalog; the one in force where nothing is said. */
    static class Which {
        @QueryParam("version")
        @Nullable
        String version;

        /** The one that was in force then, with the jurisdiction groups of that day. */
        @QueryParam("at")
        @Nullable
        String at;
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

    /** A catalog, the one in force unless another is asked for: all its models, and its deployments page by page in the order of their ids. */
    @GET
    @Operation(operationId = "catalog", summary = "The catalog in force: deployments, prices and jurisdictions")
    public CatalogView get(
            @BeanParam Which which,
            @BeanParam Filter filter,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var place = page.after().map(Place::of);
        var at = Moment.ofParameter("at", which.at);
        var version = version(which, at, place);
        var day = (at == null ? time.now() : at).atOffset(ZoneOffset.UTC).toLocalDate();
        var found = version.catalog().deployments().stream()
                .filter(matching(version, filter, day))
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

    /** Later pages show the version of the first, which is the one asked for. */
    private CatalogVersion version(Which which, @Nullable Instant at, Optional<Place> place) {
        if (which.version != null && at != null) {
            throw ProblemException.ofParameter("at", "goes without version: either says which catalog");
        }
        var asked = which.version == null ? null : number(which.version);
        if (place.isPresent()) {
            return ofCursor(place.get(), asked);
        }
        if (at != null) {
            if (at.isAfter(time.now())) {
                throw ProblemException.ofParameter("at", "[%s] is yet to come".formatted(at));
            }
            return versions.at(at)
                    .map(versions::stored)
                    .orElseThrow(() -> notFound("No catalog was in force at %s.".formatted(at)));
        }
        return asked == null ? active.version() : stored(asked);
    }

    private CatalogVersion ofCursor(Place place, @Nullable Integer asked) {
        if (asked != null && asked != place.version()) {
            throw PageRequest.badCursor();
        }
        try {
            return versions.stored(place.version());
        } catch (NoSuchElementException e) {
            throw PageRequest.badCursor();
        }
    }

    private CatalogVersion stored(int version) {
        try {
            return versions.stored(version);
        } catch (NoSuchElementException e) {
            throw notFound("There is no catalog version (%d); the latest is %d."
                    .formatted(version, active.version().catalog().version()));
        }
    }

    private static int number(String version) {
        if (!NUMBER.matcher(version).matches()) {
            throw ProblemException.ofParameter(
                    "version", "[%s] is not the number of a version".formatted(Shown.of(version)));
        }
        return Integer.parseInt(version);
    }

    private static ProblemException notFound(String detail) {
        return new ProblemException(ProblemType.CATALOG_NOT_FOUND, detail);
    }

    private static Predicate<Deployment> matching(CatalogVersion version, Filter filter, LocalDate today) {
        var model = filter.model == null ? null : model(version.index(today), filter.model);
        var provider = filter.provider == null ? null : provider(version.index(today), filter.provider);
        var countries = filter.hosting == null ? null : countries(version, filter.hosting, today);
        if (filter.tier != null && version.catalog().tiers().find(filter.tier).isEmpty()) {
            throw ProblemException.ofParameter(
                    "tier",
                    "[%s] is not one of %s"
                            .formatted(
                                    Shown.of(filter.tier),
                                    version.catalog().tiers().ascending()));
        }
        return deployment -> (provider == null || deployment.provider().value().equals(provider))
                && (model == null || deployment.model().equals(model))
                && (countries == null || (deployment.hosting() != null && countries.contains(deployment.hosting())))
                && (filter.tier == null || deployment.tier().name().equals(filter.tier));
    }

    /** As calls name it; where a name pins a provider, too, it is still the model that is asked for. */
    private static ModelId model(CatalogIndex catalog, String said) {
        var read = catalog.names().read(said);
        if (read == null) {
            var near = catalog.names().near(said);
            throw unknown("model", said, near.isEmpty() ? "" : "Maybe %s?".formatted(String.join(", ", near)));
        }
        return read.model().id();
    }

    private static String provider(CatalogIndex catalog, String said) {
        var known = catalog.names().provider(said);
        if (known == null) {
            throw unknown(
                    "provider", said, Nearest.maybeOrKnown(said, catalog.names().providers()));
        }
        return known;
    }

    private static ProblemException unknown(String parameter, String said, String maybe) {
        return ProblemException.ofParameter(
                parameter,
                "[%s] is not in this catalog. %s"
                        .formatted(Shown.of(said), maybe)
                        .strip());
    }

    private static SortedSet<Country> countries(CatalogVersion version, String word, LocalDate today) {
        var countries = version.groups().on(today).countries(word);
        if (countries == null) {
            throw ProblemException.ofParameter(
                    "hosting", "[%s] is neither a country code nor a jurisdiction group".formatted(Shown.of(word)));
        }
        return countries;
    }
}
