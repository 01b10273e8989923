package dev.douane.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private static final String PLAIN = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX: y\r\n\r\n{...}";
    private static final String EMPTY = "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\r\n}\r\n1a;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrail: er\r\n\r\n";

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 16, 1_000})
    void a_response_ends_where_it_ends_however_its_bytes_arrive(int piece) {
        assertThat(statuses(PLAIN + EMPTY + CHUNKED + CHUNKED + PLAIN, piece)).containsExactly(200, 503, 200, 200, 200);
    }

    @Test
    void what_is_no_response_is_refused() {
        assertThatThrownBy(() -> statuses("SSH-2.0-OpenSSH\r\n\r\n", 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SSH-2.0-OpenSSH");
    }

    @Test
    void a_response_that_would_end_with_its_connection_is_refused() {
        assertThatThrownBy(() -> statuses("HTTP/1.1 200 OK\r\nServer: old\r\n\r\n", 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a length");
    }

    private static List<Integer> statuses(String stream, int piece) {
        var bytes = stream.getBytes(StandardCharsets.US_ASCII);
        var reader = new ResponseReader();
        var statuses = new ArrayList<Integer>();
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(at + piece, bytes.length);
            int end = reader.read(bytes, at, to);
            if (end >= 0) {
                statuses.add(reader.status());
            }
            at = end >= 0 ? end : to;
        }
        return statuses;
    }
}
