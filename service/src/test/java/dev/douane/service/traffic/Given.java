package dev.douane.service.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a request was answered, and what was recorded of it; names stand for what is drawn at random, {@link Names}.
 *
 * @param headers that mean something to a gateway, a line each
 * @param recordedRequest the canonical request, of a batch one after the other; empty where nothing was recorded
 * @param evidence what it was decided by, likewise
 */
record Given(int status, String headers, String answer, String recordedRequest, String evidence) {
    /** As many digits tell ten thousand texts apart. */
    private static final int DIGITS = 12;

    /** The line of {@code digests.txt}. */
    String line(Asked asked) {
        return String.format(
                Locale.ROOT,
                "%05d %s %d %s %s %s",
                asked.number(),
                asked.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                status,
                digest(headers + "\n" + answer),
                digest(recordedRequest),
                digest(evidence));
    }

    private static String digest(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String text() {
        return status + "\n" + headers + "\n\n" + answer + "\nrequest as recorded: " + recordedRequest + "\nevidence: "
                + evidence;
    }
}
