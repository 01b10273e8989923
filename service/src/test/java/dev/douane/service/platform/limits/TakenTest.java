package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.ConnectionCallback;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.common.core.ResteasyReactiveCallbackContext;
import org.junit.jupiter.api.Test;

class TakenTest {
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Taken taken = new Taken(givenBack::incrementAndGet);
    private final Map<String, Object> kept = new HashMap<>();
    private final List<CompletionCallback> workers = new ArrayList<>();
    private final List<Handler<AsyncResult<Void>>> readers = new ArrayList<>();
    private final ResteasyReactiveCallbackContext work = new ResteasyReactiveCallbackContext() {
        @Override
        public void registerCompletionCallback(CompletionCallback callback) {
            workers.add(callback);
        }

        @Override
        public void registerConnectionCallback(ConnectionCallback callback) {
            throw new UnsupportedOperationException();
        }
    };

    private RoutingContext call(boolean closed, boolean ended) {
        var response = answering(HttpServerResponse.class, Map.of("closed", closed, "ended", ended));
        return RoutingContext.class.cast(Proxy.newProxyInstance(
                RoutingContext.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "addEndHandler" -> {
                            readers.add(handler(arguments[0]));
                            yield readers.size();
                        }
                        case "put" -> kept.put((String) arguments[0], arguments[1]);
                        case "get" -> kept.get((String) arguments[0]);
                        default -> response;
                    };
                }));
    }

    @SuppressWarnings("unchecked")
    private static Handler<AsyncResult<Void>> handler(Object given) {
        return (Handler<AsyncResult<Void>>) given;
    }

    private void workEnds() {
        workers.forEach(each -> each.onComplete(null));
    }

    private void answerEnds() {
        readers.forEach(each -> each.handle(Future.succeededFuture()));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }

    /** A caller hung up while its key was looked up: what was taken after that stayed taken for ever. */
    @Test
    void what_is_taken_for_a_caller_that_is_gone_is_given_back_as_the_work_ends() {
        taken.untilEndOf(call(true, false), work);
        workEnds();

        assertThat(givenBack).hasValue(1);
    }

    @Test
    void what_is_taken_for_a_call_that_was_answered_is_given_back_as_the_work_ends() {
        taken.untilEndOf(call(false, true), work);
        workEnds();

        assertThat(givenBack).hasValue(1);
    }

    /** Hanging up freed the share, and the work went on: one key had two hundred checks of the log under way. */
    @Test
    void whoever_hangs_up_keeps_its_share_taken_for_as_long_as_somebody_works_for_it() {
        taken.untilEndOf(call(false, false), work);
        answerEnds();
        answerEnds();
        assertThat(givenBack).hasValue(0);

        workEnds();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void what_is_worked_out_is_taken_until_it_has_been_sent() {
        taken.untilEndOf(call(false, false), work);
        workEnds();
        workEnds();
        assertThat(givenBack).hasValue(0);

        answerEnds();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void what_is_taken_for_a_call_under_way_stays_taken_and_is_given_back_once() {
        taken.untilEndOf(call(false, false), work);
        assertThat(givenBack).hasValue(0);

        taken.close();
        taken.close();
        workEnds();
        answerEnds();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void an_export_is_given_back_with_the_read_it_belongs_to() {
        var call = call(false, false);
        new Taken(() -> {}).untilEndOfRead(call, work);
        taken.untilEndOfRead(call);
        workEnds();
        assertThat(givenBack).hasValue(0);

        answerEnds();
        assertThat(givenBack).hasValue(1);
    }

    /** The request had come to its end before its resource was asked, and what that took stayed taken for ever. */
    @Test
    void an_export_of_a_read_that_has_ended_is_given_back_at_once() {
        var call = call(false, false);
        new Taken(() -> {}).untilEndOfRead(call, work);
        workEnds();
        answerEnds();

        taken.untilEndOfRead(call);

        assertThat(givenBack).hasValue(1);
    }

    @Test
    void an_export_without_a_read_is_a_defect() {
        assertThatThrownBy(() -> taken.untilEndOfRead(call(false, false))).isInstanceOf(IllegalStateException.class);
    }
}
