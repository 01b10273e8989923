package dev.douane.service.platform;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks as much of PostgreSQL's protocol as it takes to be asked for its version, which is 14. */
public final class OldPostgres implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    public OldPostgres() throws IOException {
        Thread.ofPlatform().daemon().name("old-postgres").start(this::serve);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%s/douane".formatted(door.getLocalPort());
    }

    private void serve() {
        while (!door.isClosed()) {
            try (var guest = door.accept()) {
                talk(guest);
            } catch (IOException hungUp) {
                // the next one
            }
        }
    }

    private static void talk(Socket guest) throws IOException {
        var in = new DataInputStream(guest.getInputStream());
        var out = new DataOutputStream(guest.getOutputStream());
        for (var request = startup(in); request == SSL_REQUEST || request == GSS_REQUEST; request = startup(in)) {
            out.writeByte('N');
        }
        message(out, 'R', new byte[4]);
        for (var parameter : new String[] {
            "server_version\00014.9",
            "client_encoding\000UTF8",
            "integer_datetimes\000on",
            "DateStyle\000ISO, MDY",
            "standard_conforming_strings\000on",
            "TimeZone\000UTC"
        }) {
            message(out, 'S', (parameter + "\000").getBytes(StandardCharsets.US_ASCII));
        }
        message(out, 'Z', new byte[] {'I'});
        while (true) {
            var kind = in.readByte();
            in.skipNBytes(in.readInt() - 4L);
            switch (kind) {
                case 'P' -> message(out, '1', new byte[0]);
                case 'B' -> message(out, '2', new byte[0]);
                case 'D' -> message(out, 'n', new byte[0]);
                case 'E' -> message(out, 'C', "SET\000".getBytes(StandardCharsets.US_ASCII));
                case 'Q' -> {
                    message(out, 'C', "SET\000".getBytes(StandardCharsets.US_ASCII));
                    message(out, 'Z', new byte[] {'I'});
                }
                case 'S' -> message(out, 'Z', new byte[] {'I'});
                default -> {
                    return;
                }
            }
        }
    }

    private static int startup(DataInputStream in) throws IOException {
        var length = in.readInt();
        var version = in.readInt();
        in.skipNBytes(length - 8L);
        return version;
    }

    private static void message(DataOutputStream out, char kind, byte[] content) throws IOException {
        out.writeByte(kind);
        out.writeInt(content.length + 4);
        out.write(content);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
