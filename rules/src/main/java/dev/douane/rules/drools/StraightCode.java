package dev.douane.rules.drools;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Code that comes to an end: no method of it jumps back, catches anything, waits for anything or is native. All that the engine writes for
 * rules is so.
 */
final class StraightCode extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final int REFUSED_OF_METHODS = Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED;

    private final String name;
    private @Nullable String fault;

    private StraightCode(String name) {
        super(API);
        this.name = name;
    }

    /**
     * Looks at a class.
     *
     * @param name as it is to be loaded, with dots
     * @throws IOException saying what it has that rules do not
     */
    static void check(String name, byte[] classFile) throws IOException {
        var code = new StraightCode(name);
        try {
            new ClassReader(classFile).accept(code, ClassReader.SKIP_DEBUG);
        } catch (RuntimeException e) {
            throw new IOException("it is no class file", e);
        }
        if (code.fault != null) {
            throw new IOException(code.fault);
        }
    }

    @Override
    public void visit(
            int version,
            int access,
            String itsName,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        if (!itsName.replace('/', '.').equals(name) || (access & Opcodes.ACC_MODULE) != 0) {
            fault = "it is class (%s)".formatted(itsName);
        }
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if ((access & REFUSED_OF_METHODS) != 0) {
            fault = "method (%s) is native or waits".formatted(method);
        }
        return new Straight(method);
    }

    private final class Straight extends MethodVisitor {
        private final String method;
        private final Set<Label> passed = new HashSet<>();

        Straight(String method) {
            super(API);
            this.method = method;
        }

        private void refuse(String what) {
            fault = "method (%s) %s".formatted(method, what);
        }

        private void goTo(Label label) {
            if (passed.contains(label)) {
                refuse("jumps back");
            }
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (opcode == Opcodes.JSR) {
                refuse("has a subroutine");
            }
            goTo(label);
        }

        @Override
        public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
            goTo(otherwise);
            List.of(labels).forEach(this::goTo);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            goTo(otherwise);
            List.of(labels).forEach(this::goTo);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            refuse("catches");
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
                refuse("waits");
            }
        }
    }
}
