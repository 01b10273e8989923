package dev.douane.rules.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.limits.Size;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages between a server and its worker: how many parts, then each part behind its length in bytes, both as {@code int}. The first part is
 * JSON. Nothing is believed before it is there: a length that is too long is refused unread, and memory is taken as bytes come in.
 */
final class Frames {
    /** The parts of a message: its JSON, and the packs of a ruleset. */
    static final int PARTS_MAX = 1 + Size.PACKS.most();

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(20)
                            .maxNameLength(200)
                            .maxStringLength(4 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private Frames() {}

    /**
     * What is said.
     *
     * @param head a {@link Job} or an {@link Answer}
     * @param parts the bytes that belong to it
     */
    record Message<T>(T head, List<byte[]> parts) {}

    /** A message is longer than anybody asked for. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }

    static void write(OutputStream to, Message<?> message) throws IOException {
        var out = new DataOutputStream(to);
        out.writeInt(1 + message.parts().size());
        write(out, MAPPER.writeValueAsBytes(message.head()));
        for (var part : message.parts()) {
            write(out, part);
        }
        out.flush();
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /**
     * The next message.
     *
     * @param most bytes of all its parts
     * @throws EOFException if there is none, or only half of one
     * @throws TooLong if it is longer
     * @throws IOException if it is none
     */
    static <T> Message<T> read(DataInputStream in, Class<T> type, int most) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > PARTS_MAX) {
            throw new IOException("a message of %d parts is none".formatted(count));
        }
        int left = most;
        var parts = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            var part = part(in, left);
            left -= part.length;
            parts.add(part);
        }
        return new Message<>(MAPPER.readValue(parts.getFirst(), type), List.copyOf(parts.subList(1, count)));
    }

    private static byte[] part(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new TooLong("a part of %d bytes is longer than %d".formatted(length, most));
        }
        var part = in.readNBytes(length);
        if (part.length < length) {
            throw new EOFException("a part ends after %d of %d bytes".formatted(part.length, length));
        }
        return part;
    }
}
