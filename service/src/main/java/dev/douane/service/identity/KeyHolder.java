package dev.douane.service.identity;

import io.quarkus.security.identity.SecurityIdentity;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the key that was shown, and whose it is.
 *
 * @param key its id
 * @param gateway the gateway it is a key of; null where it stands for itself
 * @param reach for whom it may ask
 */
public record KeyHolder(String key, @Nullable String gateway, Reach reach) implements Principal {
    /** No id of a key has a colon, so a gateway may be named as it likes. */
    private static final String OF_A_GATEWAY = "gateway:";

    /** Who was let in by a key. */
    public static KeyHolder of(SecurityIdentity caller) {
        return (KeyHolder) caller.getPrincipal();
    }

    /** To whom holds and idempotency keys belong: all keys of one gateway, or this one alone. */
    public String owner() {
        return owner(key, gateway);
    }

    static String owner(String key, @Nullable String gateway) {
        return gateway == null ? key : OF_A_GATEWAY + gateway;
    }

    /** The key's id, which logs and histories call the caller by. */
    @Override
    public String getName() {
        return key;
    }
}
