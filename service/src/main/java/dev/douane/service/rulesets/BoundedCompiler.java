package dev.douane.service.rulesets;

import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Compiles with an end: in a thread of its own, so that a compilation which runs away can be given up, and with a word in the log every
 * few seconds. The caller waits.
 */
final class BoundedCompiler implements RuleCompiler {
    private static final Logger LOG = Logger.getLogger(BoundedCompiler.class);
    private static final Duration PROGRESS = Duration.ofSeconds(5);

    private final RuleCompiler compiler;
    private final Duration limit;

    /** @param limit how long one compilation may take */
    BoundedCompiler(RuleCompiler compiler, Duration limit) {
        this.compiler = compiler;
        this.limit = limit;
    }

    /**
     * Compiles.
     *
     * @throws PackException if a rule was refused, or the limit passed
     * @throws CancellationException if this thread was interrupted
     */
    @Override
    public CompiledRules compile(Ruleset ruleset) throws PackException {
        var task = new FutureTask<CompiledRules>(() -> compiler.compile(ruleset));
        var thread = new Thread(task, "douane-compile");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, ruleset);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("compiling %s was interrupted".formatted(ruleset)).initCause(e);
        } finally {
            task.cancel(true);
        }
    }

    private CompiledRules await(FutureTask<CompiledRules> task, Ruleset ruleset)
            throws PackException, InterruptedException {
        var waited = Duration.ZERO;
        while (waited.compareTo(limit) < 0) {
            var left = limit.minus(waited);
            var step = PROGRESS.compareTo(left) < 0 ? PROGRESS : left;
            try {
                return task.get(step.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                waited = waited.plus(step);
                LOG.infof("still compiling or loading %s, %d s so far", ruleset, waited.toSeconds());
            } catch (ExecutionException e) {
                throw failure(ruleset, e.getCause() == null ? e : e.getCause());
            }
        }
        throw refused(ruleset, "compiling took longer than %s and was given up".formatted(limit));
    }

    private static PackException failure(Ruleset ruleset, Throwable cause) {
        if (cause instanceof PackException refused) {
            return refused;
        }
        LOG.errorf(cause, "compiling %s failed", ruleset);
        return refused(ruleset, "the compiler failed: %s".formatted(cause));
    }

    private static PackException refused(Ruleset ruleset, String why) {
        return new PackException(ruleset.toString(), List.of(PackProblem.in("", why)));
    }
}
