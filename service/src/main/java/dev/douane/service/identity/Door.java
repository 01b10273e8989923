package dev.douane.service.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The check of a key for those who cannot wait: it knows remembered keys only, and refuses nobody. */
@ApplicationScoped
public class Door {
    private final ApiKeys keys;

    Door(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * Who shows a key that may do something.
     *
     * @param authorization the header, null where there is none
     * @param role one of {@link Roles}
     * @return empty where the key is wrong, expired, revoked or without the role, and where that is not known at once: then
     *     the framework has to ask
     */
    public Optional<KeyHolder> holder(@Nullable String authorization, String role) {
        var token = BearerKeys.token(authorization);
        if (token == null || !BearerKeys.isPossible(token)) {
            return Optional.empty();
        }
        var check = keys.check(KeyToken.of(token));
        return check.isDone() && !check.isCompletedExceptionally()
                ? check.join().filter(key -> key.roles().contains(role)).map(StoredKey::holder)
                : Optional.empty();
    }
}
