package dev.douane.service.identity;

import io.quarkus.arc.Arc;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for tests that call the application over HTTP. */
public final class TestKeys {
    private static final Map<TreeSet<String>, ApiKeys.NewKey> MADE = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** The value of an {@code Authorization} header that carries these roles; made once for each set of roles. */
    public static synchronized String bearer(String... roles) { // gateways that race must not get a key each
        var wanted = new TreeSet<>(Arrays.asList(roles));
        var known = MADE.get(wanted);
        if (known == null || keys().find(known.key().id()).isEmpty()) { // another application, another database
            known = keys().create("test " + wanted, wanted, null, "test");
            MADE.put(wanted, known);
        }
        return "Bearer " + known.secret();
    }

    private static ApiKeys keys() {
        return Arc.container().select(ApiKeys.class).get();
    }
}
