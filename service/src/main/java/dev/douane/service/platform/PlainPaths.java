package dev.douane.service.platform;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * A colon in a path may be escaped: some HTTP clients write {@code /v1/decisions%3Abatch}, and mean the same. The request begins anew under the path as it is
 * told here, so that whatever asks for a path, roles and limits among it, sees one only. Letters, digits, dashes and dots the router reads either way.
 */
@ApplicationScoped
class PlainPaths {
    /** After what is refused of every request alike, before anything that goes by a path. */
    private static final int EARLY = Problems.FIRST + 1;

    void stand(@Observes Router router) {
        router.route().order(EARLY).handler(PlainPaths::pass);
    }

    private static void pass(RoutingContext call) {
        var request = call.request();
        var plain = plain(request.path());
        if (plain == null) {
            call.next();
        } else {
            call.reroute(request.method(), request.query() == null ? plain : plain + "?" + request.query());
        }
    }

    /** The path without escaped colons; null where it has none. */
    private static @Nullable String plain(@Nullable String path) {
        if (path == null || path.indexOf('%') < 0) {
            return null;
        }
        var plain = path.replace("%3A", ":").replace("%3a", ":");
        return plain.equals(path) ? null : plain;
    }
}
