package dev.douane.rules.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a process writes to its standard error: read, so that it never waits for a reader, and kept for whoever asks why it ended. */
final class LastWords {
    private static final int KEPT_BYTES = 8 << 10;

    private byte[] kept = new byte[0];

    private LastWords() {}

    static LastWords of(InputStream error) {
        var words = new LastWords();
        var thread = new Thread(() -> words.readAll(error), "douane-worker-words");
        thread.setDaemon(true);
        thread.start();
        return words;
    }

    private void readAll(InputStream error) {
        var buffer = new byte[KEPT_BYTES];
        try (error) {
            for (int length = error.read(buffer); length >= 0; length = error.read(buffer)) {
                add(buffer, length);
            }
        } catch (IOException gone) {
            add("(and no more)".getBytes(StandardCharsets.US_ASCII), 13);
        }
    }

    private synchronized void add(byte[] more, int length) {
        var all = Arrays.copyOf(kept, kept.length + length);
        System.arraycopy(more, 0, all, kept.length, length);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - KEPT_BYTES), all.length);
    }

    /** One line: a pack may have its say in it. */
    @Override
    public synchronized String toString() {
        return new String(kept, StandardCharsets.UTF_8)
                .replaceAll("[^\\x20-\\x7E]+", " ")
                .strip();
    }
}
