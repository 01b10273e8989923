package dev.douane.service.rulesets;

import dev.douane.rules.decide.Settings;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.service.packs.Packs;
import dev.douane.service.platform.DatabaseFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps the active ruleset equal to what the database says is in force. Publishing, storing, compiling and swapping happen one after the
 * other on one thread, away from every request; a start does not wait for it, readiness tells.
 */
@ApplicationScoped
class RulesetKeeper {
    private static final Logger LOG = Logger.getLogger(RulesetKeeper.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ActiveRuleset active;
    private final Rulesets rulesets;
    private final Packs packs;
    private final RuleCompiler compiler;
    private final RulesetsConfig config;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("douane-rulesets").daemon().factory());
    private final AtomicBoolean following = new AtomicBoolean();
    private Optional<Long> refused = Optional.empty(); // the activation that could not be followed

    @Inject
    RulesetKeeper(ActiveRuleset active, Rulesets rulesets, Packs packs, RuleCompiler compiler, RulesetsConfig config) {
        this.active = active;
        this.rulesets = rulesets;
        this.packs = packs;
        this.compiler = compiler;
        this.config = config;
    }

    void onStart(@Observes @Priority(150) StartupEvent start) {
        thread.execute(this::start);
    }

    void onStop(@Observes ShutdownEvent stop) {
        thread.shutdownNow();
    }

    /** Another node, or somebody, may have put another ruleset in force. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        if (following.get()) {
            thread.execute(this::catchUp);
        }
    }

    private void start() {
        try {
            var settings = new Settings(config.defaultMaxOutputTokens(), config.zone());
            rulesets.activateGiven(packs.publishGiven(this::verify), settings);
            bringInForce();
            following.set(true);
        } catch (PackException e) {
            active.missing(String.valueOf(e.getMessage()));
            LOG.errorf("no ruleset is in force, so nothing is decided. %s", e.getMessage());
        } catch (CancellationException e) {
            LOG.debug("stopping, so nothing is brought in force any more");
        } catch (RuntimeException e) {
            startFailed(e);
        }
    }

    private void startFailed(RuntimeException failure) {
        if (DatabaseFailure.isBehind(failure)) {
            active.missing("The database does not answer.");
            LOG.warnf("the ruleset cannot be brought in force yet and will be tried again: %s", failure.getMessage());
            var unused = thread.schedule(this::start, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            active.missing("Unexpected error; the log says more.");
            LOG.error("no ruleset is in force, so nothing is decided", failure);
        }
    }

    synchronized void catchUp() {
        try {
            var held = active.held().map(ActiveRuleset.Held::activation);
            var last = rulesets.lastActivation();
            if (!last.equals(held) && !last.equals(refused)) {
                refused = last; // until it is in force, so that it is not compiled again and again
                bringInForce();
            }
        } catch (PackException e) {
            LOG.errorf(
                    "the ruleset that was activated cannot be brought in force here; the one before stays. %s",
                    e.getMessage());
        } catch (CancellationException e) {
            LOG.debug("stopping, so nothing is brought in force any more");
        } catch (RuntimeException e) {
            if (DatabaseFailure.isBehind(e)) {
                refused = Optional.empty();
                LOG.debugf("rulesets cannot be followed while the database is away: %s", e.getMessage());
            } else {
                LOG.error("the ruleset that was activated cannot be brought in force here; the one before stays", e);
            }
        }
    }

    /** A pack that breaks its own promises is not published. */
    private void verify(Pack pack) throws PackException {
        LOG.infof("verifying pack %s", pack.reference());
        var problems = new PackVerifier(compiler, JurisdictionsReader.shipped())
                .verify(pack)
                .problems();
        if (!problems.isEmpty()) {
            throw new PackException(pack.reference(), problems);
        }
    }

    private void bringInForce() throws PackException {
        var stored = rulesets.inForce().orElseThrow();
        LOG.infof("compiling ruleset %d: %s", stored.ref().number(), stored.ruleset());
        var began = System.nanoTime();
        var rules = compiler.compile(stored.ruleset());
        LOG.infof(
                "ruleset %d is in force: %d rules, ready after %d ms",
                stored.ref().number(), rules.rules().size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        active.swap(new ActiveRuleset.Held(
                        stored.activation(), new InForce(stored.ref(), rules, stored.settings()), rules))
                .ifPresent(this::retire);
    }

    /** Decisions that began under it may still be on their way. */
    private void retire(ActiveRuleset.Held left) {
        var unused = thread.schedule(left.rules()::close, config.retireAfter().toMillis(), TimeUnit.MILLISECONDS);
    }
}
