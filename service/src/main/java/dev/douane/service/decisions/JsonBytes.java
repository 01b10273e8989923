package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON in UTF-8, written over and over again into the same place: each thread has one of its own, and what is written while something else is
 * being written gets another.
 */
final class JsonBytes {
    /** Writes something; memory does not fail, so nothing else does. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** The same for who has to know where something stands. */
    @FunctionalInterface
    interface Noting {
        /** @param soFar has all that was flushed */
        void to(JsonGenerator json, ByteArrayOutputStream soFar) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 4 << 10;
    private static final int KEPT_MAX = 64 << 10;
    private static final ThreadLocal<JsonBytes> OWN = ThreadLocal.withInitial(JsonBytes::new);

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    private boolean isTaken;

    private JsonBytes() {}

    static byte[] written(Writing writing) {
        return written((json, soFar) -> writing.to(json));
    }

    static byte[] written(Noting writing) {
        var own = OWN.get();
        return (own.isTaken ? new JsonBytes() : own).write(writing);
    }

    private byte[] write(Noting writing) {
        isTaken = true;
        try {
            try (var json = JSON.createGenerator(bytes)) {
                writing.to(json, bytes);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            isTaken = false;
            if (bytes.size() > KEPT_MAX) {
                bytes = new ByteArrayOutputStream(USUAL_SIZE);
            } else {
                bytes.reset();
            }
        }
    }
}
