package dev.douane.service.platform;

import jakarta.ws.rs.HttpMethod;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;

/**
 * Which methods a path knows, for {@code Allow}. The framework refuses a method without saying what it would have taken, so its routes are
 * asked again, without the method: first for the resources that a path leads to, then for what is left of it.
 */
final class AllowedMethods {
    private AllowedMethods() {}

    /** All that are answered at the path of a request; none where it leads nowhere. */
    static SortedSet<String> at(ResteasyReactiveRequestContext request) {
        var path = request.getPathWithoutPrefix();
        var resources = new RequestMapper<>(request.getDeployment().getClassMappers());
        var allowed = new TreeSet<String>();
        for (var found = resources.map(path); found != null; found = resources.continueMatching(path, found)) {
            for (var handler : found.value.handlers) {
                if (handler instanceof ClassRoutingHandler routes) {
                    allowed.addAll(below(routes, found.remaining.isEmpty() ? "/" : found.remaining));
                }
            }
        }
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        if (!allowed.isEmpty()) {
            allowed.add(HttpMethod.OPTIONS);
        }
        return allowed;
    }

    /** Routes without a method are those that lead on to further resources, of which we have none. */
    private static SortedSet<String> below(ClassRoutingHandler routes, String rest) {
        var allowed = new TreeSet<String>();
        routes.getMappers().forEach((method, paths) -> {
            if (method != null && paths.map(rest) != null) {
                allowed.add(method);
            }
        });
        return allowed;
    }
}
