package dev.douane.service.identity.events;

import dev.douane.rules.document.Nearest;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Where it is read who tried what. */
@Path("/v1/security/events")
@Produces(MediaType.APPLICATION_JSON)
class SecurityEventsResource {
    private static final Pattern PLACE = Pattern.compile("[1-9]\\d{0,17}");
    private static final int TEXT_MAX = 64;

    private final DataSource database;
    private final KnownKeys known;

    @Inject
    SecurityEventsResource(DataSource database, KnownKeys known) {
        this.database = database;
        this.known = known;
    }

    /** Events, newest first. */
    @GET
    @RolesAllowed({Roles.ADMIN, Roles.AUDITOR})
    @Operation(
            operationId = "securityEvents",
            summary = "Who was refused what, made or revoked keys and exported the log; newest first, a page at a time")
    public SecurityEventPage list(
            @QueryParam("kind")
                    @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "unauthenticated",
                                                "forbidden",
                                                "out-of-reach",
                                                "limited",
                                                "approval-refused",
                                                "export",
                                                "hold-moved",
                                                "key-made",
                                                "key-revoked",
                                                "first-key-used"
                                            }))
                    @Nullable
                    String kind,
            @QueryParam("key") @Parameter(description = "the id of the key that was shown") @Nullable String key,
            @QueryParam("address") @Parameter(description = "where it came from") @Nullable String address,
            @QueryParam("from")
                    @Parameter(
                            description = "happened then or later",
                            schema = @Schema(format = "date-time", type = SchemaType.STRING))
                    @Nullable
                    String from,
            @QueryParam("to")
                    @Parameter(
                            description = "happened before then",
                            schema = @Schema(format = "date-time", type = SchemaType.STRING))
                    @Nullable
                    String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws SQLException {
        var page = PageRequest.of(cursor, limit);
        var query = query(kind, key, address, from, to);
        var before = page.after().map(SecurityEventsResource::id).orElse(Long.MAX_VALUE);
        List<EventRows.Stored> found;
        try (var connection = database.getConnection()) {
            found = EventRows.page(connection, query, before, page.limit() + 1);
        }
        var shown = found.stream().limit(page.limit()).toList();
        return new SecurityEventPage(
                shown.stream().map(event -> SecurityEventView.of(event, known)).toList(),
                found.size() > shown.size()
                        ? PageRequest.cursor(Long.toString(shown.getLast().id()))
                        : null);
    }

    private static EventRows.Query query(
            @Nullable String kind,
            @Nullable String key,
            @Nullable String address,
            @Nullable String from,
            @Nullable String to) {
        var wrong = new ArrayList<Violation>();
        var range = Moment.range(from, to, wrong);
        var wanted = kind == null ? null : EventKind.of(kind).orElse(null);
        if (kind != null && wanted == null) {
            wrong.add(Violation.ofParameter(
                    "kind",
                    "[%s] is not one of %s. %s"
                            .formatted(
                                    Shown.of(kind),
                                    String.join(", ", EventKind.words()),
                                    Nearest.maybe(kind, EventKind.words()))
                            .strip()));
        }
        checkText("key", key, wrong);
        checkText("address", address, wrong);
        if (!wrong.isEmpty()) {
            throw ProblemException.ofQuery(wrong);
        }
        return new EventRows.Query(wanted, key, address, range.from(), range.to());
    }

    private static void checkText(String name, @Nullable String said, List<Violation> wrong) {
        if (said != null && said.length() > TEXT_MAX) {
            wrong.add(Violation.ofParameter(
                    name, "[%s] is longer than %d characters".formatted(Shown.of(said), TEXT_MAX)));
        }
    }

    private static long id(String place) {
        if (!PLACE.matcher(place).matches()) {
            throw PageRequest.badCursor();
        }
        return Long.parseLong(place);
    }
}
