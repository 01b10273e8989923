package dev.douane.service.rulesets;

import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.drools.UnsoundFormException;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.packworker.PackWorker;
import java.util.List;
import org.jboss.logging.Logger;

/** Takes what was compiled before, or has another process compile it and loads what that says, once it is checked. */
final class WorkerCompiler implements RuleCompiler {
    private static final Logger LOG = Logger.getLogger(WorkerCompiler.class);

    private final RulesetStore store;
    private final PackWorker worker;

    WorkerCompiler(RulesetStore store, PackWorker worker) {
        this.store = store;
        this.worker = worker;
    }

    @Override
    public CompiledRules compile(Ruleset ruleset) throws PackException {
        var found = store.find(ruleset);
        if (found.isPresent()) {
            return found.get();
        }
        var form = worker.compile(ruleset);
        try {
            return store.keep(ruleset, form);
        } catch (UnsoundFormException e) {
            LOG.errorf(e, "what %s was compiled to is not loaded", ruleset);
            throw new PackException(
                    ruleset.toString(),
                    List.of(PackProblem.in(
                            "", "compiles to what rules never are, so it is not loaded; the log says more")));
        }
    }
}
