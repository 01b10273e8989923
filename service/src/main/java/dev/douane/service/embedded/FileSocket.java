package dev.douane.service.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the file system for those who know a {@link Socket} only. It waits for as long as it was told, is woken by its closing, and an interrupt
 * changes nothing, all as with the sockets of the JDK.
 */
final class FileSocket extends SocketImpl {
    /** More at once would be copied to memory outside the heap that the thread then keeps. */
    private static final int BYTES_AT_ONCE = 64 * 1024;

    private final Where where;
    private volatile int timeoutMillis;
    private @Nullable SocketChannel channel;
    private @Nullable Selector readable;
    private @Nullable Selector writable;

    /** Where the other end is, looked up anew for each socket. */
    @FunctionalInterface
    interface Where {
        UnixDomainSocketAddress find() throws IOException;
    }

    private FileSocket(Where where) {
        this.where = where;
    }

    /** One that goes there, whatever it is told when it is connected. */
    static Socket to(Where where) throws IOException {
        return new Socket(new FileSocket(where)) {};
    }

    @Override
    protected void create(boolean stream) {
        // made once it is known where to
    }

    @Override
    protected void connect(SocketAddress toldAtTheStart, int timeoutMillisOfTcp) throws IOException {
        var opened = SocketChannel.open(where.find()); // at once or never
        try {
            opened.configureBlocking(false);
            readable = Selector.open();
            opened.register(readable, SelectionKey.OP_READ);
            writable = Selector.open();
            opened.register(writable, SelectionKey.OP_WRITE);
        } catch (IOException e) {
            opened.close();
            closeSelectors();
            throw e;
        }
        channel = opened;
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        var part = ByteBuffer.wrap(into, offset, Math.min(length, BYTES_AT_ONCE));
        return moved(() -> open().read(part), readable, timeoutMillis);
    }

    private void write(byte[] from, int offset, int length) throws IOException {
        var end = offset + length;
        for (var next = offset; next < end; ) {
            var part = ByteBuffer.wrap(from, next, Math.min(end - next, BYTES_AT_ONCE));
            next += moved(() -> open().write(part), writable, 0);
        }
    }

    /** Some bytes that go now or as soon as they can; -1 at the end. */
    private static int moved(Move move, @Nullable Selector when, int limitMillis) throws IOException {
        var interrupted = false;
        var begin = System.nanoTime();
        try {
            while (true) {
                var count = move.now();
                if (count != 0) {
                    return count;
                }
                var left = limitMillis
                        - Duration.ofNanos(System.nanoTime() - begin).toMillis();
                if (limitMillis > 0 && left <= 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                interrupted |= Thread.interrupted(); // or it would not wait
                Objects.requireNonNull(when).select(ready -> {}, limitMillis > 0 ? left : 0);
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    private interface Move {
        int now() throws IOException;
    }

    private SocketChannel open() throws SocketException {
        var opened = channel;
        if (opened == null) {
            throw new SocketException("Socket is not connected");
        }
        return opened;
    }

    private static SocketException closed(Exception why) {
        var told = new SocketException("Socket closed");
        told.initCause(why);
        return told;
    }

    @Override
    protected void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            closeSelectors(); // whoever waits is woken
        }
    }

    private void closeSelectors() throws IOException {
        if (readable != null) {
            readable.close();
        }
        if (writable != null) {
            writable.close();
        }
    }

    @Override
    protected void shutdownInput() throws IOException {
        open().shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        open().shutdownOutput();
    }

    @Override
    protected InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return FileSocket.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                return FileSocket.this.read(into, offset, length);
            }

            @Override
            public void close() throws IOException {
                FileSocket.this.close();
            }
        };
    }

    @Override
    protected OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                FileSocket.this.write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, from.length);
                FileSocket.this.write(from, offset, length);
            }

            @Override
            public void close() throws IOException {
                FileSocket.this.close();
            }
        };
    }

    /** How many bytes wait, nobody tells; who wants to know reads for a moment. */
    @Override
    protected int available() {
        return 0;
    }

    /** What only TCP has is left. */
    @Override
    public void setOption(int option, Object value) throws SocketException {
        try {
            switch (option) {
                case SocketOptions.SO_TIMEOUT -> timeoutMillis = (Integer) value;
                case SocketOptions.SO_SNDBUF -> open().setOption(StandardSocketOptions.SO_SNDBUF, (Integer) value);
                case SocketOptions.SO_RCVBUF -> open().setOption(StandardSocketOptions.SO_RCVBUF, (Integer) value);
                case SocketOptions.TCP_NODELAY, SocketOptions.SO_KEEPALIVE -> {}
                default -> throw new SocketException("a socket of the file system has no option " + option);
            }
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw closed(e);
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        try {
            return switch (option) {
                case SocketOptions.SO_TIMEOUT -> timeoutMillis;
                case SocketOptions.SO_SNDBUF -> open().getOption(StandardSocketOptions.SO_SNDBUF);
                case SocketOptions.SO_RCVBUF -> open().getOption(StandardSocketOptions.SO_RCVBUF);
                case SocketOptions.TCP_NODELAY, SocketOptions.SO_KEEPALIVE -> false;
                default -> throw new SocketException("a socket of the file system has no option " + option);
            };
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw closed(e);
        }
    }

    @Override
    protected void connect(String host, int port) {
        throw notAsked();
    }

    @Override
    protected void connect(InetAddress address, int port) {
        throw notAsked();
    }

    @Override
    protected void bind(InetAddress host, int port) {
        throw notAsked();
    }

    @Override
    protected void listen(int backlog) {
        throw notAsked();
    }

    @Override
    protected void accept(SocketImpl accepted) {
        throw notAsked();
    }

    @Override
    protected void sendUrgentData(int data) {
        throw notAsked();
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("the driver connects, and no more");
    }
}
