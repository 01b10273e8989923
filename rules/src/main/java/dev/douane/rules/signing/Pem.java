package dev.douane.rules.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** RFC 7468: one labelled block of Base64. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private Pem() {}

    static String encode(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }

    /** @throws IllegalArgumentException if {@code pem} is not one block of that label; the message quotes nothing of it but the label */
    static byte[] decode(String label, String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new IllegalArgumentException("is not PEM with one block -----BEGIN %s-----".formatted(label));
        }
        if (!block.group(1).equals(label)) {
            throw new IllegalArgumentException("holds a %s where a %s belongs".formatted(block.group(1), label));
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not PEM: its Base64 is broken", e);
        }
    }
}
