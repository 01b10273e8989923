package dev.douane.service.fire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Watches hard budgets in two ways: a connection of its own that reads all figures as often as it can, and a trigger that looks at each
 * version of each account as it is written and remembers those past their limit, which thereby covers every commit. Where the database
 * goes away meanwhile, it looks again as soon as it is back.
 */
final class Observer implements AutoCloseable {
    private static final String WATCH = """
            create table if not exists fire_overdrawn (account bigint, held bigint, spent bigint, limit_nanos bigint);
            create sequence if not exists fire_versions;
            create or replace function fire_watch() returns trigger language plpgsql as $$
            begin
                perform nextval('fire_versions');
                if new.hard and new.held_nanos + new.spent_nanos > new.limit_nanos then
                    insert into fire_overdrawn values (new.id, new.held_nanos, new.spent_nanos, new.limit_nanos);
                end if;
                return null;
            end $$;
            create or replace trigger fire_watch after insert or update on budget_account for each row execute function fire_watch()""";

    private static final String LOOK =
            "select count(*) from budget_account where hard and held_nanos + spent_nanos > limit_nanos";

    private final Books.Database database;
    private final AtomicLong looks = new AtomicLong();
    private final CompletableFuture<Long> overdrawn = new CompletableFuture<>();
    private volatile boolean stopping;

    Observer(House house) {
        this.database = () -> house.postmaster().database().getConnection();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(WATCH);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofPlatform().daemon().name("observer").start(this::look);
    }

    private void look() {
        var seen = new AtomicLong();
        try {
            while (!stopping) {
                lookWhileThereIsADatabase(seen);
            }
            overdrawn.complete(seen.get());
        } catch (SQLException | RuntimeException e) {
            overdrawn.completeExceptionally(e);
        }
    }

    private void lookWhileThereIsADatabase(AtomicLong seen) throws SQLException {
        try (var connection = Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(database::connect, Objects::nonNull);
                var statement = connection.prepareStatement(LOOK)) {
            while (!stopping) {
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    seen.addAndGet(rows.getLong(1));
                }
                looks.incrementAndGet();
            }
        } catch (SQLException e) {
            if (!DatabaseFailure.isAway(e)) {
                throw e;
            }
        }
    }

    /**
     * Ends the watch; says how often it looked.
     *
     * @param commits so many at least wrote a version of an account: what was held, by the most that could be held at once
     */
    String sawNothingPastItsLimit(long commits) {
        stopping = true;
        assertThat(overdrawn.join()).as("looks at an overdrawn account").isZero();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select (select count(*) from fire_overdrawn), (select case when is_called then last_value else 0 end from fire_versions)")) {
            rows.next();
            assertThat(rows.getLong(1))
                    .as("versions of accounts past their limit")
                    .isZero();
            assertThat(looks.get()).isPositive();
            assertThat(rows.getLong(2))
                    .as("versions of accounts that were looked at")
                    .isGreaterThanOrEqualTo(commits)
                    .isPositive();
            return "observer: %d looks, %d versions of accounts".formatted(looks.get(), rows.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stopping = true;
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("drop trigger fire_watch on budget_account");
            statement.execute("drop table fire_overdrawn; drop sequence fire_versions");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
