package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.BudgetView;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.ReservedDatabase;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Reads the accounts that a call touches and this node does not remember, aside from whoever asked. */
@ApplicationScoped
public class AccountReader {
    private static final int WAITING_MAX = 1_024;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final DataSource database;
    private final Budgets budgets;
    private final ExecutorService reader;

    /** Over connections that no list can take: decisions wait for it. */
    @Inject
    AccountReader(ReservedDatabase reserved, Budgets budgets) {
        this(reserved.source(), budgets);
    }

    /** Over connections of the caller's. */
    public AccountReader(DataSource database, Budgets budgets) {
        this.database = database;
        this.budgets = budgets;
        this.reader = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("account-reader").factory());
    }

    void stop(@Observes ShutdownEvent stopping) {
        reader.shutdownNow();
    }

    /**
     * A picture of the budgets that is {@link BudgetView#isComplete complete} for such a call.
     *
     * @return completed on a thread of its own that must not be kept, or failed with OVERLOADED where too many wait for it
     */
    public CompletionStage<BudgetView> complete(Caller caller, Instant at) {
        var complete = new CompletableFuture<BudgetView>();
        try {
            reader.execute(() -> {
                try {
                    complete.complete(read(caller, at));
                } catch (SQLException | RuntimeException e) {
                    complete.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            complete.completeExceptionally(ProblemException.retryAfter(
                    ProblemType.OVERLOADED, "Too many accounts are being read right now.", SOON));
        }
        return complete;
    }

    private BudgetView read(Caller caller, Instant at) throws SQLException {
        var seen = budgets.seen();
        try (var connection = database.getConnection()) {
            return seen.with(budgets.read(connection, seen.unread(caller, at), JustRead.NOTHING));
        }
    }
}
