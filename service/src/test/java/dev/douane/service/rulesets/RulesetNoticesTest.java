package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RulesetNoticesTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Thread> listening = new AtomicReference<>();
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();

    /** A start that fails elsewhere takes the container away under this thread; standard error is for the line that says why the start failed. */
    @Test
    @Timeout(30)
    void a_container_that_has_ended_is_no_failure_of_the_thread_that_listens() throws Exception {
        var database = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    listening.set(Thread.currentThread());
                    asked.countDown();
                    ended.await();
                    throw new IllegalStateException("the container has ended");
                });
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.set(failure));
        try {
            try (var notices = new RulesetNotices(database, () -> {})) {
                notices.start();
                asked.await();
                ended.countDown();
            }
            listening.get().join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(uncaught).hasNullValue();
    }
}
