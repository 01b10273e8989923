package dev.douane.service.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.worker.PackFinding;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whoever reads what is to be said of packs keeps no author from compiling, and a pack is looked at once however many read. */
class ReadsBesideAuthorsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final KeptFindings<String> kept = new KeptFindings<>();
    private final CompileQueue queue =
            new CompileQueue(new WhoMayPublishTest.Config(Optional.empty(), Optional.empty(), 1, LONG));
    private final AtomicInteger looks = new AtomicInteger();

    private static PackFinding finding(int length) {
        return new PackFinding("no-reason", "warning", "Q-1", "rules/a.drl", 1, 1, "m".repeat(length), "");
    }

    private List<PackFinding> look() {
        looks.incrementAndGet();
        return List.of(finding(300));
    }

    private static <T> T await(CountDownLatch latch, T then) {
        try {
            latch.await();
            return then;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who does something beside us. */
    private static final class Somebody<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Somebody(Callable<T> what) {
            task = new FutureTask<>(what);
            thread = Thread.ofPlatform().daemon().start(task);
        }

        void waits() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(task.isDone()).as("goes on instead of waiting").isFalse();
                Thread.onSpinWait();
            }
        }

        T done() throws Exception {
            return task.get();
        }
    }

    private static void assertOverloaded(ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
            assertThat(problem.retryAfter()).isPresent();
        });
    }

    @Test
    void the_packs_of_several_of_the_largest_rulesets_are_looked_at_once() {
        int several = 5 * Size.PACKS.most();
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < several; i++) {
                assertThat(kept.of("pack-" + i, Patience.of(LONG), this::look)).hasSize(1);
            }
        }

        assertThat(looks).hasValue(several);
    }

    @Test
    void what_is_kept_has_a_bound_in_bytes() {
        var long100 = Collections.nCopies(100, finding(1_000));
        for (int i = 0; i < 200; i++) {
            assertThat(kept.of("pack-" + i, Patience.of(LONG), () -> long100)).hasSize(100);
        }

        assertThat(kept.bytes()).isBetween(KeptFindings.BYTES_MAX / 2, KeptFindings.BYTES_MAX);
    }

    @Test
    void whoever_asks_for_the_same_meanwhile_waits_for_that_answer() throws Exception {
        var finish = new CountDownLatch(1);
        var readers = new ArrayList<Somebody<List<PackFinding>>>();
        for (int i = 0; i < 8; i++) {
            readers.add(new Somebody<>(() -> kept.of("a", Patience.of(LONG), () -> await(finish, look()))));
        }
        while (looks.get() == 0) {
            Thread.onSpinWait();
        }
        assertOverloaded(() -> kept.of("a", Patience.of(Duration.ZERO), this::look));
        finish.countDown();

        for (var reader : readers) {
            assertThat(reader.done()).hasSize(1);
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void a_look_that_fails_fails_for_who_waits_and_is_not_kept() throws Exception {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var first = new Somebody<>(() -> kept.of("a", Patience.of(LONG), () -> {
            started.countDown();
            throw await(finish, ProblemException.retryAfter(ProblemType.UNAVAILABLE, "No process.", LONG));
        }));
        started.await();
        var second = new Somebody<>(() -> kept.of("a", Patience.of(LONG), this::look));
        second.waits();
        finish.countDown();

        assertThatThrownBy(first::done).hasRootCauseInstanceOf(ProblemException.class);
        assertThatThrownBy(second::done).hasRootCauseInstanceOf(ProblemException.class);
        assertThat(looks).hasValue(0);
        assertThat(kept.of("a", Patience.of(LONG), this::look)).hasSize(1);
    }

    @Test
    void whoever_waits_for_somebody_who_gave_up_looks_for_themselves() throws Exception {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var first = new Somebody<>(() -> kept.of("a", Patience.of(LONG), () -> {
            started.countDown();
            throw await(finish, CompileQueue.overloadedWithReads());
        }));
        started.await();
        var second = new Somebody<>(() -> kept.of("a", Patience.of(LONG), this::look));
        second.waits();
        finish.countDown();

        assertThatThrownBy(first::done).hasRootCauseInstanceOf(ProblemException.class);
        assertThat(second.done()).hasSize(1);
    }

    @Test
    void an_author_finds_room_beside_many_who_read_and_waits_for_one_of_them() throws Exception {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var order = new CopyOnWriteArrayList<String>();
        var readers = new ArrayList<Somebody<Boolean>>();
        readers.add(new Somebody<>(() -> queue.read(
                () -> {
                    started.countDown();
                    return await(finish, order.add("reader"));
                },
                Patience.of(LONG))));
        started.await();
        for (int i = 0; i < 7; i++) {
            var next = new Somebody<>(() -> queue.read(() -> order.add("reader"), Patience.of(LONG)));
            next.waits();
            readers.add(next);
        }
        var author = new Somebody<>(() -> queue.run(() -> order.add("author")));
        author.waits();
        assertOverloaded(() -> queue.read(() -> order.add("late reader"), Patience.of(Duration.ZERO)));
        finish.countDown();

        assertThat(author.done()).isTrue();
        for (var reader : readers) {
            assertThat(reader.done()).isTrue();
        }
        assertThat(order).hasSize(9).doesNotContain("late reader").startsWith("reader", "author");
    }

    @Test
    void what_is_free_is_had_with_no_patience_left() throws PackException {
        assertThat(queue.<String>read(() -> "found", Patience.of(Duration.ZERO)))
                .isEqualTo("found");
        assertThat(kept.of("a", Patience.of(LONG), this::look))
                .isEqualTo(kept.of("a", Patience.of(Duration.ZERO), this::look));
    }
}
