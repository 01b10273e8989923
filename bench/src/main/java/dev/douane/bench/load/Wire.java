package dev.douane.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept-alive connection, with at most one request under way. One thread sends while it is idle, one reads. */
final class Wire implements AutoCloseable {
    private static final int IN = 32_768;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(IN);
    private final ResponseReader reader = new ResponseReader();
    private ByteBuffer out = ByteBuffer.allocate(0);

    /** When the request under way was due, as {@link System#nanoTime()}. */
    private volatile long since;

    Wire(Target target, Selector selector) throws IOException {
        channel = SocketChannel.open(target.address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    long since() {
        return since;
    }

    int status() {
        return reader.status();
    }

    void send(byte[] request, long due) throws IOException {
        since = due;
        out = ByteBuffer.wrap(request);
        channel.write(out);
        if (out.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            key.selector().wakeup();
        }
    }

    /** Writes what did not fit before, and reads what there is; true when a response has ended. */
    boolean ready() throws IOException {
        if (key.isWritable()) {
            channel.write(out);
            if (!out.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        return key.isReadable() && read();
    }

    private boolean read() throws IOException {
        in.clear();
        int got = channel.read(in);
        if (got < 0) {
            throw new IOException("the server closed a connection");
        }
        int end = reader.read(in.array(), 0, got);
        if (end >= 0 && end < got) {
            throw new IOException("the server sent (%d) bytes that nobody asked for".formatted(got - end));
        }
        return end >= 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
