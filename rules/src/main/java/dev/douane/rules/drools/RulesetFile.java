package dev.douane.rules.drools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A compiled ruleset as a file: a line naming the format, the {@link RulesetMac} over everything after it, the key it was stored under, then its
 * {@link RulesetForm}.
 */
final class RulesetFile {
    private RulesetFile() {}

    static byte[] write(String key, CompiledRuleset ruleset, RulesetMac mac) {
        var body = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(body)) {
            out.writeUTF(key);
            out.write(RulesetForm.write(ruleset));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        var content = body.toByteArray();
        var file = new ByteArrayOutputStream();
        file.writeBytes(mac.format());
        file.writeBytes(mac.of(content));
        file.writeBytes(content);
        return file.toByteArray();
    }

    /** @throws IOException saying what is off, if it is not exactly what {@link #write} made under that key and mac, or reaches what rules may not */
    static CompiledRuleset read(String key, byte[] file, RulesetMac mac) throws IOException {
        var format = mac.format();
        int start = format.length + RulesetMac.BYTES;
        if (file.length < start || !Arrays.equals(format, Arrays.copyOf(file, format.length))) {
            throw new IOException("it is of another format");
        }
        var content = Arrays.copyOfRange(file, start, file.length);
        if (!MessageDigest.isEqual(mac.of(content), Arrays.copyOfRange(file, format.length, start))) {
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
            return RulesetForm.read(in.readAllBytes());
        }
    }
}
