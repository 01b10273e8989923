package dev.douane.service.identity.events;

import dev.douane.service.identity.Door;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Refused;
import dev.douane.service.platform.UnreadableRequests;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes events of the answers that keep somebody from something. Nothing that was sent goes into them but the address it came from. */
@ApplicationScoped
public class RefusalsSnapshot {
    /** Where {@code Refusals} puts it: at the end, behind whatever else there is. */
    private static final Pattern LIMIT = Pattern.compile("douane\\.limits\\.[a-z-]+(?=\\)$)");

    private final Door door;
    private final Operations operations;
    private final SecurityEvents events;

    RefusalsSnapshot(Door door, Operations operations, SecurityEvents events) {
        this.door = door;
        this.operations = operations;
        this.events = events;
    }

    void answered(@Observes Refused refused) {
        kind(refused.type()).ifPresent(kind -> see(kind, refused));
    }

    private void see(EventKind kind, Refused refused) {
        var call = refused.call();
        var ahead = UnreadableRequests.asked(call.request());
        events.note(new EventGroup(
                kind,
                key(kind, call, ahead.isPresent()).orElse(null),
                SecurityEvents.address(call),
                operation(call, ahead).orElse(null),
                detail(kind, refused).orElse(null)));
    }

    /** What an answer says may have words of the caller's in it; the name of a limit and the reason why two keys are one person's have none. */
    private static Optional<String> detail(EventKind kind, Refused refused) {
        return switch (kind) {
            case LIMITED ->
                Optional.of(LIMIT.matcher(refused.detail()))
                        .filter(Matcher::find)
                        .map(Matcher::group);
            case APPROVAL_REFUSED -> Optional.of(refused.detail());
            default -> Optional.empty();
        };
    }

    /** @param ahead whether it was refused before anybody looked at its key */
    private Optional<String> key(EventKind kind, RoutingContext call, boolean ahead) {
        var authorization = call.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (ahead) {
            return door.shownId(authorization);
        }
        return kind == EventKind.UNAUTHENTICATED ? door.claimedId(authorization) : door.id(authorization);
    }

    private Optional<String> operation(RoutingContext call, Optional<UnreadableRequests.Asked> ahead) {
        return ahead.isPresent()
                ? operations.at(ahead.get().method(), ahead.get().path())
                : operations.at(call.request().method().name(), call.request().path());
    }

    private static Optional<EventKind> kind(ProblemType type) {
        return switch (type) {
            case UNAUTHENTICATED -> Optional.of(EventKind.UNAUTHENTICATED);
            case FORBIDDEN -> Optional.of(EventKind.FORBIDDEN);
            case OUT_OF_REACH -> Optional.of(EventKind.OUT_OF_REACH);
            case TOO_MANY_REQUESTS, TOO_MANY_SCOPES -> Optional.of(EventKind.LIMITED);
            case OWN_APPROVAL -> Optional.of(EventKind.APPROVAL_REFUSED);
            default -> Optional.empty();
        };
    }
}
