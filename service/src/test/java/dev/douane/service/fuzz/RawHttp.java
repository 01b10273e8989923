package dev.douane.service.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes as they are and reads one answer; no client in between that would make a request better than it is. */
final class RawHttp {
    /** Long past any answer: who is still waiting then was forgotten. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /**
     * One answer.
     *
     * @param status 0 where the connection was closed without one, -1 where nothing came in time
     * @param headers names in lower case
     * @param body a character for each byte
     */
    record Answer(int status, Map<String, String> headers, String body) {
        static final Answer NONE = new Answer(0, Map.of(), "");
        static final Answer LATE = new Answer(-1, Map.of(), "");

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * Sends a request that says {@code Connection: close}, and reads until the server closes.
     *
     * @param request a character for each byte
     * @param isWhole whether the server has all it may wait for; else the connection is closed on this side
     * @return {@link Answer#LATE} if nothing happens for half a minute
     */
    Answer send(String request, boolean isWhole) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                if (!isWhole) {
                    socket.shutdownOutput();
                }
            } catch (SocketException refusedMeanwhile) {
                // the server may answer and close before it has read everything
            }
            return answer(read(socket));
        } catch (SocketTimeoutException late) {
            return Answer.LATE;
        }
    }

    private static String read(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        var some = new byte[8_192];
        try {
            for (int n = socket.getInputStream().read(some);
                    n >= 0;
                    n = socket.getInputStream().read(some)) {
                all.write(some, 0, n);
            }
        } catch (SocketException reset) {
            // what came until then is the answer
        }
        return all.toString(ISO_8859_1);
    }

    private static Answer answer(String text) {
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Answer.NONE;
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        var status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        var body = text.substring(end + 4);
        if (status == 100) {
            return answer(body);
        }
        return new Answer(
                status,
                headers,
                headers.getOrDefault("transfer-encoding", "").equals("chunked") ? unchunked(body) : body);
    }

    private static String unchunked(String body) {
        var whole = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            var line = body.indexOf("\r\n", at);
            var length = line < 0 ? 0 : Integer.parseInt(body.substring(at, line), 16);
            if (length == 0) {
                break;
            }
            whole.append(body, line + 2, Math.min(line + 2 + length, body.length()));
            at = line + 2 + length + 2;
        }
        return whole.toString();
    }
}
