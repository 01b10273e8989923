package dev.douane.rules.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
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

    /** The prime that coordinates are counted by, and the two numbers whose negative quotient is the curve's {@code d} (RFC 8032). */
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private static final BigInteger D_ABOVE = BigInteger.valueOf(121_665);
    private static final BigInteger D_BELOW = BigInteger.valueOf(121_666);

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
     * @throws IllegalArgumentException if it is no Ed25519 key, or one that nobody made: under a point of small order one signature fits whatever
     *     is signed
     */
    public static TrustedKey parse(String pem) {
        try {
            var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Pem.decode(LABEL, pem)));
            if (!(key instanceof EdECPublicKey point) || isWeak(point.getPoint().getY())) {
                throw new IllegalArgumentException(
                        "is no public Ed25519 key that anybody made: signatures under it prove nothing (a point of small order, or one that is written in a second way)");
            }
            Signature.getInstance("Ed25519").initVerify(key); // which looks whether the point is on the curve
            return of(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is no public Ed25519 key (SubjectPublicKeyInfo in PEM)", e);
        }
    }

    /**
     * Whether a point is of order 1, 2, 4 or 8, or its coordinate has a shorter form. Twice a point of order 4 has {@code y = -1}, which is where
     * {@code y = 0}; twice one of order 8 has {@code y = 0}, which is where {@code d y^4 + 2 y^2 = 1}.
     */
    private static boolean isWeak(BigInteger y) {
        var square = y.multiply(y).mod(P);
        var fourth = square.multiply(square).mod(P);
        var ofOrder8 = D_BELOW.multiply(square.shiftLeft(1).subtract(BigInteger.ONE))
                .subtract(D_ABOVE.multiply(fourth))
                .mod(P);
        return y.compareTo(P) >= 0 || square.signum() == 0 || square.equals(BigInteger.ONE) || ofOrder8.signum() == 0;
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
