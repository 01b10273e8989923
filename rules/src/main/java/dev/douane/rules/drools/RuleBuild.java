package dev.douane.rules.drools;

import dev.douane.rules.pack.PackProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;

/** Compiles DRL to classes. */
final class RuleBuild {
    /** Drools puts what it builds in one repository of the JVM, by name; ours leaves it again at once, under this lock. */
    private static final Object REPOSITORY = new Object();

    private static final ReleaseId NAME = KieServices.get().newReleaseId("dev.douane", "ruleset", "1");

    /** Where Drools writes down which of the classes are models, below a first line with its version. */
    private static final String MODELS = "META-INF/kie/dev.douane/ruleset/drools-model";

    /** Drools follows an error of the Java compiler with the whole class it generated, which helps no author of rules. */
    private static final String SOURCE_DUMP = "Java source of ";

    private static final String SUFFIX = ".class";

    private RuleBuild() {}

    /**
     * Compiles the sources of one stage.
     *
     * @param header what stands before the rules of a source
     * @param problems where everything that does not compile is noted
     * @return null where there were problems
     */
    static @Nullable RuleClasses compile(
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
            var builder = kie.newKieBuilder(files, RuleBuild.class.getClassLoader());
            try {
                builder.buildAll(ExecutableModelProject.class);
                var errors = builder.getResults().getMessages(Message.Level.ERROR);
                var sourceDumps = errors.stream()
                        .filter(error -> error.getText().startsWith(SOURCE_DUMP))
                        .toList();
                errors.stream()
                        .filter(error -> sourceDumps.size() == errors.size() || !sourceDumps.contains(error))
                        .forEach(error -> problems.add(problem(error, byPath)));
                return errors.isEmpty() ? classes((InternalKieModule) builder.getKieModule()) : null;
            } finally {
                kie.getRepository().removeKieModule(NAME);
            }
        }
    }

    private static RuleClasses classes(InternalKieModule built) {
        var classes = new TreeMap<String, byte[]>();
        built.getClassesMap().forEach((path, bytes) -> classes.put(className(path), bytes));
        var models = new String(Objects.requireNonNull(built.getBytes(MODELS), MODELS), StandardCharsets.UTF_8);
        return new RuleClasses(
                new ArrayList<>(models.lines().filter(classes::containsKey).toList()), classes);
    }

    private static String className(String path) {
        return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
    }

    private static PackProblem problem(Message error, Map<String, DrlSource> byPath) {
        var source = error.getPath() == null ? null : byPath.get(error.getPath());
        var text = error.getText().strip();
        return source == null ? PackProblem.in("", text) : source.problem(Math.max(0, error.getLine()), text);
    }
}
