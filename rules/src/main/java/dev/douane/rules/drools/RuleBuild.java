package dev.douane.rules.drools;

import dev.douane.rules.pack.PackProblem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.internal.builder.conf.ReproducibleExecutableModelGenerationOption;

/** Compiles DRL to classes. */
final class RuleBuild {
    /** Drools puts what it builds in one repository of the JVM, by name; ours leaves it again at once, under this lock. */
    private static final Object REPOSITORY = new Object();

    private static final ReleaseId NAME = KieServices.get().newReleaseId("dev.douane", "ruleset", "1");

    /** Where Drools writes down which of the classes are models, below a first line with its version. */
    private static final String MODELS = "META-INF/kie/dev.douane/ruleset/drools-model";

    /** The engine's description of the module, which holds nothing of the rules, and which nobody loads. */
    private static final String PROJECT = "org/drools/project/model/";

    /** Drools follows an error of the Java compiler with the whole class it generated, which helps no author of rules. */
    private static final String SOURCE_DUMP = "Java source of ";

    private static final String SUFFIX = ".class";

    private static final Logger LOG = System.getLogger(RuleBuild.class.getName());

    static {
        // what is compiled twice is the same twice, and thousands of rules are loaded one after the other as few are:
        // else the engine loads 2,999
        // of a package and more on threads of the JVM, which nothing that is compiled may reach (CompiledReach)
        System.setProperty(ReproducibleExecutableModelGenerationOption.PROPERTY_NAME, "true");
    }

    private RuleBuild() {}

    /**
     * Compiles the rules of one stage.
     *
     * @param problems where everything that does not compile is noted
     * @return null where there were problems
     */
    static @Nullable RuleClasses compile(List<WrittenPack> packs, List<PackProblem> problems) {
        var kie = KieServices.get();
        var files = kie.newKieFileSystem();
        files.generateAndWritePomXML(NAME);
        var byPath = new HashMap<String, WrittenPack>();
        for (var pack : packs) {
            byPath.put(pack.path(), pack);
            files.write("src/main/resources/" + pack.path(), pack.drl());
        }
        var built = built(files, byPath, problems);
        return built == null ? null : whole(classes(built), packs);
    }

    private static @Nullable InternalKieModule built(
            KieFileSystem files, Map<String, WrittenPack> byPath, List<PackProblem> problems) {
        var kie = KieServices.get();
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
                return errors.isEmpty() ? (InternalKieModule) builder.getKieModule() : null;
            } catch (RuntimeException e) { // Drools' own generator; no pack may take the server down with it
                if (Thread.currentThread().isInterrupted()) {
                    throw e; // we were told to stop: that is no fault of the rules
                }
                LOG.log(Level.ERROR, "the engine failed on rules that passed the validator", e);
                problems.add(new PackProblem(
                        "",
                        0,
                        0,
                        "engine",
                        "the engine cannot compile these rules: %s"
                                .formatted(e.getClass().getSimpleName())));
                return null;
            } finally {
                kie.getRepository().removeKieModule(NAME);
            }
        }
    }

    /** A compile that is interrupted may end without a word, with packages missing: that must neither be run nor kept. */
    private static RuleClasses whole(RuleClasses compiled, List<WrittenPack> packs) {
        for (var pack : packs) {
            var inPackage = pack.packageName() + ".";
            if (!pack.rules().isEmpty() && compiled.models().stream().noneMatch(model -> model.startsWith(inPackage))) {
                throw new IllegalStateException("the compiler left out %s: it was cut off".formatted(pack.path()));
            }
        }
        return compiled;
    }

    private static RuleClasses classes(InternalKieModule built) {
        var classes = new TreeMap<String, byte[]>();
        built.getClassesMap().forEach((path, bytes) -> {
            if (!path.startsWith(PROJECT)) {
                classes.put(className(path), bytes);
            }
        });
        var models = new String(Objects.requireNonNull(built.getBytes(MODELS), MODELS), StandardCharsets.UTF_8);
        return new RuleClasses(
                new ArrayList<>(models.lines().filter(classes::containsKey).toList()), classes);
    }

    private static String className(String path) {
        return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
    }

    /** What passed the validator compiles; where it does not, the fault is ours, and the author is told which rule to write otherwise meanwhile. */
    private static PackProblem problem(Message error, Map<String, WrittenPack> byPath) {
        var pack = error.getPath() == null ? null : byPath.get(error.getPath());
        var rule = pack == null ? null : pack.at(error.getLine()).orElse(null);
        var text = error.getText().strip();
        return rule == null
                ? new PackProblem("", 0, 0, "engine", text)
                : new PackProblem(
                        rule.place().file(),
                        rule.place().line(),
                        rule.place().column(),
                        "engine",
                        "rule (%s) passed the validator but does not compile: %s"
                                .formatted(rule.ref().id(), text));
    }
}
