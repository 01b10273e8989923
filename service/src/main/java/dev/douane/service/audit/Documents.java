package dev.douane.service.audit;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The documents of a decision as one column holds them: a byte that names the form, then the request, the answer and the evidence, each with
 * its length before it (four bytes, big-endian).
 *
 * <p>Form 0 is as it stands. Form 1 is one Zstandard frame made with the dictionary {@code documents-1.dict}, a text of documents as they
 * usually are: rows come to a sixth of their size, for a tenth of what PostgreSQL's own compression costs. A dictionary is never changed, for
 * old rows are read with it; a better one is another form.
 *
 * <p>Writing is for one thread at a time, reading for many.
 */
final class Documents implements AutoCloseable {
    private static final byte PLAIN = 0;
    private static final byte ZSTD_1 = 1;
    private static final int LEVEL = 3;
    private static final int BYTES_MAX = 64 << 20; // far past what a request of the largest size can come to

    private static final byte[] DICTIONARY = dictionary();
    private static final ZstdDictCompress TO_WRITE = new ZstdDictCompress(DICTIONARY, LEVEL);
    private static final ZstdDictDecompress TO_READ = new ZstdDictDecompress(DICTIONARY);

    private final ZstdCompressCtx writing = new ZstdCompressCtx();

    Documents() {
        writing.loadDict(TO_WRITE);
        writing.setChecksum(true);
    }

    /** Three documents that belong to one decision. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as they are, never compared
    record Three(byte[] request, byte[] answer, byte[] evidence) {}

    byte[] write(byte[] request, byte[] answer, byte[] evidence) {
        var plain = ByteBuffer.allocate(3 * Integer.BYTES + request.length + answer.length + evidence.length);
        for (var document : new byte[][] {request, answer, evidence}) {
            plain.putInt(document.length).put(document);
        }
        var from = plain.array();
        var packed = new byte[1 + (int) Zstd.compressBound(from.length)];
        packed[0] = ZSTD_1;
        int length = writing.compressByteArray(packed, 1, packed.length - 1, from, 0, from.length);
        return java.util.Arrays.copyOf(packed, 1 + length);
    }

    /** @throws IllegalStateException if these are no documents in a form that this program knows */
    static Three read(byte[] stored) {
        var plain = switch (stored[0]) {
            case PLAIN -> ByteBuffer.wrap(stored, 1, stored.length - 1);
            case ZSTD_1 -> ByteBuffer.wrap(unpacked(stored));
            default ->
                throw new IllegalStateException(
                        "documents of form (%d) are not known to this version".formatted(stored[0]));
        };
        return new Three(next(plain), next(plain), next(plain));
    }

    private static byte[] unpacked(byte[] stored) {
        var length = Zstd.getFrameContentSize(stored, 1, stored.length - 1);
        if (length < 0 || length > BYTES_MAX) {
            throw new IllegalStateException("stored documents have no length one can believe (%d)".formatted(length));
        }
        var plain = new byte[(int) length];
        try (var reading = new ZstdDecompressCtx()) {
            reading.loadDict(TO_READ);
            reading.decompressByteArray(plain, 0, plain.length, stored, 1, stored.length - 1);
        }
        return plain;
    }

    private static byte[] next(ByteBuffer from) {
        var document = new byte[from.getInt()];
        from.get(document);
        return document;
    }

    private static byte[] dictionary() {
        try (var in = Documents.class.getResourceAsStream("documents-1.dict")) {
            return java.util.Objects.requireNonNull(in, "documents-1.dict").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        writing.close();
    }
}
