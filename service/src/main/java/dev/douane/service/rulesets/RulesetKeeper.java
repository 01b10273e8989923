package dev.douane.service.rulesets;

import dev.douane.rules.decide.Settings;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.packs.Packs;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.DatabaseFailure;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.TimeSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the active ruleset equal to what the database says is in force. Publishing, storing, compiling, testing, warming up and swapping
 * happen one after the other on one thread, away from every request; a start does not wait for it, readiness tells.
 *
 * <p>The database tells of changes, and is asked every second all the same: a scheduled activation takes effect without any change.
 */
@ApplicationScoped
class RulesetKeeper {
    private static final Logger LOG = Logger.getLogger(RulesetKeeper.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LAST_BACKOFF = Duration.ofMinutes(5);

    private final ActiveRuleset active;
    private final Rulesets rulesets;
    private final Packs packs;
    private final PackQuarantine quarantine;
    private final RulesetBuilder builder;
    private final RulesetsConfig config;
    private final TimeSource time;
    private final RulesetNotices notices;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("douane-rulesets").daemon().factory());
    private final AtomicBoolean following = new AtomicBoolean();
    private @Nullable Refused refused;

    /**
     * An activation that could not be followed.
     *
     * @param backoff how long it waited since it was refused last; zero where a trouble of this node was all
     * @param retryAt when it is tried again
     */
    private record Refused(long activation, Duration backoff, Instant retryAt) {}

    @Inject
    RulesetKeeper(
            ActiveRuleset active,
            Rulesets rulesets,
            Packs packs,
            PackQuarantine quarantine,
            RuleCompiler compiler,
            PackWorkers proving,
            RulesetsConfig config,
            TimeSource time,
            DataSource database) {
        this.active = active;
        this.rulesets = rulesets;
        this.packs = packs;
        this.quarantine = quarantine;
        this.builder = new RulesetBuilder(compiler, proving.keeper());
        this.config = config;
        this.time = time;
        this.notices = new RulesetNotices(database, this::follow);
    }

    void onStart(@Observes @Priority(150) StartupEvent start) {
        thread.execute(this::start);
    }

    void onStop(@Observes ShutdownEvent stop) {
        stop();
    }

    /** A start that fails elsewhere ends the container under this thread without that event. */
    @PreDestroy
    void stop() {
        following.set(false);
        notices.close();
        thread.shutdownNow();
    }

