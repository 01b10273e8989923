package dev.douane.rules.drools;

import dev.douane.rules.pack.PackProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;

/** The compiled rules of one stage, as Drools holds them. */
final class RuleBase implements AutoCloseable {
    /** Drools finds what it built by name in one repository of the JVM; ours leaves it again at once, under this lock. */
    private static final Object REPOSITORY = new Object();

    private static final ReleaseId NAME = KieServices.get().newReleaseId("dev.douane", "ruleset", "1");

    private final KieContainer container;
    private final KieBase rules;

    private RuleBase(KieContainer container) {
        this.container = container;
        this.rules = container.getKieBase();
    }

    /**
     * Compiles the sources of one stage.
     *
     * @param header what stands before the rules of a source
     * @param problems where everything that does not compile is noted
     * @return null where there were problems
     */
    static @Nullable RuleBase compile(
            List<DrlSource> sources, Function<DrlSource, String> header, List<PackProblem> problems) {
        var kie = KieServices.get();
        var files = kie.newKieFileSystem();
        files.generateAndWritePomXML(NAME);
        var byPath = new HashMap<String, DrlSource>();
        for (var source : sources) {
            byPath.put(source.compiledPath(), source);
            files.write("src/main/resources/" + source.compiledPath(), header.apply(source) + source.drl());
        }
        synchronized (REPOSITORY) {
            var builder = kie.newKieBuilder(files, RuleBase.class.getClassLoader());
            builder.buildAll(ExecutableModelProject.class);
            var errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (errors.isEmpty()) {
                return opened(kie);
            }
            errors.forEach(error -> problems.add(problem(error, byPath)));
            return null;
        }
    }

    private static RuleBase opened(KieServices kie) {
        try {
            return new RuleBase(kie.newKieContainer(NAME, RuleBase.class.getClassLoader()));
        } finally {
            kie.getRepository().removeKieModule(NAME);
        }
    }

    private static PackProblem problem(Message error, Map<String, DrlSource> byPath) {
        var source = error.getPath() == null ? null : byPath.get(error.getPath());
        var text = error.getText().strip();
        return source == null ? PackProblem.in("", text) : source.problem(Math.max(0, error.getLine()), text);
    }

    KieBase rules() {
        return rules;
    }

    @Override
    public void close() {
        container.dispose();
    }
}
