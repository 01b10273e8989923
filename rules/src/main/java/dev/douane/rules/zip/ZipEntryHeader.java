package dev.douane.rules.zip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One entry as a header describes it; there are two headers for each entry, and they must agree.
 *
 * @param name the path, already known to be harmless; a folder's ends with a slash
 * @param crc CRC-32 of the content
 * @param compressedBytes size in the archive
 * @param bytes size of the content, as declared
 * @param offset where the local header begins
 * @param end the first byte behind this header
 */
record ZipEntryHeader(
        String name, int flags, int method, long crc, long compressedBytes, long bytes, long offset, int end) {
    private static final int FLAG_DESCRIPTOR = 1 << 3;

    /** How hard deflate tried (1, 2), sizes behind the content (3), name in UTF-8 (11); encryption and patches are not among them. */
    private static final int FLAGS_KNOWN = 1 << 1 | 1 << 2 | FLAG_DESCRIPTOR | 1 << 11;

    private static final int NAME_BYTES_MAX = 200;

    /** Times and owners, as zip programs and Java write them. Anything else could say another name, size or encryption. */
    private static final Set<Integer> EXTRAS_HARMLESS = Set.of(0x5455, 0x7875, 0x5855, 0x7855, 0x000a, 0xcafe);

    /** Room for the entry to grow, as spreadsheet programs leave it: a signature of its own, a length, and nothing. */
    private static final int EXTRA_GROWTH = 0xa220;

    private static final int GROWTH_SIGNATURE = 0xa028;
    private static final int GROWTH_HEAD_BYTES = 4;

    private static final int MADE_BY_UNIX = 3;
    private static final int MADE_BY_MAC = 19;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_FOLDER = 0040000;

    boolean isFolder() {
        return name.endsWith("/");
    }

    boolean hasDescriptor() {
        return (flags & FLAG_DESCRIPTOR) != 0;
    }

    static ZipEntryHeader central(ByteBuffer archive, int at) throws UnsoundZipException {
        if (archive.getInt(at) != ZipFormat.CENTRAL_SIGNATURE) {
            throw new UnsoundZipException("", "archive's list of entries is broken");
        }
        var header = common(archive, at + 8, at + ZipFormat.CENTRAL_BYTES, u32(archive, at + 42));
        if (u16(archive, at + 32) != 0 || u16(archive, at + 34) != 0) {
            throw new UnsoundZipException(header.name, "has a comment, or lies on another disk");
        }
        int madeBy = u16(archive, at + 4) >> 8;
        int type = (int) (u32(archive, at + 38) >> 16) & TYPE_MASK;
        boolean plain = type == 0 || type == (header.isFolder() ? TYPE_FOLDER : TYPE_FILE);
        if ((madeBy == MADE_BY_UNIX || madeBy == MADE_BY_MAC || type != 0) && !plain) {
            throw new UnsoundZipException(
                    header.name, "is a link or another special file: only plain files may travel");
        }
        return header;
    }

    static ZipEntryHeader local(ByteBuffer archive, int at) throws UnsoundZipException {
        if (archive.getInt(at) != ZipFormat.LOCAL_SIGNATURE) {
            throw new UnsoundZipException("", "archive has no entry where its list says one is");
        }
        return common(archive, at + 6, at + ZipFormat.LOCAL_BYTES, at);
    }

    /** Reads from the flags on, which both headers have in the same order. */
    private static ZipEntryHeader common(ByteBuffer archive, int flagsAt, int nameAt, long offset)
            throws UnsoundZipException {
        int nameBytes = u16(archive, flagsAt + 20);
        int extraBytes = u16(archive, flagsAt + 22);
        var name = name(archive, nameAt, nameBytes);
        int flags = u16(archive, flagsAt);
        int method = u16(archive, flagsAt + 2);
        if ((flags & ~FLAGS_KNOWN) != 0) {
            throw new UnsoundZipException(name, "is encrypted, or packed in a way that is not read");
        }
        if (method != ZipFormat.STORED && method != ZipFormat.DEFLATED) {
            throw new UnsoundZipException(name, "is compressed by method (%d): use deflate or store".formatted(method));
        }
        checkExtras(archive, name, nameAt + nameBytes, extraBytes);
        return new ZipEntryHeader(
                name,
                flags,
                method,
                u32(archive, flagsAt + 8),
                u32(archive, flagsAt + 12),
                u32(archive, flagsAt + 16),
                offset,
                nameAt + nameBytes + extraBytes);
    }

    private static String name(ByteBuffer archive, int at, int bytes) throws UnsoundZipException {
        if (bytes == 0 || bytes > NAME_BYTES_MAX) {
            throw new UnsoundZipException(
                    "", "an entry's name (%d bytes) must have 1 to %d bytes".formatted(bytes, NAME_BYTES_MAX));
        }
        if (at + bytes > archive.limit()) {
            throw new UnsoundZipException("", "archive is cut off: a name reaches behind its end");
        }
        var written = new byte[bytes];
        archive.get(at, written);
        var name = new String(written, StandardCharsets.ISO_8859_1);
        if (!name.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new UnsoundZipException(
                    name, "has a name with other than plain ASCII letters, digits and signs: names could look alike");
        }
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")) {
            throw new UnsoundZipException(name, "is no path inside the pack: no leading slash, backslash or colon");
        }
        for (var part : name.replaceFirst("/$", "").split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new UnsoundZipException(name, "is no path inside the pack: no empty parts, no . and no ..");
            }
        }
        return name;
    }

    private static void checkExtras(ByteBuffer archive, String name, int start, int bytes) throws UnsoundZipException {
        int at = start;
        int end = start + bytes;
        while (at < end) {
            if (end - at < 4 || end - at - 4 < u16(archive, at + 2)) {
                throw new UnsoundZipException(name, "has an extra field that is cut off");
            }
            int id = u16(archive, at);
            int length = u16(archive, at + 2);
            if (!EXTRAS_HARMLESS.contains(id) && !(id == EXTRA_GROWTH && isRoom(archive, at + 4, length))) {
                throw new UnsoundZipException(
                        name,
                        "has an extra field (0x%04x) that could change its name, size or content: make the archive without it"
                                .formatted(id));
            }
            at += 4 + length;
        }
    }

    private static boolean isRoom(ByteBuffer archive, int at, int bytes) {
        boolean empty = bytes >= GROWTH_HEAD_BYTES && u16(archive, at) == GROWTH_SIGNATURE;
        for (int i = GROWTH_HEAD_BYTES; i < bytes; i++) {
            empty &= archive.get(at + i) == 0;
        }
        return empty;
    }

    /** @throws UnsoundZipException if this local header says something else than the list of entries */
    void mustAgreeWith(ZipEntryHeader central) throws UnsoundZipException {
        boolean sizesLater = hasDescriptor() && crc == 0 && compressedBytes == 0 && bytes == 0;
        boolean sizesAgree = crc == central.crc && compressedBytes == central.compressedBytes && bytes == central.bytes;
        if (!name.equals(central.name)
                || flags != central.flags
                || method != central.method
                || !(sizesAgree || sizesLater)) {
            throw new UnsoundZipException(
                    central.name, "is described in two ways: its own header and the list of entries disagree");
        }
    }

    private static int u16(ByteBuffer archive, int at) {
        return Short.toUnsignedInt(archive.getShort(at));
    }

    private static long u32(ByteBuffer archive, int at) {
        return Integer.toUnsignedLong(archive.getInt(at));
    }
}
