package dev.douane.rules.worker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a process writes to its standard error: read, so that it never waits for a reader. The end of it is kept for whoever asks why the process
 * ended; of a virtual machine that breaks, what it says first, since pages of its insides come behind.
 */
final class LastWords {
    private static final int KEPT_CHARS = 8 << 10;

    /** Longer lines are taken for several. */
    private static final int LINE_BYTES = 1 << 10;

    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder breaking = new StringBuilder();
    private final CountDownLatch read = new CountDownLatch(1);
    private int kept;
    private boolean withoutMemory;

    private LastWords() {}

    static LastWords of(InputStream error) {
        var words = new LastWords();
        Thread.ofPlatform().daemon().name("douane-worker-words").start(() -> words.readAll(error));
        return words;
    }

    private void readAll(InputStream error) {
        var buffer = new byte[LINE_BYTES];
        int length = 0;
        try (var in = new BufferedInputStream(error)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    buffer[length++] = (byte) next;
                }
                if (next == '\n' || length == buffer.length) {
                    add(new String(buffer, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                }
            }
            add(new String(buffer, 0, length, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            add("(and no more)");
        } finally {
            read.countDown();
        }
    }

    private synchronized void add(String line) {
        withoutMemory |= tellsOfNoMemory(line);
        if (line.startsWith("#")) { // as each line does that a virtual machine breaks with
            if (breaking.length() + line.length() < KEPT_CHARS) {
                breaking.append(line).append(' ');
            }
            return;
        }
        lines.add(line);
        kept += line.length() + 1;
        while (kept > KEPT_CHARS) {
            kept -= lines.remove().length() + 1;
        }
    }

    /** The words of HotSpot, where the machine has no memory to give it: of its heap it says something else. */
    private static boolean tellsOfNoMemory(String line) {
        return line.contains("insufficient memory for the Java Runtime Environment")
                || (line.contains("os::commit_memory(") && line.contains("failed"));
    }

    /** Waits until all is read that a process said which is gone; no longer than that. */
    void await(Duration most) {
        try {
            if (!read.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                add("(and more)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it said that the machine had no memory for it. */
    synchronized boolean tellOfNoMemory() {
        return withoutMemory;
    }

    /** One line: a pack may have its say in it. */
    @Override
    public synchronized String toString() {
        var said = breaking.isEmpty() ? String.join(" ", lines) : breaking.toString();
        return said.replaceAll("[^\\x21-\\x7E]+", " ").strip();
    }
}
