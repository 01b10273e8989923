package dev.douane.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds where one HTTP/1.1 response after the other ends, however the bytes arrive. Bodies are counted, not kept. Not safe for use by two
 * threads.
 */
final class ResponseReader {
    private static final int HEAD_MAX = 16_384;
    private static final int OF_CHUNK = -1;

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK_END,
        TRAILER
    }

    private final byte[] line = new byte[HEAD_MAX];
    private int filled;
    private State state = State.HEAD;
    private int status;
    private long left;
    private boolean chunked;

    /** The status of the response that ended last. */
    int status() {
        return status;
    }

    /**
     * Reads on.
     *
     * @return where the response ended, exclusive; -1 while it has not, and then all was read
     * @throws IllegalStateException if what arrived is no HTTP/1.1 response
     */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (state == State.BODY) {
                var taken = (int) Math.min(left, to - at);
                at += taken;
                left -= taken;
                if (left > 0) {
                    return -1;
                }
                if (chunked) {
                    state = State.CHUNK_END;
                } else {
                    state = State.HEAD;
                    return at;
                }
            } else {
                byte next = bytes[at++];
                keep(next);
                if (next == '\n' && lineEnds()) {
                    return at;
                }
            }
        }
        return -1;
    }

    private void keep(byte next) {
        if (filled == HEAD_MAX) {
            throw new IllegalStateException("a response's head is longer than (%d) bytes".formatted(HEAD_MAX));
        }
        line[filled++] = next;
    }

    /** True when the response ends with this line. */
    private boolean lineEnds() {
        switch (state) {
            case HEAD -> {
                return endsWithBlankLine() && headEnds();
            }
            case CHUNK_SIZE -> {
                var size = text().strip();
                var extension = size.indexOf(';');
                left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
                state = left == 0 ? State.TRAILER : State.BODY;
            }
            case CHUNK_END -> {
                text();
                state = State.CHUNK_SIZE;
            }
            case TRAILER -> {
                if (text().isBlank()) {
                    state = State.HEAD;
                    return true;
                }
            }
            case BODY -> throw new IllegalStateException("bodies have no lines");
        }
        return false;
    }

    private boolean endsWithBlankLine() {
        return filled >= 4 && line[filled - 2] == '\r' && line[filled - 3] == '\n' && line[filled - 4] == '\r';
    }

    private boolean headEnds() {
        var head = text();
        if (!head.startsWith("HTTP/1.1 ")) {
            throw new IllegalStateException(
                    "this is no HTTP/1.1 response: [%s]".formatted(head.lines().findFirst()));
        }
        status = Integer.parseInt(head.substring(9, 12));
        left = length(head.toLowerCase(Locale.ROOT));
        chunked = left == OF_CHUNK;
        state = chunked ? State.CHUNK_SIZE : State.BODY;
        if (left == 0) {
            state = State.HEAD;
            return true;
        }
        return false;
    }

    private static long length(String head) {
        var named = head.indexOf("\r\ncontent-length:");
        if (named >= 0) {
            var from = named + "\r\ncontent-length:".length();
            return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
        }
        if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
            return OF_CHUNK;
        }
        if (head.startsWith("http/1.1 204")) {
            return 0;
        }
        throw new IllegalStateException("a response without a length: [%s]".formatted(head.strip()));
    }

    private String text() {
        var text = new String(line, 0, filled, StandardCharsets.ISO_8859_1);
        filled = 0;
        return text;
    }
}
