package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DecisionInLogTest {
    private static final Logger LOGGER = Logger.getLogger(DecideCall.class.getName());

    private final Lines lines = new Lines();

    private static final class Lines extends Handler {
        private final PatternFormatter text = new PatternFormatter("%X{decision}%s");
        private final ConcurrentLinkedQueue<String> written = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            written.add(text.format(ExtLogRecord.wrap(line)));
        }

        @Override
        public void flush() {
            // nothing waits here
        }

        @Override
        public void close() {
            written.clear();
        }
    }

    @BeforeEach
    void listen() {
        Asking.untilReady();
        LOGGER.setLevel(Level.FINE);
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(lines);
        LOGGER.setLevel(null);
    }

    @Test
    void a_line_about_a_decision_carries_its_id_and_nothing_the_caller_sent() {
        String id = Asking.decide("""
                {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
                 "caller": {"user": "secret-of-mine"}, "data": {"classes": ["public"]}, "workload": {"task": "classify"}}""").statusCode(200).extract().path("id");

        assertThat(lines.written)
                .filteredOn(line -> line.startsWith(id))
                .singleElement()
                .isEqualTo(id + " allow because of [capTier(economy), capOutputTokens(500)]");
        assertThat(lines.written).noneMatch(line -> line.contains("secret-of-mine"));
    }
}
