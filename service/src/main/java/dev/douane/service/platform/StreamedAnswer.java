package dev.douane.service.platform;

import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * An answer that is written while it is worked out. What fails before its first byte is a problem as anywhere; afterwards there is no status left to say so by:
 * the connection is broken off, without the end that a whole answer has. The framework would write the problem behind the lines, as if it were one of
 * them, and does not end the request then, so that whatever is taken for it would stay taken.
 */
public final class StreamedAnswer implements StreamingOutput {
    private static final Logger LOG = Logger.getLogger(StreamedAnswer.class);

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

    private final RoutingContext call;
    private final StreamingOutput lines;
    private final Runnable breakOff;

    /** @param lines writes the answer; it may fail at any time */
    public StreamedAnswer(RoutingContext call, StreamingOutput lines) {
        this(call, lines, () -> close(call));
    }

    StreamedAnswer(RoutingContext call, StreamingOutput lines, Runnable breakOff) {
        this.call = call;
        this.lines = lines;
        this.breakOff = breakOff;
    }

    /**
     * At once, with what waits to be sent, and before the framework can write the end of a whole answer. A response that is reset instead never tells that
     * it has ended.
     */
    private static void close(RoutingContext call) {
        if (call.request().connection() instanceof ConnectionBase connection) {
            connection.channel().close().awaitUninterruptibly(CLOSED_WITHIN.toMillis());
        } else {
            throw new IllegalStateException(
                    "no connection to break off: " + call.request().connection());
        }
    }

    @Override
    public void write(OutputStream out) throws IOException {
        if (call.response().closed()) {
            return; // whoever asked has hung up: before the work begins, not at its first line
        }
        var begun = new Begun(out);
        try {
            lines.write(begun);
        } catch (IOException | RuntimeException e) {
            if (!begun.isBegun) {
                throw e;
            }
            LOG.infof("an answer was broken off: %s", e.getMessage());
            breakOff.run();
        }
    }

    private static final class Begun extends OutputStream {
        private final OutputStream out;
        private boolean isBegun;

        Begun(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            isBegun = true;
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            isBegun = true;
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
