package dev.douane.rules.zip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads an archive that somebody else made.
 *
 * <p>Two readers must never see two different packs in the same bytes, so everything that some readers take one way and some another is
 * refused: bytes before, after or between entries, entries that overlap, headers that disagree, comments, spans, zip64, foreign extra
 * fields. Contents are read through bounds of ours; a size that an archive declares is only ever compared.
 *
 * <p>The JDK's readers are not used: one reads only the local headers, the other only the central directory, and neither compares them.
 */
public final class ZipReader {
    /** Below this a file may expand as it likes, in bytes. */
    static final int RATIO_FREE_BYTES = 64 << 10;

    private static final int COMMENT_BYTES_MAX = 0xffff;
    private static final String COMMENT =
            "is a zip archive with a comment, and is read without one only\nMaybe pack it anew: of Git, as git archive --format=zip HEAD^{tree} does.";

    private static final int BUFFER_BYTES = 8 << 10;

    private final byte[] bytes;
    private final ByteBuffer archive;
    private final ZipBounds bounds;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private int expanded;

    private ZipReader(byte[] archive, ZipBounds bounds) {
        this.bytes = archive;
        this.bounds = bounds;
        this.archive = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The files of an archive by their path; folders are left out.
     *
     * @throws UnsoundZipException at the first thing that is not as it must be
     */
    public static SortedMap<String, byte[]> read(byte[] archive, ZipBounds bounds) throws UnsoundZipException {
        if (archive.length > bounds.archiveBytes()) {
            throw new UnsoundZipException(
                    "", "archive (%d bytes) must be at most %d bytes".formatted(archive.length, bounds.archiveBytes()));
        }
        try {
            return new ZipReader(archive, bounds).read();
        } catch (IndexOutOfBoundsException e) {
            throw new UnsoundZipException("", "archive is cut off: a header points behind its end");
        }
    }

    private SortedMap<String, byte[]> read() throws UnsoundZipException {
        int end = archive.limit() - ZipFormat.END_BYTES;
        if (end < 0 || archive.getInt(end) != ZipFormat.END_SIGNATURE) {
            throw new UnsoundZipException(
                    "", hasComment() ? COMMENT : "is not a zip archive, or has bytes behind its end");
        }
        int entries = u16(end + 10);
        long centralBytes = u32(end + 12);
        long centralOffset = u32(end + 16);
        if (archive.getInt(end + 4) != 0 || u16(end + 8) != entries) {
            throw new UnsoundZipException("", "archive is one of several parts");
        }
        if (u16(end + 20) != 0) {
            throw new UnsoundZipException("", "archive announces a comment, which is cut off");
        }
        if (centralOffset + centralBytes != end) {
            throw new UnsoundZipException("", "archive has bytes before, after or inside its list of entries");
        }
        if (entries > bounds.files() * 2) {
            throw new UnsoundZipException("", "entries (%d) must be at most %d".formatted(entries, bounds.files() * 2));
        }
        readEntries(central((int) centralOffset, end, entries), (int) centralOffset);
        return files;
    }

    /** Whether an end of an archive stands before the last bytes, and says that they are its comment. */
    private boolean hasComment() {
        int last = archive.limit() - ZipFormat.END_BYTES;
        for (int at = last - 1; at >= Math.max(0, last - COMMENT_BYTES_MAX); at--) {
            if (archive.getInt(at) == ZipFormat.END_SIGNATURE && u16(at + 20) == last - at) {
                return true;
            }
        }
        return false;
    }

    private List<ZipEntryHeader> central(int start, int end, int entries) throws UnsoundZipException {
        var headers = new ArrayList<ZipEntryHeader>();
        var folded = new TreeSet<String>();
        int at = start;
        for (int i = 0; i < entries; i++) {
            var header = ZipEntryHeader.central(archive, at);
            if (!folded.add(header.name().toLowerCase(Locale.ROOT))) {
                throw new UnsoundZipException(
                        header.name(), "stands in the archive twice, or differs from another name in case only");
            }
            headers.add(header);
            at = header.end();
        }
        if (at != end) {
            throw new UnsoundZipException("", "archive's list of entries is longer than it says");
        }
        for (var header : headers) {
            if (!header.isFolder() && folded.contains(header.name().toLowerCase(Locale.ROOT) + "/")) {
                throw new UnsoundZipException(header.name(), "is both a file and a folder");
            }
        }
        return headers;
    }

    /** Entries must lie one behind the other from the first byte on, whatever order the list names them in. */
    private void readEntries(List<ZipEntryHeader> central, int end) throws UnsoundZipException {
        long at = 0;
        for (var header : central.stream()
                .sorted(Comparator.comparingLong(ZipEntryHeader::offset))
                .toList()) {
            if (header.offset() != at) {
                throw new UnsoundZipException(
                        header.name(), "does not begin where the entry before it ends: bytes are hidden, or shared");
            }
            var local = ZipEntryHeader.local(archive, (int) at);
            local.mustAgreeWith(header);
            long contentEnd = local.end() + header.compressedBytes();
            if (contentEnd > end) {
                throw new UnsoundZipException(header.name(), "reaches into the list of entries");
            }
            take(header, local.end());
            at = contentEnd;
            if (header.hasDescriptor()) {
                at = descriptorEnd(header, (int) at);
            }
        }
        if (at != end) {
            throw new UnsoundZipException("", "archive has bytes between its last entry and its list of entries");
        }
    }

    /** Programs that write to a pipe put sizes behind the content, with or without a signature in front. */
    private int descriptorEnd(ZipEntryHeader header, int at) throws UnsoundZipException {
        int fields = archive.getInt(at) == ZipFormat.DESCRIPTOR_SIGNATURE ? at + 4 : at;
        if (u32(fields) != header.crc()
                || u32(fields + 4) != header.compressedBytes()
                || u32(fields + 8) != header.bytes()) {
            throw new UnsoundZipException(
                    header.name(), "has other sizes behind its content than in the list of entries");
        }
        return fields + 12;
    }

    private void take(ZipEntryHeader header, int start) throws UnsoundZipException {
        var content = header.method() == ZipFormat.STORED ? stored(header, start) : inflated(header, start);
        var crc = new CRC32();
        crc.update(content);
        if (content.length != header.bytes() || crc.getValue() != header.crc()) {
            throw new UnsoundZipException(header.name(), "is not what its size and checksum say");
        }
        if (header.isFolder()) {
            if (content.length > 0) {
                throw new UnsoundZipException(header.name(), "is a folder with content");
            }
            return;
        }
        expanded += content.length;
        if (expanded > bounds.bytes()) {
            throw new UnsoundZipException("", "archive expands to more than %d bytes".formatted(bounds.bytes()));
        }
        if (NestedArchive.is(content) && !header.name().endsWith(".xlsx")) {
            throw new UnsoundZipException(header.name(), "is itself an archive: put what is in it into the pack");
        }
        files.put(header.name(), content);
        if (files.size() > bounds.files()) {
            throw new UnsoundZipException("", "files must be at most %d".formatted(bounds.files()));
        }
    }

    private byte[] stored(ZipEntryHeader header, int start) throws UnsoundZipException {
        if (header.compressedBytes() > bounds.fileBytes()) {
            throw tooLarge(header);
        }
        return Arrays.copyOfRange(bytes, start, start + (int) header.compressedBytes());
    }

    private byte[] inflated(ZipEntryHeader header, int start) throws UnsoundZipException {
        long most = Math.min(bounds.fileBytes(), Math.max(RATIO_FREE_BYTES, header.compressedBytes() * bounds.ratio()));
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, start, (int) header.compressedBytes());
            var content = new ByteArrayOutputStream();
            var buffer = new byte[BUFFER_BYTES];
            while (!inflater.finished()) {
                int bytes = inflater.inflate(buffer);
                if (bytes == 0 && !inflater.finished()) {
                    throw new UnsoundZipException(header.name(), "is not whole: its compressed content is cut off");
                }
                content.write(buffer, 0, bytes);
                if (content.size() > most) {
                    throw content.size() > bounds.fileBytes()
                            ? tooLarge(header)
                            : new UnsoundZipException(
                                    header.name(), "expands more than %d times".formatted(bounds.ratio()));
                }
            }
            if (inflater.getRemaining() > 0) {
                throw new UnsoundZipException(header.name(), "has bytes behind its compressed content");
            }
            return content.toByteArray();
        } catch (DataFormatException e) {
            throw new UnsoundZipException(header.name(), "is not readable: its compressed content is broken");
        } finally {
            inflater.end();
        }
    }

    private UnsoundZipException tooLarge(ZipEntryHeader header) {
        return new UnsoundZipException(header.name(), "must be at most %d bytes".formatted(bounds.fileBytes()));
    }

    private int u16(int at) {
        return Short.toUnsignedInt(archive.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(archive.getInt(at));
    }
}
