package dev.douane.rules.drools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A compiled ruleset as bytes: a line naming the format, the {@link Seal} over everything after it, the key it was stored under, then part by
 * part the models and classes.
 */
final class RulesetFile {
    private static final int CLASS_BYTES_MAX = 16 << 20;

    private RulesetFile() {}

    static byte[] write(String key, CompiledRuleset ruleset, Seal seal) {
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            out.writeUTF(key);
            out.writeInt(ruleset.parts().size());
            for (var part : ruleset.parts().entrySet()) {
                out.writeUTF(part.getKey().stage().name());
                out.writeInt(part.getKey().place());
                var compiled = part.getValue();
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
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        var content = body.toByteArray();
        var file = new ByteArrayOutputStream();
        file.writeBytes(seal.format());
        file.writeBytes(seal.of(content));
        file.writeBytes(content);
        return file.toByteArray();
    }

    /** @throws IOException saying what is off, if it is not exactly what {@link #write} made under that key and seal, or reaches what rules may not */
    static CompiledRuleset read(String key, byte[] file, Seal seal) throws IOException {
        var format = seal.format();
        int start = format.length + Seal.BYTES;
        if (file.length < start || !Arrays.equals(format, Arrays.copyOf(file, format.length))) {
            throw new IOException("it is of another format");
        }
        var content = Arrays.copyOfRange(file, start, file.length);
        if (!MessageDigest.isEqual(seal.of(content), Arrays.copyOfRange(file, format.length, start))) {
            throw new IOException("its content is damaged, or was not written here");
        }
        var ruleset = ruleset(key, content);
        var beyond = CompiledReach.beyond(ruleset);
        if (!beyond.isEmpty()) {
            throw new IOException("it reaches what rules may not: " + beyond);
        }
        return ruleset;
    }

    private static CompiledRuleset ruleset(String key, byte[] content) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (!in.readUTF().equals(key)) {
                throw new IOException("it was stored under another key");
            }
            var parts = new TreeMap<Part, RuleClasses>();
            for (int left = in.readInt(); left > 0; left--) {
                parts.put(new Part(Stage.valueOf(in.readUTF()), in.readInt()), part(in));
            }
            return new CompiledRuleset(parts);
        } catch (IllegalArgumentException e) {
            throw new IOException("it holds what is not known", e);
        }
    }

    private static RuleClasses part(DataInputStream in) throws IOException {
        var models = new ArrayList<String>();
        for (int left = in.readInt(); left > 0; left--) {
            models.add(in.readUTF());
        }
        var classes = new TreeMap<String, byte[]>();
        for (int left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > CLASS_BYTES_MAX) {
                throw new IOException("it holds a class of %d bytes".formatted(length));
            }
            var bytes = new byte[length];
            in.readFully(bytes);
            classes.put(name, bytes);
        }
        return new RuleClasses(models, classes);
    }
}
