package dev.douane.rules.drools;

import dev.douane.rules.pack.PackProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the rules that a class was compiled from, so that the author of a rule is told what is wrong with the class. The engine makes a method
 * of each rule, which names the classes of its constraints and effects; rules that say the same share them.
 */
final class RulesOfClass extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final Pattern OF_A_RULE = Pattern.compile("rule_(r\\d+(?:w\\d+)?)");
    private static final int NAMED_MAX = 10;

    private final String sought;
    private final @Nullable String reference;
    private final Set<String> rules = new TreeSet<>();
    private boolean isSought;

    private RulesOfClass(String sought, @Nullable String reference) {
        super(API);
        this.sought = sought;
        this.reference = reference;
    }

    /** What is wrong with compiled classes, at the rules they were compiled from; at none where it is wrong with all of them. */
    static List<PackProblem> problems(WrittenRuleset written, CompiledRuleset compiled, UnsoundFormException fault) {
        var name = fault.className();
        var problems = new ArrayList<PackProblem>();
        for (var pack : written.packs()) {
            var classes = compiled.parts().get(pack.part());
            if (name != null && classes != null && name.startsWith(pack.packageName() + ".")) {
                var rules = namedBy(classes, name, fault.reference(), pack.packageName());
                pack.rules().stream()
                        .filter(rule -> rules.contains(rule.name()))
                        .map(rule -> problem(rule, fault))
                        .distinct()
                        .limit(NAMED_MAX)
                        .forEach(problems::add);
            }
        }
        return problems.isEmpty()
                ? List.of(new PackProblem(
                        "", 0, 0, "engine", "what the rules compile to is refused: " + fault.getMessage()))
                : problems;
    }

    private static PackProblem problem(WrittenRule rule, UnsoundFormException fault) {
        return new PackProblem(
                rule.place().file(),
                rule.place().line(),
                rule.place().column(),
                "engine",
                "rule (%s) passed the validator, but could not come into force: %s\nMaybe write its conditions otherwise."
                        .formatted(rule.ref().id(), fault.getMessage()));
    }

    /** What the engine calls the rules of a package whose methods name a class, or are in it and name what they may not. */
    private static Set<String> namedBy(
            RuleClasses classes, String className, @Nullable String reference, String packageName) {
        var found = new RulesOfClass(className, reference);
        classes.classes().forEach((name, classFile) -> {
            if (name.startsWith(packageName + ".")) {
                new ClassReader(classFile).accept(found, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        });
        return found.rules;
    }

    @Override
    public void visit(
            int version,
            int access,
            String itsName,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        isSought = dotted(itsName).equals(sought);
    }

    private static String dotted(String name) {
        return name.replace('/', '.');
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String method, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        var ofRule = OF_A_RULE.matcher(method);
        return ofRule.matches() ? new Naming(ofRule.group(1)) : null;
    }

    private final class Naming extends MethodVisitor {
        private final String rule;

        Naming(String rule) {
            super(API);
            this.rule = rule;
        }

        private void named(String owner, String member) {
            var name = dotted(owner);
            boolean isNamed =
                    isSought ? name.equals(reference) || (name + "#" + member).equals(reference) : name.equals(sought);
            if (isNamed) {
                rules.add(rule);
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            named(type, "<init>");
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            named(owner, name);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            named(owner, name);
        }
    }
}
