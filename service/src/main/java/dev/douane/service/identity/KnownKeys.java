package dev.douane.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.service.platform.UnitOfWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ids of keys in logs and histories stand for. Neither name nor gateway of a key ever changes, and no key is forgotten, so what was
 * looked up once is known for good.
 */
@ApplicationScoped
public class KnownKeys {
    private static final int REMEMBERED = 10_000;

    private final KeyRows rows;
    private final Cache<String, Optional<Known>> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    @Inject
    KnownKeys(KeyRows rows) {
        this.rows = rows;
    }

    /**
     * A key, in use or revoked.
     *
     * @param name what people call it
     * @param gateway the gateway it is a key of; null where it stands for itself
     */
    public record Known(String name, @Nullable String gateway) {}

    /** What an id stands for; empty for what is none, such as {@code start}. Blocks where it was never asked for. */
    public Optional<Known> find(String id) {
        return remembered.get(id, this::lookUp);
    }

    /** In the caller's transaction, if there is one: nobody waits for a second connection with one in hand. */
    private Optional<Known> lookUp(String id) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> rows.findByIdOptional(id).map(row -> new Known(row.name, row.gateway)));
    }

    /** What people call a key; null for what is none, and for nobody. */
    public @Nullable String name(@Nullable String id) {
        return id == null ? null : find(id).map(Known::name).orElse(null);
    }

    /**
     * To whom belongs what a key asked for, seen from inside the caller's transaction.
     *
     * @return empty for what is the id of none
     */
    public static Optional<String> owner(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("select gateway from api_key where id = ?")) {
            select.setString(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(KeyHolder.owner(id, rows.getString(1))) : Optional.empty();
            }
        }
    }

    /** The same of several keys, along with other statements; what is the id of none is left out. */
    public static UnitOfWork.Query<Map<String, String>> owners(Collection<String> ids) {
        return new UnitOfWork.Query<>(
                "select id, gateway from api_key where id = any (?)", to -> to.array("text", ids, id -> id), rows -> {
                    var owners = new HashMap<String, String>();
                    while (rows.next()) {
                        owners.put(rows.getString(1), KeyHolder.owner(rows.getString(1), rows.getString(2)));
                    }
                    return owners;
                });
    }

    /** Whether a key was revoked by now, on whichever node, seen from inside the caller's transaction. */
    public static boolean isRevoked(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("select from api_key where id = ? and revoked_at is not null")) {
            select.setString(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Whether what one key did is the business of another: of itself, and of keys of the same named gateway. */
    public boolean isOneGateway(KeyHolder asking, String key) {
        return asking.key().equals(key)
                || (asking.gateway() != null
                        && find(key)
                                .map(Known::gateway)
                                .filter(asking.gateway()::equals)
                                .isPresent());
    }
}
