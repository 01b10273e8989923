package dev.douane.rules.pack;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * What makes two packs the same: their canonical file list under SHA-256.
 *
 * <p>The hashed bytes are, in this order and with nothing between:
 *
 * <ol>
 *   <li>{@code douane-pack-1} and a line feed (0x0A);
 *   <li>for each file, in ascending order of path (paths are ASCII, compared byte by byte, with {@code /} between parts): the path, a zero
 *       byte, the content's length in bytes as decimal ASCII digits, a zero byte, the content's bytes.
 * </ol>
 *
 * <p>Lengths stand before contents, so no two different lists can give the same bytes. Names, times and permissions on disk play no part.
 * With a shell: {@code sha256sum} over the same bytes gives the same digest.
 */
final class PackDigest {
    private static final byte[] HEADER = "douane-pack-1\n".getBytes(StandardCharsets.US_ASCII);

    private PackDigest() {}

    /** {@code sha256:} and 64 lower case hex digits. The order of {@code files} plays no part. */
    static String of(List<PackFile> files) {
        var sha256 = Sha256.start();
        sha256.update(HEADER);
        files.stream().sorted(Comparator.comparing(PackFile::path)).forEach(file -> {
            var content = file.bytes();
            sha256.update(file.path().getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) 0);
            sha256.update(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) 0);
            sha256.update(content);
        });
        return Sha256.finish(sha256);
    }
}
