package dev.douane.service.ledger;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.facts.Outage;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.budgets.AccountReader;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.usage.OutputLengths;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One node's ledger on a test database. */
final class TestLedger implements AutoCloseable {
    final TestServer.Database database;
    final SettableTime time = new SettableTime();
    final Ids ids = new Ids(time);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Budgets budgets;
    final OutputLengths lengths;
    final GatewaysLedger ledger;

    TestLedger(TestServer.Database database) {
        this(database, new TestConfig(), connections -> connections);
    }

    TestLedger(TestServer.Database database, TestConfig config, UnaryOperator<LedgerConnections> around) {
        this(database, config, around, TestCatalog.CATALOG::numbered);
    }

    /** @param catalogs every version there is, by number; what decides is {@link TestCatalog#CATALOG} all the same */
    TestLedger(
            TestServer.Database database,
            TestConfig config,
            UnaryOperator<LedgerConnections> around,
            IntFunction<Catalog> catalogs) {
        this.database = database;
        budgets = new Budgets(database.source(), time, Duration.ofSeconds(1), config.accountsRemembered);
        lengths = new OutputLengths(database.source(), new DecisionLog(database.source()), time);
        var connections = new PostgresConnections(
                database.url(), database.user(), database.password(), config.statementTimeout, config.lockTimeout);
        ledger = new GatewaysLedger(new Ledger(
                around.apply(connections),
                budgets,
                new DecisionLog(database.source()),
                new PriceBooks((connection, version) -> catalogs.apply(version)),
                lengths,
                config.openings,
                config,
                time,
                metrics));
        ledger.start();
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** A budget of a product, or with {@code "each"} of every product; the scope is JSON. */
    void budget(String name, String scope, String amount, String hardness, String expiry) {
        addBudget(database, name, scope, amount, hardness, expiry);
        refresh();
    }

    void refresh() {
        try {
            budgets.refresh();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What rules see once the accounts of such a caller were read. */
    BudgetView complete(Caller caller) {
        var reader = new AccountReader(database.source(), budgets);
        return reader.complete(caller, time.now()).toCompletableFuture().join();
    }

    static void addBudget(
            TestServer.Database database, String name, String scope, String amount, String hardness, String expiry) {
        database.execute("""
                insert into budget values (gen_random_uuid(), '%s', 'P&L', %s * 1000000000::bigint, 'USD', '%s', 'month', 'UTC', '%s', '%s', now(), 'test')""".formatted(name, amount, scope, hardness, expiry));
    }

    Waiting waiting(Question question, @Nullable IdempotencyKey key) {
        return waiting(question, key, List.of());
    }

    Waiting waiting(Question question, @Nullable IdempotencyKey key, List<Outage> outages) {
        var at = time.now();
        var id = ids.next();
        var plan = TestCatalog.plan(question, budgets.seen(), at, outages);
        return new Waiting(
                id,
                plan,
                plan.ahead(),
                GatewaysLedger.GATEWAY,
                key,
                Duration.ofSeconds(20),
                new TestRecording(id, question, at));
    }

    Waiting call(Caller caller, int outputTokens) {
        return waiting(TestCatalog.question(caller, outputTokens, Options.DEFAULT), null);
    }

    CompletionStage<Admitted> admit(Caller caller, int outputTokens) {
        return ledger.admit(call(caller, outputTokens));
    }

    static String text(Admitted admitted) {
        return new String(admitted.answer(), StandardCharsets.UTF_8).replace("\"", "");
    }

    /** Waits for an answer; a failure is thrown as it is. */
    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw e;
        }
    }

    /** Settings small enough for tests. */
    static final class TestConfig implements LedgerConfig {
        int queueCapacity = 4096;
        int lanes = 3;
        int accountsRemembered = 1_000;
        OpeningLimit openings = (key, accounts, first) -> {};
        Duration statementTimeout = Duration.ofSeconds(5);
        Duration lockTimeout = Duration.ofSeconds(5);
        Duration requestDeadline = Duration.ofSeconds(20);

        @Override
        public int queueCapacity() {
            return queueCapacity;
        }

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public int batchSize() {
            return 256;
        }

        @Override
        public Duration linger() {
            return Duration.ZERO;
        }

        @Override
        public Duration holdTtl() {
            return Duration.ofMinutes(15);
        }

        @Override
        public Duration holdLongestLife() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration requestDeadline() {
            return requestDeadline;
        }

        @Override
        public Duration statementTimeout() {
            return statementTimeout;
        }

        @Override
        public Duration lockTimeout() {
            return lockTimeout;
        }

        @Override
        public int expiryBatch() {
            return 64;
        }

        @Override
        public Duration idempotencyTtl() {
            return Duration.ofDays(7);
        }
    }
}
