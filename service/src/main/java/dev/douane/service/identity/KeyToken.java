package dev.douane.service.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a caller shows: {@code dk_<id>_<secret>}, where the id is 16 letters and digits and the secret 43 characters of base64url, 256
 * random bits. A preset bootstrap key may be any other text; its id is {@value #PRESET_ID}.
 *
 * <p>Never logged: {@link #toString()} says the id only.
 */
final class KeyToken {
    /** The id of a key that somebody else made up. */
    static final String PRESET_ID = "bootstrap";

    private static final String PREFIX = "dk_";
    private static final int SEPARATOR = 19;
    private static final int LENGTH = 63;
    private static final String ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;
    private final String id;

    private KeyToken(String text, String id) {
        this.text = text;
        this.id = id;
    }

    /** What a caller sent, well-formed or not. */
    static KeyToken of(String text) {
        return new KeyToken(text, hasForm(text) ? text.substring(PREFIX.length(), SEPARATOR) : PRESET_ID);
    }

    /** Whether a text has the form of a key that was made here, and so may be one. */
    static boolean isWhole(String text) {
        return hasForm(text);
    }

    /** By hand, since every call of every gateway is looked at. */
    private static boolean hasForm(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX) || text.charAt(SEPARATOR) != '_') {
            return false;
        }
        for (int at = PREFIX.length(); at < SEPARATOR; at++) {
            var c = text.charAt(at);
            if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        for (int at = SEPARATOR + 1; at < LENGTH; at++) {
            var c = text.charAt(at);
            if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** A new one that nobody can guess. */
    static KeyToken generate() {
        var id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_ALPHABET.charAt(RANDOM.nextInt(ID_ALPHABET.length())));
        }
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return of(
                "dk_%s_%s".formatted(id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret)));
    }

    String id() {
        return id;
    }

    /** The whole key, to be shown once. */
    String secretText() {
        return text;
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
