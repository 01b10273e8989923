package dev.douane.service.platform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes rows in PostgreSQL's binary COPY format: lengths instead of escapes, so no content can break out of its column. Not thread-safe.
 */
public final class BinaryCopy {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final long EPOCH_2000_SECONDS = 946_684_800;
    private static final int TEXT_OID = 25;
    private static final int INT8_OID = 20;

    /** In place of a row's number of columns. */
    private static final int END = -1;

    private byte[] bytes;
    private int length;

    /** @param expected bytes it will come to, more or less */
    public BinaryCopy(int expected) {
        bytes = new byte[Math.max(expected, 64)];
        put(SIGNATURE);
        int32(0); // flags
        int32(0); // header extension
    }

    /** Starts a row. */
    public BinaryCopy row(int columns) {
        return int16(columns);
    }

    public BinaryCopy uuid(UUID value) {
        return int32(16).int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    public BinaryCopy timestamp(Instant value) {
        var micros = Math.addExact(
                Math.multiplyExact(value.getEpochSecond() - EPOCH_2000_SECONDS, 1_000_000L), value.getNano() / 1_000L);
        return int32(8).int64(micros);
    }

    public BinaryCopy integer(int value) {
        return int32(4).int32(value);
    }

    public BinaryCopy bigint(long value) {
        return int32(8).int64(value);
    }

    public BinaryCopy none() {
        return int32(-1);
    }

    /** @throws IllegalArgumentException if the text has a NUL, which PostgreSQL cannot keep */
    public BinaryCopy text(@Nullable String value) {
        return value == null ? none() : text(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param utf8 text in UTF-8
     * @throws IllegalArgumentException if it has a NUL, which PostgreSQL cannot keep
     */
    private BinaryCopy text(byte[] utf8) {
        for (var b : utf8) {
            if (b == 0) {
                throw new IllegalArgumentException("text must not have a NUL character");
            }
        }
        return int32(utf8.length).put(utf8);
    }

    /** Bytes that are made where they will stand. */
    @FunctionalInterface
    public interface Making {
        /**
         * @param to has room for them from there on
         * @return how many they are
         */
        int into(byte[] to, int from);
    }

    /** @param most there can be */
    public BinaryCopy bytes(int most, Making making) {
        room(Integer.BYTES + most);
        int made = making.into(bytes, length + Integer.BYTES);
        int32(made);
        length += made;
        return this;
    }

    public BinaryCopy textArray(List<String> values) {
        return array(TEXT_OID, values, this::text);
    }

    /** One number of each. */
    public <T> BinaryCopy bigintArray(List<T> of, ToLongFunction<? super T> number) {
        int size = of.size();
        int32(size == 0 ? 12 : 20 + size * 12);
        int32(size == 0 ? 0 : 1).int32(0).int32(INT8_OID);
        if (size > 0) {
            int32(size).int32(1);
        }
        for (var each : of) {
            bigint(number.applyAsLong(each));
        }
        return this;
    }

    private <T> BinaryCopy array(int elementType, List<T> values, Consumer<T> element) {
        var start = length;
        int32(0); // length, known at the end
        int32(values.isEmpty() ? 0 : 1).int32(0).int32(elementType); // dimensions, has no nulls, element type
        if (!values.isEmpty()) {
            int32(values.size()).int32(1); // size and lower bound of the one dimension
        }
        values.forEach(element);
        var end = length;
        length = start;
        int32(end - start - 4);
        length = end;
        return this;
    }

    /**
     * Ends the rows and sends them.
     *
     * @param sql {@code copy … from stdin (format binary)}
     */
    public void to(Connection connection, String sql) throws SQLException {
        int16(END);
        var in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            in.writeToCopy(bytes, 0, length);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    /** Ends the rows and gives them all. */
    byte[] end() {
        int16(END);
        return Arrays.copyOf(bytes, length);
    }

    private BinaryCopy int16(int value) {
        room(Short.BYTES);
        INT16.set(bytes, length, (short) value);
        length += Short.BYTES;
        return this;
    }

    private BinaryCopy int32(int value) {
        room(Integer.BYTES);
        INT32.set(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    private BinaryCopy int64(long value) {
        room(Long.BYTES);
        INT64.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    private BinaryCopy put(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
