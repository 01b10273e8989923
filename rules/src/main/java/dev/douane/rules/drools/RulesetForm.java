package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.limits.Size;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A compiled ruleset as bytes: part by part the models and classes, then pack by pack what its rules sign with. Reading believes no length
 * and no count; what the classes do is looked at elsewhere.
 */
final class RulesetForm {
    private static final int CLASS_BYTES_MAX = 1 << 20;
    private static final int CLASSES_MAX = 40_000;
    private static final int CITES_MAX = 100;

    /** A rule that can come true in several ways signs for each. */
    private static final int WAYS_MAX = Size.RULES.most() * Size.BRANCHES.most();

    private RulesetForm() {}

    static byte[] write(CompiledRuleset ruleset) {
        var form = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(form)) {
            out.writeInt(ruleset.parts().size());
            for (var part : ruleset.parts().entrySet()) {
                out.writeUTF(part.getKey().stage().name());
                out.writeInt(part.getKey().place());
                write(out, part.getValue());
            }
            out.writeInt(ruleset.signatures().size());
            for (var pack : ruleset.signatures().entrySet()) {
                out.writeInt(pack.getKey());
                out.writeInt(pack.getValue().size());
                for (var rule : pack.getValue().entrySet()) {
                    out.writeUTF(rule.getKey());
                    write(out, rule.getValue());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return form.toByteArray();
    }

    private static void write(DataOutputStream out, RuleClasses compiled) throws IOException {
        out.writeInt(compiled.models().size());
        for (var model : compiled.models()) {
            out.writeUTF(model);
        }
        out.writeInt(compiled.classes().size());
        for (var each : compiled.classes().entrySet()) {
            out.writeUTF(each.getKey());
            out.writeInt(each.getValue().length);
            out.write(each.getValue());
        }
    }

    private static void write(DataOutputStream out, RuleRef rule) throws IOException {
        out.writeUTF(rule.id());
        out.writeUTF(rule.pack());
        out.writeUTF(rule.message());
        out.writeInt(rule.cites().size());
        for (var cite : rule.cites()) {
            out.writeUTF(cite);
        }
    }

    /** @throws IOException saying what is off, if it is not exactly what {@link #write} writes of some ruleset */
    static CompiledRuleset read(byte[] form) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(form))) {
            var parts = new TreeMap<Part, RuleClasses>();
            for (int left = count(in, 2 * Size.PACKS.most()); left > 0; left--) {
                parts.put(new Part(Stage.valueOf(in.readUTF()), in.readInt()), classes(in));
            }
            var signatures = new TreeMap<Integer, SortedMap<String, RuleRef>>();
            for (int left = count(in, Size.PACKS.most()); left > 0; left--) {
                signatures.put(in.readInt(), signatures(in));
            }
            if (in.read() >= 0) {
                throw new IOException("it goes on behind its end");
            }
            return new CompiledRuleset(parts, signatures);
        } catch (IllegalArgumentException e) {
            throw new IOException("it holds what is not known", e);
        }
    }

    private static RuleClasses classes(DataInputStream in) throws IOException {
        var models = texts(in, CLASSES_MAX);
        var classes = new TreeMap<String, byte[]>();
        for (int left = count(in, CLASSES_MAX); left > 0; left--) {
            var name = in.readUTF();
            var bytes = new byte[count(in, CLASS_BYTES_MAX)];
            in.readFully(bytes);
            classes.put(name, bytes);
        }
        return new RuleClasses(models, classes);
    }

    private static SortedMap<String, RuleRef> signatures(DataInputStream in) throws IOException {
        var rules = new TreeMap<String, RuleRef>();
        for (int left = count(in, WAYS_MAX); left > 0; left--) {
            rules.put(in.readUTF(), new RuleRef(in.readUTF(), in.readUTF(), in.readUTF(), texts(in, CITES_MAX)));
        }
        return rules;
    }

    private static List<String> texts(DataInputStream in, int most) throws IOException {
        var texts = new ArrayList<String>();
        for (int left = count(in, most); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static int count(DataInputStream in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("it holds a number (%d) that is not 0 to %d".formatted(count, most));
        }
        return count;
    }
}
