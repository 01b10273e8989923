package dev.douane.service.platform.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection to the server that does only what it is told: sends half a request, reads nothing, stays. */
public final class ByHand implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    private ByHand() {}

    static ByHand connected() {
        return connected(RestAssured.port, 64 << 10);
    }

    /** @param receiveBytes how much of an answer the system takes for us before anybody reads it */
    public static ByHand connected(int port, int receiveBytes) {
        return connected(InetAddress.getLoopbackAddress(), port, receiveBytes);
    }

    /** @param from an address of this machine, which the server takes for the caller's */
    public static ByHand connected(InetAddress from, int port, int receiveBytes) {
        var connection = new ByHand();
        try {
            connection.socket.bind(new InetSocketAddress(from, 0));
            connection.socket.setReceiveBufferSize(receiveBytes);
            connection.socket.setSoTimeout(PATIENCE_MILLIS);
            connection.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A character for each byte, lines ended as HTTP ends them. */
    public ByHand send(String text) {
        return sendAsIs(text.replace("\n", "\r\n"));
    }

    ByHand sendAsIs(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer: its head, and the body that it says the length of. Empty where the connection was closed instead. */
    String answer() {
        try {
            var in = socket.getInputStream();
            var head = head(in);
            var length = head.lines()
                    .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
            return head + new String(in.readNBytes(length), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All answers until the server closes. */
    String answers() {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Whether there is an answer rather than an end. */
    boolean isAnswered() {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Whether the server ends it amid an answer; reads what came until then. */
    boolean isCutOff() {
        try {
            return !new String(socket.getInputStream().readAllBytes(), ISO_8859_1).endsWith("0\r\n\r\n");
        } catch (IOException reset) {
            return true;
        }
    }

    /** Whether the server ends it in order, with nothing more to read and nothing lost; waits for that, as for an answer. */
    boolean isEnded() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed it; waits for that, as for an answer. */
    public boolean isClosedByServer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
