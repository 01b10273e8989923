package dev.douane.service.identity;

import dev.douane.service.identity.events.SecurityEvents;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The check of a key for those who cannot wait: it knows remembered keys only, and refuses nobody. */
@ApplicationScoped
public class Door {
    private final ApiKeys keys;
    private final KnownIds ids;
    private final SecurityEvents events;

    Door(ApiKeys keys, KnownIds ids, SecurityEvents events) {
        this.keys = keys;
        this.ids = ids;
        this.events = events;
    }

    /**
     * Who shows a key that may do something.
     *
     * @param call what came with it, or without
     * @param role one of {@link Roles}
     * @return empty where the key is wrong, expired, revoked or without the role, and where that is not known at once: then
     *     the framework has to ask
     */
    public Optional<KeyHolder> holder(RoutingContext call, String role) {
        return shown(call.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(key -> key.roles().contains(role))
                .map(key -> {
                    if (key.isFirst()) {
                        events.noteFirstKey(key.id(), call);
                    }
                    return key.holder();
                });
    }

    private Optional<StoredKey> shown(@Nullable String authorization) {
        var token = BearerKeys.token(authorization);
        if (token == null || !BearerKeys.isPossible(token)) {
            return Optional.empty();
        }
        var check = keys.check(KeyToken.of(token));
        return check.isDone() && !check.isCompletedExceptionally() ? check.join() : Optional.empty();
    }

    /**
     * The id of a key that nobody has looked at yet.
     *
     * @param authorization the header, null where there is none
     * @return empty where the key is wrong, expired or revoked, and where that is not known at once
     */
    public Optional<String> shownId(@Nullable String authorization) {
        return shown(authorization).map(StoredKey::id);
    }

    /**
     * The id of the key that was let in.
     *
     * @param authorization the header, null where there is none
     * @return empty where there is no such key
     */
    public Optional<String> id(@Nullable String authorization) {
        return Optional.ofNullable(BearerKeys.token(authorization))
                .filter(BearerKeys::isPossible)
                .map(token -> KeyToken.of(token).id())
                .filter(ids::has);
    }

    /** The same, where none was let in: of the key that it gives itself out for. */
    public Optional<String> claimedId(@Nullable String authorization) {
        return id(authorization).filter(id -> !id.equals(KeyToken.PRESET_ID)); // anything at all would be that one
    }
}
