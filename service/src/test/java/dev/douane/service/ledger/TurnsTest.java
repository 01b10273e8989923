package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.BesideOthers;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.SettableTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@BesideOthers
class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private volatile boolean muchWaits;
    private final Turns turns = new Turns(() -> muchWaits);
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final Somebody first = new Somebody();
    private final Somebody second = new Somebody();
    private final Somebody third = new Somebody();

    /** One lane's thread. */
    private static final class Somebody implements ThreadFactory {
        private Thread thread;
        private final ExecutorService does = Executors.newSingleThreadExecutor(this);

        @Override
        public Thread newThread(Runnable work) {
            thread = Thread.ofPlatform().daemon().unstarted(work);
            return thread;
        }

        <T> Future<T> begins(Callable<T> what) {
            return does.submit(what);
        }

        <T> T does(Callable<T> what) throws Exception {
            return begins(what).get(30, TimeUnit.SECONDS);
        }

        void waits() {
            await().atMost(Duration.ofMinutes(1)).until(() -> thread.getState() == Thread.State.WAITING);
        }
    }

    @AfterEach
    void end() {
        for (var each : List.of(first, second, third)) {
            each.does.shutdownNow();
        }
    }

    private Turns.Pending passed() throws InterruptedException {
        turns.take();
        var mine = new Turns.Pending(Accounts.of(
                new Budgets(new PGSimpleDataSource(), new SettableTime(), Duration.ZERO, 1_000).seen(), List.of()));
        turns.pass(mine);
        return mine;
    }

    private Void again(Turns.Pending mine, String name) throws InterruptedException {
        turns.takeBack(mine);
        order.add(name);
        turns.over(mine);
        turns.leave();
        return null;
    }

    @Test
    void what_failed_and_what_was_decided_on_it_are_done_again_in_order_before_anything_new() throws Exception {
        var one = first.does(this::passed);
        var two = second.does(this::passed);
        turns.ended(one, false);
        assertThat(one.awaitCommit()).isFalse();

        var something = third.begins(() -> {
            turns.take();
            return order.add("new");
        });
        third.waits();
        turns.ended(two, false);
        var secondAgain = second.begins(() -> again(two, "second"));
        second.waits();
        assertThat(order).isEmpty();
        first.does(() -> again(one, "first"));
        secondAgain.get(30, TimeUnit.SECONDS);
        something.get(30, TimeUnit.SECONDS);

        assertThat(order).containsExactly("first", "second", "new");
    }

    @Test
    void what_failed_alone_waits_for_the_commit_before_it() throws Exception {
        var one = first.does(this::passed);
        var two = second.does(this::passed);
        turns.ended(two, false);
        var again = second.begins(() -> again(two, "second"));
        second.waits();

        turns.ended(one, true);
        again.get(30, TimeUnit.SECONDS);

        assertThat(one.awaitCommit()).isTrue();
        assertThat(order).containsExactly("second");
        assertThat(first.does(turns::underWay)).isEmpty();
    }

    @Test
    void whoever_waited_longest_for_something_new_gets_the_turn() throws Exception {
        first.does(() -> {
            turns.take();
            return null;
        });
        var next = second.begins(() -> {
            turns.take();
            order.add("second");
            turns.leave();
            return null;
        });
        second.waits();
        first.does(() -> {
            turns.leave();
            turns.take();
            return order.add("first");
        });
        next.get(30, TimeUnit.SECONDS);

        assertThat(order).containsExactly("second", "first");
    }

    private boolean spare(Duration patience) throws InterruptedException {
        return turns.takeIfMuchWaits(patience);
    }

    private void waitsForMore(Somebody somebody) {
        await().atMost(Duration.ofMinutes(1)).until(() -> somebody.thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void a_further_batch_begins_once_so_much_waits_that_it_is_worth_its_while() throws Exception {
        first.does(this::passed);
        second.does(this::passed);
        var begun = third.begins(() -> spare(LONG));
        waitsForMore(third);
        turns.arrived();
        waitsForMore(third);
        assertThat(begun).isNotDone();

        muchWaits = true;
        turns.arrived();

        assertThat(begun.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_further_batch_begins_once_those_that_usually_do_are_under_way() throws Exception {
        muchWaits = true;
        first.does(this::passed);
        var begun = third.begins(() -> spare(LONG));
        waitsForMore(third);
        turns.arrived();
        assertThat(begun).isNotDone();

        second.does(this::passed);

        assertThat(begun.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_further_batch_begins_while_one_has_to_be_done_again() throws Exception {
        muchWaits = true;
        first.does(this::passed);
        var two = second.does(this::passed);
        turns.ended(two, false);

        assertThat(third.does(() -> spare(Duration.ZERO))).isFalse();
    }

    @Test
    void no_further_batch_begins_while_somebody_has_the_turn() throws Exception {
        muchWaits = true;
        first.does(this::passed);
        second.does(this::passed);
        first.does(() -> {
            turns.take();
            return null;
        });
        assertThat(third.does(() -> spare(Duration.ZERO))).isFalse();

        first.does(() -> {
            turns.leave();
            return null;
        });
        assertThat(third.does(() -> spare(Duration.ZERO))).isTrue();
    }
}
