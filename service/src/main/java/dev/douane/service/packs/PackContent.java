package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A pack's files as one row holds them: the very bytes its digest is made of, so that the database can check the digest and
 * {@code sha256sum} can too.
 */
final class PackContent {
    private static final String HEADER = "douane-pack-1\n";
    private static final byte END = 0;

    private PackContent() {}

    static byte[] of(Pack pack) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HEADER.getBytes(StandardCharsets.US_ASCII));
        pack.files().stream().sorted(Comparator.comparing(PackFile::path)).forEach(file -> {
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
     * The pack again.
     *
     * @throws IllegalStateException if these are not the bytes of a pack; the database's check of the digest makes that impossible
     */
    static Pack read(String reference, byte[] content) {
        try {
            return PackReader.of(reference, files(content));
        } catch (PackException e) {
            throw new IllegalStateException("stored pack (%s) is no pack any more".formatted(reference), e);
        }
    }

    private static List<PackFile> files(byte[] content) {
        var files = new ArrayList<PackFile>();
        int at = HEADER.length();
        while (at < content.length) {
            var pathEnd = end(content, at);
            var lengthEnd = end(content, pathEnd + 1);
            var length = Integer.parseInt(ascii(content, pathEnd + 1, lengthEnd));
            files.add(file(
                    ascii(content, at, pathEnd), Arrays.copyOfRange(content, lengthEnd + 1, lengthEnd + 1 + length)));
            at = lengthEnd + 1 + length;
        }
        return files;
    }

    private static PackFile file(String path, byte[] bytes) {
        try {
            return PackFile.of(path, bytes);
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException("stored file (%s) is no text any more".formatted(path), e);
        }
    }

    private static int end(byte[] content, int from) {
        int at = from;
        while (content[at] != END) {
            at++;
        }
        return at;
    }

    private static String ascii(byte[] content, int from, int to) {
        return new String(content, from, to - from, StandardCharsets.US_ASCII);
    }
}
