package dev.douane.service.identity;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import io.quarkus.arc.Arc;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keys for tests that call the application over HTTP. */
public final class TestKeys {
    private static final Map<TreeSet<String>, ApiKeys.NewKey> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** The value of an {@code Authorization} header that carries these roles; made once for each set of roles, each for a person of its own. */
    public static synchronized String bearer(String... roles) { // gateways that race must not get a key each
        var wanted = new TreeSet<>(Arrays.asList(roles));
        var known = MADE.get(wanted);
        if (known == null || keys().find(known.key().id()).isEmpty()) { // another application, another database
            known = keys().create(
                            new ApiKeys.Wanted(
                                    "test " + wanted, "holder of " + wanted, wanted, null, Reach.UNLIMITED, null),
                            "test");
            MADE.put(wanted, known);
        }
        return "Bearer " + known.secret();
    }

    /** As {@link #bearer}, with a key that the installation seems to have begun with. It ends late, so that it is not taken for the one that ends with the first admin. */
    public static String first(String... roles) {
        var wanted = new TreeSet<>(Arrays.asList(roles));
        var late = Instant.parse("2199-01-01T00:00:00Z");
        var made = keys().create(
                        new ApiKeys.Wanted("test of the first key", null, wanted, null, Reach.UNLIMITED, late),
                        BootstrapKey.MAKER);
        return "Bearer " + made.secret();
    }

    /** The id of the key behind {@link #bearer}. */
    public static synchronized String id(String... roles) {
        bearer(roles);
        return MADE.get(new TreeSet<>(Arrays.asList(roles))).key().id();
    }

    /** A new key that may ask for decisions; see {@link Made#bearer}. */
    public static Made gateway(@Nullable String gateway) {
        var roles = new TreeSet<>(Set.of(Roles.GATEWAY));
        var made = keys().create(
                        new ApiKeys.Wanted("test of " + gateway, null, roles, gateway, Reach.UNLIMITED, null), "test");
        return new Made(made.key().id(), "Bearer " + made.secret());
    }

    /** A new key that may ask for callers that have one of these values of an attribute. */
    public static Made reaching(@Nullable String gateway, CallerAttribute attribute, String... values) {
        var scope = new TreeMap<CallerAttribute, SortedSet<String>>();
        scope.put(attribute, new TreeSet<>(Arrays.asList(values)));
        var roles = new TreeSet<>(Set.of(Roles.GATEWAY));
        var reach = Reach.of(new CallerScope(scope));
        var made = keys().create(new ApiKeys.Wanted("test of " + attribute, null, roles, gateway, reach, null), "test");
        return new Made(made.key().id(), "Bearer " + made.secret());
    }

    /**
     * A key of a test's own.
     *
     * @param bearer the value of an {@code Authorization} header
     */
    public record Made(String id, String bearer) {}

    /** No id stands for a key, as where there is no application. */
    public static KnownKeys unknown() {
        return new KnownKeys(new KeyRows()) {
            @Override
            public Optional<Known> find(String id) {
                return Optional.empty();
            }
        };
    }

    private static ApiKeys keys() {
        return Arc.container().select(ApiKeys.class).get();
    }
}
