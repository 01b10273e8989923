package dev.douane.service.platform.limits;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Problems;
import dev.douane.service.platform.StrictJson;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Lets requests of resources in: who may ask has been found out, nothing of the body has been read. The resource gets the body when it is whole, so that no
 * thread of its own waits for it.
 */
public class BodyFilter {
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ConcurrentHashMap<Method, Long> longest = new ConcurrentHashMap<>();
    private final Intake intake;
    private final Bodies bodies;
    private final SecurityIdentity caller;
    private final CurrentVertxRequest current;

    @Inject
    BodyFilter(Intake intake, Bodies bodies, SecurityIdentity caller, CurrentVertxRequest current) {
        this.intake = intake;
        this.bodies = bodies;
        this.caller = caller;
        this.current = current;
    }

    /** @throws ProblemException as {@link Intake#take}, and TOO_LARGE */
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.USER + 1)
    public Uni<Void> letIn(ContainerRequestContext resource, ResourceInfo info) {
        var routing = current.getCurrent();
        var request = routing.request();
        var work = CurrentRequestManager.get();
        long most = longest.computeIfAbsent(info.getResourceMethod(), BodyFilter::longest);
        var bytes = bytes(request, most);
        if (bytes > most) {
            Problems.endConnection(routing);
            throw Bodies.tooLong(most);
        }
        try {
            var key = caller.getPrincipal().getName();
            var taken = intake.take(key, bytes);
            taken.untilEndOf(routing, work);
            if (BODILESS.contains(request.method())) {
                intake.takeRead(key).untilEndOfRead(routing, work);
            }
        } catch (ProblemException full) {
            request.resume(); // what comes of the body is dropped, and the connection stays
            throw full;
        }
        if (bytes == 0) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(() -> bodies.read(request, most).toCompletionStage())
                .onFailure()
                .invoke(refused -> Problems.endConnection(routing))
                .invoke(body -> resource.setEntityStream(new ByteArrayInputStream(body.getBytes())))
                .replaceWithVoid();
    }

    private static long longest(Method resource) {
        var said = resource.getAnnotation(LongestBody.class);
        return said == null ? StrictJson.MAX_BYTES : said.value();
    }

    /** As many as are said, or as many as may come: a body in pieces does not say its length. */
    private static long bytes(HttpServerRequest request, long most) {
        var said = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (said != null) {
            return Long.parseLong(said); // or it would have been refused before
        }
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? most : 0;
    }
}