    /** Another node, or somebody, may have put another ruleset in force, or the time of a scheduled one may have come. */
    @Background
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        if (following.get()) {
            thread.execute(this::catchUp);
        }
    }

    private void start() {
        try {
            var settings = new Settings(config.defaultMaxOutputTokens(), config.zone());
            var given = packs.publishGiven(this::verify);
            given.forEach(builder::holdsItsPromises);
            rulesets.activateGiven(given, settings);
            begin();
        } catch (PackException e) {
            active.missing(String.valueOf(e.getMessage()));
            LOG.errorf("no ruleset is in force, so nothing is decided. %s", e.getMessage());
        } catch (CancellationException e) {
            LOG.debug("stopping, so nothing is brought in force any more");
        } catch (ProblemException e) {
            active.missing(e.detail());
            startAgain(e.retryAfter().orElse(RETRY), e.detail());
        } catch (RuntimeException e) {
            startFailed(e);
        }
    }

    private void startAgain(Duration later, String why) {
        if (thread.isShutdown()) {
            LOG.debugf("stopping, so nothing is brought in force any more: %s", why);
        } else {
            LOG.warnf("the ruleset cannot be brought in force yet and will be tried again: %s", why);
            var unused = thread.schedule(this::start, later.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Brings in force what is, without testing its packs again, and follows from then on. */
    void begin() throws PackException {
        var stored = rulesets.inForce().orElseThrow();
        quarantine.look(); // before the first call is decided
        put(stored, builder.build(stored));
        following.set(true);
        notices.start();
    }

    private void startFailed(RuntimeException failure) {
        if (thread.isShutdown()) {
            LOG.debugf("stopping, so nothing is brought in force any more: %s", failure.getMessage());
        } else if (DatabaseFailure.isBehind(failure)) {
            active.missing("The database does not answer.");
            startAgain(RETRY, String.valueOf(failure.getMessage()));
        } else {
            active.missing("Unexpected error; the log says more.");
            LOG.error("no ruleset is in force, so nothing is decided", failure);
        }
    }

    synchronized void catchUp() {
        var wanted = Optional.<Long>empty();
        try {
            wanted = rulesets.lastActivation();
            if (wanted.isEmpty() || wanted.equals(active.held().map(ActiveRuleset.Held::activation))) {
                active.upToDate();
                refused = null;
            } else if (!isRefused(wanted.get())) {
                var stored = rulesets.inForce().orElseThrow();
                put(stored, builder.buildTested(stored));
                refused = null;
            }
        } catch (PackException e) {
            refuse(wanted, String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            LOG.debug("stopping, so nothing is brought in force any more");
        } catch (ProblemException e) {
            putOff(wanted, e);
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                LOG.debugf("stopping, so nothing is brought in force any more: %s", e.getMessage());
            } else if (DatabaseFailure.isBehind(e)) {
                LOG.debugf("rulesets cannot be followed while the database is away: %s", e.getMessage());
            } else {
                LOG.error("unexpected error while a ruleset was brought in force", e);
                refuse(wanted, "Unexpected error; the log says more.");
            }
        }
    }

    private boolean isRefused(long wanted) {
        return refused != null && refused.activation() == wanted && time.now().isBefore(refused.retryAt());
    }

    /** A trouble of this node that lifts: nothing is held against the ruleset, and it is tried again before long. */
    private void putOff(Optional<Long> wanted, ProblemException trouble) {
        if (wanted.isEmpty() || thread.isShutdown()) {
            LOG.debugf("nothing is brought in force now: %s", trouble.detail());
            return;
        }
        var again = trouble.retryAfter().orElse(RETRY);
        refused = new Refused(
                wanted.get(), backoffBefore(wanted.get()), time.now().plus(again));
        active.behind(trouble.detail());
        LOG.warnf(
                "the ruleset that was activated cannot be brought in force yet and will be tried again in %s: %s",
                again, trouble.detail());
    }

    /** Zero where this activation was not refused yet. */
    private Duration backoffBefore(long wanted) {
        return refused != null && refused.activation() == wanted ? refused.backoff() : Duration.ZERO;
    }

    /** What is in force here stays; it is tried again later, since the reason may lie in this node. */
    private void refuse(Optional<Long> wanted, String why) {
        if (wanted.isEmpty()) {
            return;
        }
        var before = backoffBefore(wanted.get());
        var backoff = before.isZero() ? FIRST_BACKOFF : before.multipliedBy(2);
        backoff = backoff.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff;
        refused = new Refused(wanted.get(), backoff, time.now().plus(backoff));
        active.behind(why);
        LOG.errorf(
                "the ruleset that was activated cannot be brought in force here; the one before stays, tried again in %s. %s",
                backoff, why);
    }

    /** A pack that breaks its own promises is not published. */
    private void verify(Pack pack) throws PackException {
        LOG.infof("verifying pack %s", pack.reference());
        builder.verify(pack, Vocabulary.FIXED);
    }

    private void put(Rulesets.Stored stored, ActiveRuleset.Held next) {
        LOG.infof(
                "ruleset %d is in force: %d rules",
                stored.ref().number(), next.rules().rules().size());
        active.swap(next).ifPresent(this::retire);
    }

    /** Decisions that began under it may still be on their way. */
    private void retire(ActiveRuleset.Held left) {
        var unused = thread.schedule(left.rules()::close, config.retireAfter().toMillis(), TimeUnit.MILLISECONDS);
    }
}
