package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.douane.service.platform.limits.Refusals;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.multipart.MultiPartParserDefinition;

/** Turns every failure into its problem document: ours, the framework's, and those nobody thought of. */
@ApplicationScoped
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    /** Before the server's own check of the length, which answers without a document. */
    static final int FIRST = -1_000;

    /** How long somebody who is refused may go on sending. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration DATABASE_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final String FORMS = MultiPartParserDefinition.class.getPackageName() + ".";

    /** Requests that no resource took are counted under one name: nobody else's paths end up in figures. */
    private static final String NO_ROUTE = "NO_ROUTE";

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String BEARER = "Bearer";
    private static final String ALLOW = "Allow";

    private final Event<Refused> refused;
    private final CurrentVertxRequest current;

    Problems(Event<Refused> refused, CurrentVertxRequest current) {
        this.refused = refused;
        this.current = current;
    }

    @ServerExceptionMapper
    Response problem(ProblemException failure) {
        return answer(failure);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure) {
        var status = failure.getResponse().getStatus();
        return switch (status) {
            case 404, 405 -> ofRoute(failure);
            default -> status < 400 ? failure.getResponse() : answer(failure);
        };
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException failure) {
        return answer(failure);
    }

    /** More specific than the one above, since the framework brings one for exactly this type. */
    @ServerExceptionMapper
    Response json(MismatchedInputException failure) {
        return answer(failure);
    }

    @ServerExceptionMapper
    Response unknown(UnauthorizedException failure) {
        return answer(failure);
    }

    @ServerExceptionMapper
    Response unknown(AuthenticationFailedException failure) {
        return answer(failure);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return answer(ofRoles());
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        return answer(failure);
    }

    /** What never reaches a resource: an unknown path, a body over the server's limit, a failed check of the HTTP layer. */
    void besideResources(
            @Observes Router router,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
        var limit = longestBody.asLongValue();
        router.route().order(FIRST).failureHandler(this::write).handler(context -> {
            var refusal = atTheDoor(context.request(), limit);
            if (refusal.isPresent()) {
                endConnection(context);
                write(context, refusal.get());
            } else {
                context.next();
            }
        });
        router.route().last().handler(context -> write(context, byStatus(404)));
        router.errorHandler(400, this::write); // a host or a path that cannot be read, for which there is no route
    }

    /**
     * Ends the connection with the answer, since what else comes on it may be the body of what was refused. Whoever is still sending is let finish for a moment:
     * closed at once, the connection would be reset under him, and the answer with it (RFC 9112, 9.6).
     */
    public static void endConnection(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(answered -> closeOnceSent(context));
    }

    private static void closeOnceSent(RoutingContext context) {
        var request = context.request();
        var connection = request.connection();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        var late = context.vertx().setTimer(LINGER.toMillis(), over -> connection.close());
        request.handler(dropped -> {}).endHandler(sent -> {
            context.vertx().cancelTimer(late);
            connection.close();
        });
        request.resume();
    }

    /** What is refused of every request alike, before anybody asks what it wants. */
    private static Optional<ProblemException> atTheDoor(HttpServerRequest request, long bytesMax) {
        var unreadable = UnreadableRequests.status(request.uri());
        if (unreadable.isPresent()) {
            return Optional.of(byStatus(unreadable.getAsInt()));
        }
        if (announcedLength(request) > bytesMax) {
            return Optional.of(byStatus(413));
        }
        return BodyForm.fault(request.headers())
                .map(fault -> new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, fault))
                .or(() -> SingleHeaders.fault(request.headers())
                        .or(() -> StrictUri.fault(request.uri()))
                        .map(fault -> new ProblemException(ProblemType.INVALID_REQUEST, fault)));
    }

    private static long announcedLength(HttpServerRequest request) {
        var written = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return written == null ? 0 : Long.parseLong(written);
        } catch (NumberFormatException absurd) {
            return Long.MAX_VALUE;
        }
    }

    /** Answers 401 with its document and the challenge; for authentication outside resources. */
    public void challenge(RoutingContext context) {
        write(context, byStatus(401));
    }

    private void write(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof VertxException && isRefusal(context.statusCode())) {
            endConnection(context);
            write(context, ofHttp(context));
        } else {
            write(context, failure == null ? byStatus(context.statusCode()) : problemOf(failure));
        }
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500;
    }

    /** What the HTTP layer itself refuses, before any route: whom and what the request is for cannot be read. */
    private static ProblemException ofHttp(RoutingContext context) {
        return context.request().authority() == null
                ? new ProblemException(
                        ProblemType.INVALID_REQUEST, "The header Host must be a host, and a port where it says one.")
                : byStatus(context.statusCode());
    }

    private void write(RoutingContext context, ProblemException problem) {
        HttpRequestMetric.getRequestMetric(context).setTemplatePath(NO_ROUTE); // unless it had a route already
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        tell(problem, context);
        response.setStatusCode(problem.type().status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.putHeader(CHALLENGE, BEARER);
        }
        problem.retryAfter()
                .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Problem.seconds(wait))));
        response.end(Buffer.buffer(Problem.of(problem).json()))
                .onFailure(gone -> LOG.debugf("nobody waited for [%s]", problem.detail()));
    }

    private Response answer(Throwable failure) {
        var problem = problemOf(failure);
        tell(problem, current.getCurrent());
        var response = Problem.response(problem);
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.getHeaders().putSingle(CHALLENGE, BEARER);
        }
        return response;
    }

    private void tell(ProblemException problem, RoutingContext context) {
        refused.fire(new Refused(problem.type(), problem.detail(), context));
    }

    /** Of a path below several resources, the framework says that it leads nowhere if the last of them does not know the method. */
    private Response ofRoute(WebApplicationException failure) {
        var request = CurrentRequestManager.get();
        var allowed = AllowedMethods.at(request);
        if (allowed.isEmpty() || allowed.contains(request.getMethod())) {
            return answer(failure);
        }
        var response = Problem.response(byStatus(405));
        response.getHeaders().putSingle(ALLOW, String.join(", ", allowed));
        return response;
    }

    private static ProblemException problemOf(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case JsonProcessingException json -> JsonProblems.of(json);
            case UnauthorizedException unknown -> byStatus(401);
            case AuthenticationFailedException unknown -> byStatus(401);
            case ForbiddenException forbidden -> byStatus(403);
            case WebApplicationException framework -> ofFramework(framework);
            case HttpException http -> byStatus(http.getStatusCode());
            case Throwable ofForm
            when isOfForms(ofForm) ->
                new ProblemException(
                        ProblemType.INVALID_REQUEST, "The form cannot be read: it breaks off, or is none.");
            case IOException broken
            when isCallerGone(broken) -> new ProblemException(ProblemType.INVALID_REQUEST, "The body breaks off.");
            default -> unforeseen(failure);
        };
    }

    /** Nobody hears the answer, and it is no trouble of ours. */
    private static boolean isCallerGone(IOException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof ClosedChannelException
                        || cause instanceof HttpClosedException
                        || cause instanceof StreamResetException);
    }

    /** Whatever the framework's reader of forms trips over, by any exception: nothing of ours is called while it reads. */
    private static boolean isOfForms(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(FORMS));
    }

    /** A resource method's body that Jackson could not read arrives wrapped. */
    private static ProblemException ofFramework(WebApplicationException failure) {
        return failure.getCause() instanceof JsonProcessingException json
                ? JsonProblems.of(json)
                : byStatus(failure.getResponse().getStatus());
    }

    /** Whoever asked is known by then, and the roles of an operation are in the document that anybody can read. */
    private static ProblemException ofRoles() {
        return NeededRoles.ofRequest()
                .map(roles -> new ProblemException(
                        ProblemType.FORBIDDEN,
                        "The key does not carry a role that may do this: it needs one of (%s).".formatted(roles)))
                .orElseGet(() -> byStatus(403));
    }

    private static ProblemException byStatus(int status) {
        return switch (status) {
            case 401 ->
                new ProblemException(
                        ProblemType.UNAUTHENTICATED, "A valid key is needed: Authorization: Bearer <key>.");
            case 403 -> new ProblemException(ProblemType.FORBIDDEN, "The key does not carry a role that may do this.");
            case 404 -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this path.");
            case 405 -> new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "The path knows no such method.");
            case 406 -> new ProblemException(ProblemType.NOT_ACCEPTABLE, "No such media type is served here.");
            case 408 -> new ProblemException(ProblemType.REQUEST_TOO_SLOW, "The request took too long to arrive.");
            case 413 -> new ProblemException(ProblemType.TOO_LARGE, "The body is longer than anything read here.");
            case 414 -> new ProblemException(ProblemType.URI_TOO_LONG, "The URI is longer than anything asked here.");
            case 415 -> new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "No such media type is read here.");
            case 429 -> Refusals.tooManyOfConnection();
            case 431 ->
                new ProblemException(ProblemType.HEADERS_TOO_LARGE, "The headers are longer than anything read here.");
            case 503 ->
                ProblemException.retryAfter(
                        ProblemType.UNAVAILABLE, "The service is starting or stopping.", Duration.ofSeconds(1));
            default ->
                isRefusal(status)
                        ? new ProblemException(
                                ProblemType.INVALID_REQUEST, "The request is not valid (status %d).".formatted(status))
                        : unforeseen(new IllegalStateException("status " + status));
        };
    }

    /** Trouble of the database is told without a trace: readiness says it once, and there may be as much of it as there are calls. */
    private static ProblemException unforeseen(Throwable failure) {
        if (DatabaseFailure.passes(failure)) {
            LOG.warnf("a request failed on the database: %s", failure.getMessage());
            return ProblemException.retryAfter(
                    ProblemType.UNAVAILABLE, "The database does not serve this right now.", DATABASE_AGAIN_AFTER);
        }
        var reference = UUID.randomUUID();
        LOG.errorf(failure, "unexpected error, reference %s", reference);
        return new ProblemException(ProblemType.INTERNAL, "Look for reference %s in the log.".formatted(reference));
    }
}
