package dev.douane.rules.signing;

import dev.douane.rules.pack.Pack;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A private Ed25519 key. Never shown: {@link #toString} tells nothing of it. */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final TrustedKey verifying;

    private SigningKey(PrivateKey key, TrustedKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /** A new key, from the platform's own source of randomness. */
    public static SigningKey generate() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), TrustedKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    /**
     * Reads a private key (PKCS#8) and the public key (SubjectPublicKeyInfo) that belongs to it.
     *
     * @throws IllegalArgumentException if they are no Ed25519 keys, or do not belong together
     */
    public static SigningKey parse(String privatePem, String publicPem) {
        var verifying = TrustedKey.parse(publicPem);
        try {
            var key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(LABEL, privatePem)));
            var pair = new SigningKey(key, verifying);
            var probe = "douane key pair".getBytes(StandardCharsets.US_ASCII);
            if (!verifying.verifies(probe, pair.sign(probe))) {
                throw new IllegalArgumentException(
                        "the private key does not belong to the public key (%s)".formatted(verifying.id()));
            }
            return pair;
        } catch (GeneralSecurityException e) {
            // the cause may quote key material, so it is not passed on
            throw new IllegalArgumentException("is no private Ed25519 key in PKCS#8 form");
        }
    }

    /** The public half. */
    public TrustedKey publicKey() {
        return verifying;
    }

    /** Vouches for a pack, exactly as it is. */
    public Envelope sign(Pack pack) {
        var payload = Statement.of(pack);
        var signature = sign(Envelope.signedBytes(Statement.PAYLOAD_TYPE, payload));
        return Envelope.of(Statement.PAYLOAD_TYPE, payload, verifying.id(), signature);
    }

    private byte[] sign(byte[] bytes) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs whatever it is given", e);
        }
    }

    /** The private key as PEM, to be written where only its owner can read it. */
    public String toSecretPem() {
        return Pem.encode(LABEL, key.getEncoded());
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifying.id() + "]";
    }
}
