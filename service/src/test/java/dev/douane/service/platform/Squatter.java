package dev.douane.service.platform;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits where a database should be, asks whoever comes for the password, and writes down all that it is told. */
public final class Squatter implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int IN_THE_CLEAR = 3;
    private static final int BY_MD5 = 5;

    private final ServerSocket door = new ServerSocket();
    private final boolean asksInTheClear;
    private final AtomicInteger guests = new AtomicInteger();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    /** On a port that was somebody else's. */
    public Squatter(int port) throws IOException {
        this(port, true);
    }

    private Squatter(int port, boolean asksInTheClear) throws IOException {
        this.asksInTheClear = asksInTheClear;
        door.setReuseAddress(true);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofPlatform().daemon().name("squatter").start(this::serve);
    }

    public static Squatter askingInTheClear() throws IOException {
        return new Squatter(0, true);
    }

    public static Squatter askingByMd5() throws IOException {
        return new Squatter(0, false);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/douane".formatted(door.getLocalPort());
    }

    public int guests() {
        return guests.get();
    }

    /** What guests said once they were asked. */
    public String told() {
        return told.toString(StandardCharsets.ISO_8859_1);
    }

    private void serve() {
        while (!door.isClosed()) {
            try (var guest = door.accept()) {
                guests.incrementAndGet();
                talk(guest);
            } catch (IOException hungUp) {
                // the next one
            }
        }
    }

    private void talk(Socket guest) throws IOException {
        var in = new DataInputStream(guest.getInputStream());
        var out = new DataOutputStream(guest.getOutputStream());
        for (var request = startup(in); request == SSL_REQUEST || request == GSS_REQUEST; request = startup(in)) {
            out.writeByte('N');
        }
        out.writeByte('R');
        out.writeInt(asksInTheClear ? 8 : 12);
        out.writeInt(asksInTheClear ? IN_THE_CLEAR : BY_MD5);
        if (!asksInTheClear) {
            out.writeInt(7); // the salt
        }
        out.flush();
        told.write(in.readByte());
        told.writeBytes(in.readNBytes(in.readInt() - Integer.BYTES));
    }

    private static int startup(DataInputStream in) throws IOException {
        var length = in.readInt();
        var version = in.readInt();
        in.skipNBytes(length - 8L);
        return version;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
