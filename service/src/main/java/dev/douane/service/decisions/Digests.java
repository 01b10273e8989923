package dev.douane.service.decisions;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of what was asked. */
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
