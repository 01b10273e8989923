package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What takes too much in a command's own process is told as it is where a server had it done elsewhere. */
class BoundedWorkTest {
    private static final BoundedWork PATIENT =
            new BoundedWork(new WorkerLimits(256, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ZERO));

    /** By the clock five times as much. */
    private static final Duration SHORTLY = Duration.ofMillis(150);

    private static PackException refused(BoundedWork work, Task task, BoundedWork.Step<Object> step) {
        return catchThrowableOfType(PackException.class, () -> work.done(task, "some@1.0.0", step));
    }

    private static PackProblem limit(String message) {
        return new PackProblem("", 0, 0, "limit", message);
    }

    @Test
    void what_is_done_in_time_is_given_and_what_is_wrong_with_it_is_told_as_it_was() throws Exception {
        var wrong = new PackException("some@1.0.0", List.of(PackProblem.in("pack.yaml", "is odd")));

        assertThat(PATIENT.done(Task.CHECK, "some@1.0.0", () -> 7)).isEqualTo(7);
        assertThat(refused(PATIENT, Task.CHECK, () -> {
                    throw wrong;
                }))
                .isSameAs(wrong);
    }

    @ParameterizedTest
    @CsvSource({
        "READ, read, douane.worker.deadline",
        "CHECK, check, douane.worker.deadline",
        "PROVE, prove, douane.rulesets.compile-limit"
    })
    void what_never_ends_is_given_up(Task task, String word, String setting) {
        var shortly = Duration.ofMillis(1);
        var isOver = new AtomicBoolean();
        try {
            var refused = refused(new BoundedWork(new WorkerLimits(256, shortly, shortly, Duration.ZERO)), task, () -> {
                while (!isOver.get()) {
                    Thread.onSpinWait();
                }
                return 0;
            });

            assertThat(refused.subject()).isEqualTo("some@1.0.0");
            assertThat(refused.problems())
                    .containsExactly(
                            limit("takes more than PT0.001S of processor time to %s (%s)".formatted(word, setting)));
        } finally {
            isOver.set(true);
        }
    }

    @Test
    void what_finds_no_more_memory_is_told_so_wherever_it_ran_out() {
        assertThat(refused(PATIENT, Task.PROVE, () -> {
                            throw new IllegalStateException("a task failed", new OutOfMemoryError("Java heap space"));
                        })
                        .problems())
                .containsExactly(limit("takes more than 256 MiB of memory to prove (douane.worker.heap)"));
    }

    /** As it is while the work has taken all there is. */
    @Test
    void where_whoever_waits_finds_no_memory_either_it_is_told_what_becomes_of_the_work() throws Exception {
        var looks = new Semaphore(0);
        var begun = new AtomicBoolean();
        var work = new BoundedWork(new WorkerLimits(256, SHORTLY, SHORTLY, Duration.ZERO, SHORTLY), () -> {
            if (begun.getAndSet(true)) {
                looks.release();
                throw new OutOfMemoryError("Java heap space");
            }
            return Duration.ZERO;
        });

        assertThat(work.done(Task.CHECK, "some@1.0.0", () -> {
                    looks.acquireUninterruptibly(2);
                    return 7;
                }))
                .isEqualTo(7);
        begun.set(false);
        assertThat(refused(work, Task.PROVE, () -> {
                            looks.acquireUninterruptibly(2);
                            throw new OutOfMemoryError("Java heap space");
                        })
                        .problems())
                .containsExactly(limit("takes more than 256 MiB of memory to prove (douane.worker.heap)"));
        begun.set(false);
        assertThat(refused(work, Task.PROVE, () -> {
                            looks.acquireUninterruptibly(Integer.MAX_VALUE);
                            return 7;
                        })
                        .problems())
                .as("it never ends")
                .containsExactly(limit("takes more than 256 MiB of memory to prove (douane.worker.heap)"));
    }

    @Test
    void what_the_checks_do_not_get_to_the_end_of_is_the_packs_fault() {
        assertThat(refused(PATIENT, Task.CHECK, () -> deeper(0)).problems())
                .containsExactly(PackProblem.in("", "is nested too deep to be read"));
        assertThat(refused(PATIENT, Task.CHECK, () -> {
                            Work.upTo(Limit.CASES).spend(5_001);
                            return 0;
                        })
                        .problems())
                .singleElement()
                .asString()
                .startsWith("pack ")
                .contains("at most 5000");
        assertThat(refused(PATIENT, Task.CHECK, () -> {
                            throw new ArithmeticException("overflow");
                        })
                        .problems())
                .containsExactly(PackProblem.in(
                        "", "cannot be checked: the checks themselves fail on it (ArithmeticException)"));
    }

    private static int deeper(int depth) {
        return depth < 0 ? depth : deeper(depth + 1) + 1;
    }
}
