package dev.douane.rules.pack;

import dev.douane.rules.limits.Size;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A pack's files in one piece: the very bytes that its digest is made of ({@link PackDigest}), so that a database can check the digest
 * and {@code sha256sum} can too.
 */
public final class PackContent {
    /** The longest that is taken from elsewhere, in bytes: 20 MiB. */
    public static final int BYTES_MAX = 20 << 20;

    private static final byte[] HEADER = "douane-pack-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte END = 0;
    private static final int PATH_LENGTH_MAX = 1_000;
    private static final int DIGITS_MAX = 8;

    private PackContent() {}

    /** The files' bytes. The order of {@code files} plays no part. */
    public static byte[] of(List<PackFile> files) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER);
        files.stream().sorted(Comparator.comparing(PackFile::path)).forEach(file -> {
            var content = file.bytes();
            bytes.writeBytes(file.path().getBytes(StandardCharsets.US_ASCII));
            bytes.write(END);
            bytes.writeBytes(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
            bytes.write(END);
            bytes.writeBytes(content);
        });
        return bytes.toByteArray();
    }

    /**
     * The pack again. Nothing in its files is read, so it is quick whatever they hold.
     *
     * @param manifest what its {@code pack.yaml} says
     * @param level how strict the checks are that it is held to
     * @throws IllegalArgumentException if these are not the bytes of a pack's files, saying what is off
     */
    public static Pack pack(PackManifest manifest, byte[] content, int level) {
        return new Pack(manifest, files(content), digest(content), level);
    }

    /** The digest of the pack with these files, {@code sha256:} and 64 hex digits. */
    public static String digest(byte[] content) {
        var sha256 = Sha256.start();
        sha256.update(content);
        return Sha256.finish(sha256);
    }

    /**
     * The files, sorted by path.
     *
     * @throws IllegalArgumentException if these are not the bytes of a pack's files, saying what is off
     */
    public static List<PackFile> files(byte[] content) {
        if (content.length > BYTES_MAX
                || content.length < HEADER.length
                || !Arrays.equals(HEADER, Arrays.copyOf(content, HEADER.length))) {
            throw new IllegalArgumentException(
                    "%d bytes do not begin as the files of a pack".formatted(content.length));
        }
        var files = new ArrayList<PackFile>();
        int at = HEADER.length;
        while (at < content.length) {
            int pathEnd = end(content, at, PATH_LENGTH_MAX);
            int lengthEnd = end(content, pathEnd + 1, DIGITS_MAX);
            int length = length(content, pathEnd + 1, lengthEnd);
            var path = ascii(content, at, pathEnd);
            at = lengthEnd + 1;
            if (length > content.length - at) {
                throw new IllegalArgumentException("file (%s) ends behind the end".formatted(path));
            }
            refuseMisplaced(path, files);
            files.add(file(path, Arrays.copyOfRange(content, at, at + length)));
            at += length;
        }
        return files;
    }

    private static void refuseMisplaced(String path, List<PackFile> before) {
        if (!PackReader.isPlace(path)
                || before.size() == Size.FILES.most()
                || (!before.isEmpty() && before.getLast().path().compareTo(path) >= 0)) {
            throw new IllegalArgumentException("file (%s) has no place there".formatted(path));
        }
    }

    private static PackFile file(String path, byte[] bytes) {
        try {
            return PackFile.of(path, bytes);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("file (%s) is no UTF-8 text".formatted(path), e);
        }
    }

    private static int end(byte[] content, int from, int most) {
        for (int at = from; at < content.length && at - from <= most; at++) {
            if (content[at] == END) {
                return at;
            }
        }
        throw new IllegalArgumentException("a path or a length from byte %d on has no end".formatted(from));
    }

    private static int length(byte[] content, int from, int to) {
        var digits = ascii(content, from, to);
        if (!digits.matches("0|[1-9][0-9]*")) {
            throw new IllegalArgumentException("a length at byte %d is no number".formatted(from));
        }
        return Integer.parseInt(digits);
    }

    private static String ascii(byte[] content, int from, int to) {
        return new String(content, from, to - from, StandardCharsets.US_ASCII);
    }
}
