package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What was compiled elsewhere is loaded only where it can be nothing but rules of its ruleset. */
class SoundFormTest {
    @TempDir
    private static Path directory;

    private static Ruleset ruleset;
    private static byte[] form;

    @BeforeAll
    static void compile() throws PackException {
        ruleset = Ruleset.enforcing(List.of(
                PackOnDisk.of(directory.resolve("packs"), "one", "budget")
                        .rule("R-1", "Budget($n : name, usedFraction > 0.5)", "decision.flag($n);")
                        .read(),
                PackOnDisk.of(directory.resolve("packs"), "two", "sovereignty")
                        .rule("S-1", "Workload(task == \"mail\")", "decision.forbidTraining();")
                        .read()));
        form = new DroolsCompiler(EngineLimits.DEFAULT).form(ruleset);
    }

    private RulesetStore store() {
        return new RulesetStore(
                EngineLimits.DEFAULT,
                Quarantine.NONE,
                directory.resolve("kept"),
                new byte[32],
                directory.resolve("none"));
    }

    private void refused(byte[] other, String why) {
        assertThatThrownBy(() -> store().keep(ruleset, other).close())
                .isInstanceOf(UnsoundFormException.class)
                .hasMessageContaining(why);
    }

    @Test
    void what_a_compiler_makes_is_taken() throws Exception {
        try (var rules = store().keep(ruleset, form)) {
            assertThat(rules.rules()).extracting(RuleRef::id).containsExactly("R-1", "S-1");
        }
    }

    @Test
    void a_form_of_another_ruleset_is_not() throws PackException {
        var other = Ruleset.enforcing(List.of(PackOnDisk.of(directory.resolve("packs"), "three", "budget")
                .rule("R-1", "Budget($n : name, usedFraction > 0.5)", "decision.flag($n);")
                .read()));

        refused(new DroolsCompiler(EngineLimits.DEFAULT).form(other), "signs as (R-1)");
    }

    @Test
    void rules_sign_with_their_own_pack_and_each_with_its_own_id() throws Exception {
        refused(signedBy(ref -> new RuleRef(ref.id(), "two@1.0.0", ref.message(), ref.cites())), "signs as (R-1)");
        refused(signedBy(ref -> new RuleRef("S-1", ref.pack(), ref.message(), ref.cites())), "signs as (S-1)");
        refused(signedBy(ref -> new RuleRef("a\nb", ref.pack(), ref.message(), ref.cites())), "signs as (a");
        refused(signedBy(ref -> new RuleRef(ref.id(), ref.pack(), "x".repeat(3_000), ref.cites())), "signs as (R-1)");
        var compiled = RulesetForm.read(form);
        refused(RulesetForm.write(new CompiledRuleset(compiled.parts(), new TreeMap<>())), "cannot be loaded");
    }

    private static byte[] signedBy(UnaryOperator<RuleRef> other) throws Exception {
        var compiled = RulesetForm.read(form);
        var signatures = new TreeMap<>(compiled.signatures());
        signatures.computeIfPresent(0, (place, pack) -> changed(pack, other));
        return RulesetForm.write(new CompiledRuleset(compiled.parts(), signatures));
    }

    private static SortedMap<String, RuleRef> changed(SortedMap<String, RuleRef> pack, UnaryOperator<RuleRef> other) {
        var changed = new TreeMap<>(pack);
        changed.replaceAll((name, ref) -> other.apply(ref));
        return changed;
    }

    @Test
    void classes_that_can_go_on_without_end_wait_or_are_elsewhere_are_not_taken() throws Exception {
        refused(with("douane.evaluate.p0.Loop", method(0, SoundFormTest::loop)), "jumps back");
        refused(with("douane.evaluate.p0.Waits", method(Opcodes.ACC_SYNCHRONIZED, SoundFormTest::ends)), "waits");
        refused(with("douane.evaluate.p0.Native", method(Opcodes.ACC_NATIVE, code -> {})), "native");
        refused(with("douane.evaluate.p7.Other", method(0, SoundFormTest::ends)), "of no pack");
        refused(with("java.lang.Other", method(0, SoundFormTest::ends)), "of no pack");
        refused(with("douane.evaluate.p0.Exits", method(0, SoundFormTest::exits)), "java.lang.Runtime");
        refused(with("douane.evaluate.p0.Script", method(0, SoundFormTest::runsScript)), "executeScript");
        refused(with("douane.evaluate.p0.Trains", method(0, SoundFormTest::trains)), "another concern");
        refused(with("douane.evaluate.p0.Named", name -> classNamed("douane.evaluate.p0.Otherwise")), "it is class");
        refused(with("douane.evaluate.p0.None", name -> new byte[] {1, 2, 3}), "is none");
    }

    private static byte[] classNamed(String name) {
        return method(0, SoundFormTest::ends).apply(name);
    }

    private static byte[] with(String name, UnaryClass made) throws Exception {
        var compiled = RulesetForm.read(form);
        var parts = new TreeMap<>(compiled.parts());
        parts.computeIfPresent(Part.together(Stage.EVALUATE), (part, classes) -> {
            var more = new TreeMap<>(classes.classes());
            more.put(name, made.apply(name));
            return new RuleClasses(classes.models(), more);
        });
        return RulesetForm.write(new CompiledRuleset(parts, compiled.signatures()));
    }

    private interface UnaryClass {
        byte[] apply(String name);
    }

    private static UnaryClass method(int access, Consumer<MethodVisitor> body) {
        return name -> {
            var writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
            var code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | access, "m", "()V", null, null);
            body.accept(code);
            code.visitEnd();
            writer.visitEnd();
            return writer.toByteArray();
        };
    }

    private static void ends(MethodVisitor code) {
        code.visitCode();
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(2, 2);
    }

    private static void loop(MethodVisitor code) {
        var again = new Label();
        code.visitCode();
        code.visitLabel(again);
        code.visitInsn(Opcodes.NOP);
        code.visitJumpInsn(Opcodes.GOTO, again);
        code.visitMaxs(2, 2);
    }

    private static void exits(MethodVisitor code) {
        code.visitCode();
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Runtime", "getRuntime", "()Ljava/lang/Runtime;", false);
        ends(code);
    }

    private static void runsScript(MethodVisitor code) {
        code.visitCode();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "org/drools/modelcompiler/dsl/pattern/D", "executeScript", "()V", false);
        ends(code);
    }

    private static void trains(MethodVisitor code) {
        code.visitCode();
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, EffectSink.class.getName().replace('.', '/'), "forbidTraining", "()V", false);
        ends(code);
    }

    @Test
    void half_a_form_and_one_that_goes_on_are_none() {
        for (int length = 0; length < form.length; length += 97) {
            refused(Arrays.copyOf(form, length), "cannot be read");
        }
        refused(Arrays.copyOf(form, form.length + 1), "goes on behind its end");
    }

    /** Whatever bytes come, there is an answer, and it is one of the two. */
    @Test
    void a_byte_changed_anywhere_is_told_or_does_no_harm() throws Exception {
        var any = new Random(16);
        for (int i = 0; i < 100; i++) {
            var changed = form.clone();
            changed[any.nextInt(changed.length)] ^= (byte) (1 << any.nextInt(8));
            try {
                store().keep(ruleset, changed).close();
            } catch (UnsoundFormException told) {
                assertThat(told).hasMessageMatching("(?s).+");
            }
        }
    }
}
