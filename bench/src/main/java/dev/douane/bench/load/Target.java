package dev.douane.bench.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where to send what: requests written down to the byte before the clock starts, sent in turn.
 *
 * @param requests whole HTTP/1.1 requests, at least one
 */
public record Target(InetSocketAddress address, List<byte[]> requests) {
    public Target {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to send to (%s)".formatted(address));
        }
    }

    /** One GET, again and again. */
    public static Target get(InetSocketAddress address, String path, String authorization) {
        var head = "GET %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: %s\r\n\r\n"
                .formatted(path, address.getAddress().getHostAddress(), address.getPort(), authorization);
        return new Target(address, List.of(head.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * JSON documents to one path.
     *
     * @param authorization left out where empty
     */
    public static Target post(InetSocketAddress address, String path, String authorization, List<String> bodies) {
        return new Target(
                address,
                bodies.stream()
                        .map(body -> post(address, path, authorization, body.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    private static byte[] post(InetSocketAddress address, String path, String authorization, byte[] body) {
        var head = ("POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                        + "\r\n")
                .formatted(path, address.getAddress().getHostAddress(), address.getPort(), body.length)
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }
}
