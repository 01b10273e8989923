package dev.douane.rules.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * A public Ed25519 key.
 *
 * @param id {@code sha256:} and 64 hex digits: SHA-256 of the key's SubjectPublicKeyInfo in DER
 * @param key what verifies
 */
public record TrustedKey(String id, PublicKey key) {
    private static final String LABEL = "PUBLIC KEY";

    static TrustedKey of(PublicKey key) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new TrustedKey("sha256:" + HexFormat.of().formatHex(sha256), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a key in PEM (SubjectPublicKeyInfo).
     *
     * @throws IllegalArgumentException if it is no Ed25519 key
     */
    public static TrustedKey parse(String pem) {
        try {
            return of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Pem.decode(LABEL, pem))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is no public Ed25519 key (SubjectPublicKeyInfo in PEM)", e);
        }
    }

    /** Whether this key made {@code signature} over {@code bytes}. */
    boolean verifies(byte[] bytes, byte[] signature) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (SignatureException notOfThatForm) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key verifies whatever it is given", e);
        }
    }

    /** The key as PEM. */
    public String toPem() {
        return Pem.encode(LABEL, key.getEncoded());
    }
}
