package dev.douane.rules.zip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.zip.CRC32;

/**
 * Writes stored entries and nothing that could differ from one machine or library version to another.
 *
 * <p>The JDK's own writer is not used because what it puts into flags and version fields is its own business and has changed.
 */
public final class ZipWriter {
    private ZipWriter() {}

    /** @param files contents by path; paths are ASCII */
    public static byte[] write(SortedMap<String, byte[]> files) {
        var out = new ByteArrayOutputStream();
        var central = new ByteArrayOutputStream();
        files.forEach((path, content) -> {
            int offset = out.size();
            var name = path.getBytes(StandardCharsets.US_ASCII);
            var common = common(name, content);
            out.writeBytes(little(8)
                    .putInt(ZipFormat.LOCAL_SIGNATURE)
                    .putShort((short) ZipFormat.VERSION)
                    .putShort((short) 0)
                    .array());
            out.writeBytes(common);
            out.writeBytes(name);
            out.writeBytes(content);

            central.writeBytes(little(10)
                    .putInt(ZipFormat.CENTRAL_SIGNATURE)
                    .putShort((short) ZipFormat.VERSION)
                    .putShort((short) ZipFormat.VERSION)
                    .putShort((short) 0)
                    .array());
            central.writeBytes(common);
            // comment length, disk number, internal and external attributes: all zero
            central.writeBytes(little(14).putInt(10, offset).array());
            central.writeBytes(name);
        });
        int centralOffset = out.size();
        out.writeBytes(central.toByteArray());
        out.writeBytes(little(ZipFormat.END_BYTES)
                .putInt(ZipFormat.END_SIGNATURE)
                .putInt(0)
                .putShort((short) files.size())
                .putShort((short) files.size())
                .putInt(central.size())
                .putInt(centralOffset)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    /** What stands the same in both headers: method, time, date, checksum, both sizes, and the lengths of name and extra field. */
    private static byte[] common(byte[] name, byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        return little(22)
                .putShort((short) ZipFormat.STORED)
                .putShort((short) 0)
                .putShort((short) ZipFormat.EPOCH_DATE)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length)
                .putShort((short) name.length)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
