package dev.douane.service.audit;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * The documents of a decision as one column holds them: a byte that names the form, then the request, the answer and the evidence, each with
 * its length before it (four bytes, big-endian).
 *
 * <p>Form 0 is as it stands. Forms 1 and 2 are one Zstandard frame each, made with the dictionary of that number: {@code documents-1.dict}
 * is a text of documents as they usually are, {@code documents-2.dict} was trained on some thousand of them, statistics included (decision
 * 113). A dictionary is never changed, for old rows are read with it; a better one is another form. What is written is form 2.
 *
 * <p>Writing is for one thread at a time, reading for many.
 */
final class Documents implements AutoCloseable {
    private static final byte PLAIN = 0;
    private static final byte ZSTD_1 = 1;
    private static final byte ZSTD_2 = 2;
    private static final int LEVEL =
            1; // with the dictionary, level 3 takes half as long again for one byte in a hundred
    /** Far past what a request of the largest size and the longest reasons can come to. More is neither written nor read. */
    private static final int BYTES_MAX = 64 << 20;

    private static final ZstdDictCompress TO_WRITE = new ZstdDictCompress(dictionary(ZSTD_2), LEVEL);
    private static final ZstdDictDecompress TO_READ_1 = new ZstdDictDecompress(dictionary(ZSTD_1));
    private static final ZstdDictDecompress TO_READ_2 = new ZstdDictDecompress(dictionary(ZSTD_2));

    private static final int USUAL_MAX = 16 << 10;

    private final ZstdCompressCtx writing = new ZstdCompressCtx();
    private final byte[] plain = new byte[USUAL_MAX];

    Documents() {
        writing.loadDict(TO_WRITE);
        writing.setChecksum(true);
    }

    /** Three documents that belong to one decision. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as they are, never compared
    record Three(byte[] request, byte[] answer, byte[] evidence) {
        int plainSize() {
            return 3 * Integer.BYTES + request.length + answer.length + evidence.length;
        }

        RecordedDecision of(UUID id, String principal) {
            return new RecordedDecision(id, principal, request, answer, evidence);
        }
    }

    /**
     * Nothing is written that {@link #read} refuses.
     *
     * @throws IllegalArgumentException if they are too long together
     */
    static void demandReadable(byte[] request, byte[] answer, byte[] evidence) {
        long size = 3L * Integer.BYTES + request.length + answer.length + evidence.length;
        if (size > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "documents of a decision (%d bytes) must have at most %d bytes".formatted(size, BYTES_MAX));
        }
    }

    /** The most bytes that {@link #write} makes of them. */
    static int bound(Three documents) {
        return 1 + (int) Zstd.compressBound(documents.plainSize());
    }

    /**
     * @param to has room for {@link #bound} from there on
     * @return how many bytes were written
     */
    int write(Three documents, byte[] to, int from) {
        int size = documents.plainSize();
        var room = size <= plain.length ? plain : new byte[size];
        var together = ByteBuffer.wrap(room);
        together.putInt(documents.request.length).put(documents.request);
        together.putInt(documents.answer.length).put(documents.answer);
        together.putInt(documents.evidence.length).put(documents.evidence);
        to[from] = ZSTD_2;
        return 1 + writing.compressByteArray(to, from + 1, to.length - from - 1, room, 0, size);
    }

    /** @throws IllegalStateException if these are no documents in a form that this program knows */
    static Three read(byte[] stored) {
        var plain = switch (stored[0]) {
            case PLAIN -> ByteBuffer.wrap(stored, 1, stored.length - 1);
            case ZSTD_1 -> ByteBuffer.wrap(unpacked(stored, TO_READ_1));
            case ZSTD_2 -> ByteBuffer.wrap(unpacked(stored, TO_READ_2));
            default ->
                throw new IllegalStateException(
                        "documents of form (%d) are not known to this version".formatted(stored[0]));
        };
        return new Three(next(plain), next(plain), next(plain));
    }

    private static byte[] unpacked(byte[] stored, ZstdDictDecompress dictionary) {
        var length = Zstd.getFrameContentSize(stored, 1, stored.length - 1);
        if (length < 0 || length > BYTES_MAX) {
            throw new IllegalStateException("stored documents have no length one can believe (%d)".formatted(length));
        }
        var plain = new byte[(int) length];
        try (var reading = new ZstdDecompressCtx()) {
            reading.loadDict(dictionary);
            reading.decompressByteArray(plain, 0, plain.length, stored, 1, stored.length - 1);
        }
        return plain;
    }

    private static byte[] next(ByteBuffer from) {
        var document = new byte[from.getInt()];
        from.get(document);
        return document;
    }

    private static byte[] dictionary(byte form) {
        var name = "documents-%s.dict".formatted(form);
        try (var in = Documents.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        writing.close();
    }
}
