package dev.douane.service.decisions;

import dev.douane.service.decisions.DecisionMetrics.Stage;
import dev.douane.service.identity.Door;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Roles;
import dev.douane.service.ledger.Admitted;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Problems;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.limits.Bodies;
import dev.douane.service.platform.limits.Intake;
import dev.douane.service.platform.limits.Taken;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The short way of plain requests for decisions, past the framework's chain of handlers, which costs as much as the decision: a key that is
 * remembered and may ask, a body of JSON whose length is said, an answer that may be JSON. Everything else, and so every refusal at the
 * door, is {@link DecisionsResource}'s; both do the same, and a test asks both the same questions (decision 112).
 */
@ApplicationScoped
class PlainDecisions {
    private static final String PATH = "/v1/decisions";
    private static final String JSON = "application/json";
    private static final CharSequence JSON_HEADER = new AsciiString(JSON + ";charset=UTF-8");

    /** Whatever the framework does with every request, but for authentication, has been done. */
    private static final int BEFORE_AUTHENTICATION = -SecurityHandlerPriorities.AUTHENTICATION - 1;

    private final Door door;
    private final DecideCall decide;
    private final DecisionMetrics metrics;
    private final Intake intake;
    private final Bodies bodies;

    PlainDecisions(Door door, DecideCall decide, DecisionMetrics metrics, Intake intake, Bodies bodies) {
        this.door = door;
        this.decide = decide;
        this.intake = intake;
        this.bodies = bodies;
        this.metrics = metrics;
    }

    void stand(@Observes Router router) {
        router.post(PATH).order(BEFORE_AUTHENTICATION).handler(this::take);
    }

    private void take(RoutingContext call) {
        var request = call.request();
        var asker = isPlain(request) ? door.holder(call, Roles.GATEWAY).orElse(null) : null;
        if (asker == null) {
            call.next();
            return;
        }
        metrics.plain();
        HttpRequestMetric.getRequestMetric(call).setTemplatePath(PATH);
        Taken taken;
        try {
            taken = intake.take(asker.key(), Integer.parseInt(request.getHeader(HttpHeaders.CONTENT_LENGTH)));
        } catch (ProblemException full) {
            request.resume(); // what comes of the body is dropped, and the connection stays
            call.fail(full);
            return;
        }
        bodies.read(request, StrictJson.MAX_BYTES).onComplete(read -> {
            if (read.succeeded()) {
                decide(call, read.result().getBytes(), asker, taken);
            } else {
                taken.close();
                Problems.endConnection(call);
                call.fail(read.cause());
            }
        });
    }

    /** Whether there is nothing in it that the framework would have to look at. */
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        return isJson(headers.get(HttpHeaders.CONTENT_TYPE))
                && takesJson(headers.get(HttpHeaders.ACCEPT))
                && isShort(headers.get(HttpHeaders.CONTENT_LENGTH))
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && !headers.contains(HttpHeaders.EXPECT)
                && !headers.contains(HttpHeaders.ORIGIN)
                && request.query() == null
                && request.path().length() == PATH.length();
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && (contentType.equals(JSON)
                        || contentType.toLowerCase(Locale.ROOT).startsWith(JSON + ";"));
    }

    private static boolean takesJson(@Nullable String accept) {
        return accept == null || accept.equals(JSON) || accept.equals("*/*");
    }

    /** Says its length, and would be read. */
    private static boolean isShort(@Nullable String length) {
        if (length == null || length.isEmpty() || length.length() > 6) {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < length.length(); i++) {
            var digit = length.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            bytes = bytes * 10 + digit;
        }
        return bytes > 0 && bytes <= StrictJson.MAX_BYTES;
    }

    private void decide(RoutingContext call, byte[] body, KeyHolder asker, Taken taken) {
        var loop = Vertx.currentContext();
        CompletionStage<Admitted> asked;
        try {
            asked = decide.handle(body, asker, call.request().getHeader(IdempotencyHeader.NAME));
        } catch (RuntimeException | Error e) { // nobody else would answer
            taken.close();
            call.fail(e);
            return;
        }
        asked.whenComplete((admitted, failure) -> {
            taken.close();
            answerOn(loop, call, admitted, failure);
        });
    }

    /** The ledger answers on its own thread, and what is written to a connection belongs to the connection's. */
    private void answerOn(Context loop, RoutingContext call, @Nullable Admitted admitted, @Nullable Throwable failure) {
        loop.runOnContext(there -> {
            if (admitted != null) {
                answer(call, admitted);
            } else {
                call.fail(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            }
        });
    }

    private void answer(RoutingContext call, Admitted admitted) {
        var committed = System.nanoTime();
        var response = call.response();
        if (admitted.replayed()) {
            response.putHeader(IdempotencyHeader.REPLAYED, "true");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON_HEADER)
                .end(uncopied(admitted.answer()))
                .onSuccess(sent -> metrics.ended(Stage.ANSWER, committed));
    }

    /** As it is: the way that is not deprecated copies. */
    @SuppressWarnings("deprecation")
    private static Buffer uncopied(byte[] bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
