package dev.douane.service.budgets;

import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.terms.Timeline;
import dev.douane.service.platform.TimeSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and accounts as this node sees them: a picture in memory that one thread renews, and that every commit of this node brings up
 * to date. Reading it takes one memory access and never waits; when the database is away, the last picture stays.
 *
 * <p>The picture is for rules and lists. Money is taken against {@link Accounts}, which are exact.
 */
@ApplicationScoped
public class Budgets {
    private static final Logger LOG = Logger.getLogger(Budgets.class);

    /** Longer than most transactions last: what a reader missed because it was not committed yet is read again. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** Longer than any transaction may last, for looking back now and then. */
    private static final Duration LOOK_BACK = Duration.ofSeconds(30);

    private static final Duration LOOK_BACK_EVERY = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofMinutes(1);

    private final DataSource database;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final Duration refreshEvery;
    private final int remembered;
    private volatile BudgetsSnapshot seen;
    private final AtomicBoolean wholeIsDue = new AtomicBoolean();
    private final AtomicLong tickets = new AtomicLong();
    private long lastTicket;
    private volatile @Nullable Reading read;
    private @Nullable Instant wholeAt;
    /** By the database's clock, like what follows. */
    private Instant readUntil = Instant.EPOCH;

    private Instant lookedBackAt = Instant.EPOCH;
    private @Nullable ScheduledExecutorService refresher;
    private boolean failing;

    /**
     * When the picture was last compared with the database.
     *
     * @param at before the reading began
     * @param nanos the same by {@link System#nanoTime}
     */
    private record Reading(Instant at, long nanos) {}

    @Inject
    Budgets(DataSource database, TimeSource time, BudgetConfig config) {
        this(database, time, System::nanoTime, config.refreshEvery(), config.accountsRemembered());
    }

    /**
     * Starts nothing by itself.
     *
     * @param remembered how many accounts are remembered, about
     */
    public Budgets(DataSource database, InstantSource time, Duration refreshEvery, int remembered) {
        this(database, time, System::nanoTime, refreshEvery, remembered);
    }

    /** @param nanos a clock that nobody sets */
    Budgets(DataSource database, InstantSource time, LongSupplier nanos, Duration refreshEvery, int remembered) {
        this.remembered = remembered;
        this.seen = new BudgetsSnapshot(TermsBook.EMPTY, remembered);
        this.database = database;
        this.time = time;
        this.nanos = nanos;
        this.refreshEvery = refreshEvery;
    }

    void start(@Observes StartupEvent started) {
        refresher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("budget-view").factory());
        var unused = refresher.scheduleWithFixedDelay(
                this::refreshQuietly, 0, refreshEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (refresher != null) {
            refresher.shutdownNow();
        }
    }

    private void refreshQuietly() {
        try {
            refresh();
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warnf(e, "budgets cannot be read; the last picture stays");
            }
            failing = true;
        }
    }

    /** The picture with all it knows, for the ledger. */
    public BudgetsSnapshot seen() {
        return seen;
    }

    /** Whether nobody has changed any terms since. */
    public static boolean isStill(long revision, Connection connection) throws SQLException {
        return TimelineTable.revision(connection).number() == revision;
    }

    /** Whether the budgets were ever read; before that none is known at all. */
    public boolean isLoaded() {
        return read != null;
    }

    /**
     * How long ago the picture was last compared with the database, by whichever clock says more: the one on the wall can be set back.
     *
     * @return empty before the first time
     */
    public Optional<Duration> age() {
        var last = read;
        if (last == null) {
            return Optional.empty();
        }
        var byTheWall = Duration.between(last.at(), time.instant());
        var passed = Duration.ofNanos(nanos.getAsLong() - last.nanos());
        return Optional.of(byTheWall.compareTo(passed) > 0 ? byTheWall : passed);
    }

    /** Compares the picture with the database now. For one thread at a time. */
    public void refresh() throws SQLException {
        var now = time.instant();
        var start = nanos.getAsLong();
        try (var connection = database.getConnection()) {
            if (wholeIsDue.getAndSet(false)
                    || wholeAt == null
                    || Duration.between(wholeAt, now).abs().compareTo(WHOLE) > 0) {
                readUntil = loaded(connection);
                wholeAt = now;
                return;
            }
            var ticket = tickets.incrementAndGet();
            var revision = TimelineTable.revision(connection);
            var definitions = revision.number() == seen.terms().revision() ? null : TimelineTable.all(connection);
            var changes = BudgetTable.accounts(connection, now, unread(revision.at()), remembered);
            update(
                    ticket,
                    revision.number(),
                    definitions,
                    last -> isCutOff(changes) ? last.withOnly(changes, false) : last.withAccounts(changes));
            readUntil = revision.at();
            read = new Reading(now, start);
        }
    }

    /** Whether there may be more than were read: then what is remembered of those may be out of date. */
    private boolean isCutOff(List<AccountSnapshot> read) {
        return read.size() >= remembered;
    }

    /** Since when changes are looked for. */
    private Instant unread(Instant databaseTime) {
        if (Duration.between(lookedBackAt, databaseTime).abs().compareTo(LOOK_BACK_EVERY) < 0) {
            return readUntil.minus(OVERLAP);
        }
        lookedBackAt = databaseTime;
        return readUntil.minus(LOOK_BACK);
    }

    /** Reads everything anew. For any thread. */
    public void reload() throws SQLException {
        try (var connection = database.getConnection()) {
            load(connection);
        }
    }

    /** The same over a connection of the caller's. */
    public void load(Connection connection) throws SQLException {
        var unused = loaded(connection);
    }

    /** The same; returns the database's time before it was read. */
    private Instant loaded(Connection connection) throws SQLException {
        var now = time.instant();
        var start = nanos.getAsLong();
        var ticket = tickets.incrementAndGet();
        var revision = TimelineTable.revision(connection);
        var definitions = TimelineTable.all(connection);
        var accounts = BudgetTable.accounts(connection, now, null, remembered);
        // leaves out what is over; an account opened meanwhile is merely looked up once more
        update(ticket, revision.number(), definitions, last -> last.withOnly(accounts, !isCutOff(accounts)));
        read = new Reading(now, start);
        return revision.at();
    }

    /**
     * Takes what was read for what there is.
     *
     * @param ticket drawn before the reading began: what was read earlier does not undo what was read later
     * @param definitions null where they are what they were
     */
    private synchronized void update(
            long ticket, long revision, @Nullable List<Timeline> definitions, UnaryOperator<BudgetsSnapshot> accounts) {
        if (definitions != null && ticket > lastTicket) {
            lastTicket = ticket;
            seen = seen.withTerms(seen.terms().followedBy(revision, definitions));
        }
        seen = accounts.apply(seen);
    }

    private synchronized void update(UnaryOperator<BudgetsSnapshot> change) {
        seen = change.apply(seen);
    }

    /** Takes note of what was committed. */
    public void saw(Written written) {
        if (!written.accounts().isEmpty()) {
            update(last -> last.withAccounts(written.accounts()));
        }
    }

    /**
     * Reads accounts that this node does not remember.
     *
     * @param read what was read before for the same
     * @return that and what was found, and what was not
     */
    public JustRead read(Connection connection, Collection<MatchedAccount> touched, JustRead read) throws SQLException {
        if (touched.isEmpty()) {
            return read;
        }
        var found = AccountOpening.find(connection, touched);
        saw(new Written(found));
        return read.and(touched, found);
    }

    /** Forgets every account: what is remembered belongs to another database. */
    public void forget() {
        update(last -> last.withOnly(List.of(), false));
        wholeIsDue.set(true);
    }
}
