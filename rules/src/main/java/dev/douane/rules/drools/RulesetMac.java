package dev.douane.rules.drools;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What vouches for the content of a file: a digest, which finds damage, or a code by a key, which only who has the key can make. */
final class RulesetMac {
    static final int BYTES = 32;

    /** For what lies beside the program, where whoever can write can change the program as well. */
    static final RulesetMac DIGEST = new RulesetMac("douane-rules-2\n", null);

    private static final String HMAC = "HmacSHA256";

    private final byte[] format;
    private final @Nullable SecretKeySpec key;

    private RulesetMac(String format, @Nullable SecretKeySpec key) {
        this.format = format.getBytes(StandardCharsets.US_ASCII);
        this.key = key;
    }

    /** @param key of an installation, 32 random bytes; kept in another directory than the files */
    static RulesetMac by(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key has %d bytes, not %d".formatted(BYTES, key.length));
        }
        return new RulesetMac("douane-rules-3\n", new SecretKeySpec(key, HMAC));
    }

    /** The line a file under this mac begins with. */
    byte[] format() {
        return format.clone();
    }

    /** {@value #BYTES} bytes. */
    byte[] of(byte[] content) {
        try {
            if (key == null) {
                return MessageDigest.getInstance("SHA-256").digest(content);
            }
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and HMAC", e);
        }
    }
}
