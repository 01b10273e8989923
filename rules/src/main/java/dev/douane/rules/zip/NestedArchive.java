package dev.douane.rules.zip;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Tells an archive by its first bytes, whatever its name says. */
final class NestedArchive {
    /** zip (three ways to begin), gzip, bzip2, xz, 7z, zstd, rar. */
    private static final List<byte[]> BEGINNINGS = List.of(
            bytes("504b0304"),
            bytes("504b0506"),
            bytes("504b0708"),
            bytes("1f8b"),
            bytes("425a68"),
            bytes("fd377a585a00"),
            bytes("377abcaf271c"),
            bytes("28b52ffd"),
            bytes("526172211a07"));

    private NestedArchive() {}

    static boolean is(byte[] content) {
        return BEGINNINGS.stream()
                .anyMatch(beginning -> content.length >= beginning.length
                        && Arrays.equals(content, 0, beginning.length, beginning, 0, beginning.length));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
