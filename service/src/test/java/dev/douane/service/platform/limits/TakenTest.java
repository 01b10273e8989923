package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TakenTest {
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Taken taken = new Taken(givenBack::incrementAndGet);

    /** A call of which nobody is told that it ends. */
    private static RoutingContext call(boolean closed, boolean ended) {
        var response = answering(HttpServerResponse.class, Map.of("closed", closed, "ended", ended));
        return answering(RoutingContext.class, Map.of("response", response, "addEndHandler", 1));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }

    /** A caller hung up while its key was looked up: what was taken after that stayed taken for ever. */
    @Test
    void what_is_taken_for_a_caller_that_is_gone_is_given_back_at_once() {
        taken.untilEndOf(call(true, false));

        assertThat(givenBack).hasValue(1);
    }

    @Test
    void what_is_taken_for_a_call_that_was_answered_is_given_back_at_once() {
        taken.untilEndOf(call(false, true));

        assertThat(givenBack).hasValue(1);
    }

    @Test
    void what_is_taken_for_a_call_under_way_stays_taken_and_is_given_back_once() {
        taken.untilEndOf(call(false, false));
        assertThat(givenBack).hasValue(0);

        taken.close();
        taken.close();
        assertThat(givenBack).hasValue(1);
    }
}
