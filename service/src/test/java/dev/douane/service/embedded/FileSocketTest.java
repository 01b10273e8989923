package dev.douane.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.douane.service.BesideOthers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@Timeout(60)
class FileSocketTest {
    private static final int MORE_THAN_A_SOCKET_TAKES = 8 * 1024 * 1024;

    @TempDir
    Path folder;

    private ServerSocketChannel door;
    private Socket socket;
    private SocketChannel other;

    @BeforeEach
    void connect() throws IOException {
        var where = UnixDomainSocketAddress.of(folder.resolve("door"));
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(where);
        socket = FileSocket.to(() -> where);
        assertThat(socket.isConnected()).isFalse();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 1_000); // wherever it is told
        other = door.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        other.close();
        door.close();
    }

    @Test
    void what_one_end_writes_the_other_reads_up_to_the_end() throws IOException {
        socket.getOutputStream().write("tea".getBytes(StandardCharsets.UTF_8));
        var read = ByteBuffer.allocate(3);
        while (read.hasRemaining()) {
            other.read(read);
        }
        assertThat(new String(read.array(), StandardCharsets.UTF_8)).isEqualTo("tea");

        other.write(ByteBuffer.wrap(new byte[] {(byte) 0xff, 7}));
        other.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(0xff);
        assertThat(socket.getInputStream().readAllBytes()).containsExactly(7);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void what_no_socket_takes_at_once_goes_as_the_other_end_reads() throws Exception {
        var sent = new byte[MORE_THAN_A_SOCKET_TAKES];
        new Random(1).nextBytes(sent);
        var reading = new FutureTask<>(() -> Channels.newInputStream(other).readNBytes(sent.length));
        Thread.ofPlatform().start(reading);

        socket.getOutputStream().write(sent);

        assertThat(reading.get()).isEqualTo(sent);
    }

    @Test
    void a_reader_waits_as_long_as_it_was_told_and_can_read_afterwards() throws IOException {
        socket.setSoTimeout(1);
        assertThat(socket.getSoTimeout()).isOne();
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        socket.setSoTimeout(0);
        other.write(ByteBuffer.wrap(new byte[] {7}));
        assertThat(socket.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void whoever_waits_is_woken_by_its_closing() throws Exception {
        var reader = reading();

        socket.close();

        assertThatThrownBy(reader::get).hasCauseInstanceOf(SocketException.class);
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(() -> socket.getOutputStream().write(1)).isInstanceOf(SocketException.class);
    }

    /** A channel would be closed by it, and the statement lost. */
    @Test
    void an_interrupt_changes_nothing_and_is_not_lost() throws Exception {
        var wasInterrupted = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            return Thread.interrupted();
        });
        var thread = Thread.ofPlatform().start(wasInterrupted);
        await().atMost(Duration.ofSeconds(30)).until(() -> inSelect(thread));
        thread.interrupt();

        other.write(ByteBuffer.wrap(new byte[] {7}));

        assertThat(wasInterrupted.get()).isTrue();
    }

    @Test
    void what_only_tcp_has_may_be_set_and_changes_nothing() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSendBufferSize(64 * 1024);

        assertThat(socket.getTcpNoDelay()).isFalse();
        assertThat(socket.getKeepAlive()).isFalse();
        assertThat(socket.getReceiveBufferSize()).isPositive();
        assertThat(socket.getSendBufferSize()).isPositive();
    }

    @Test
    void nobody_behind_the_door_is_told_as_such() throws IOException {
        door.close();
        try (var late = FileSocket.to(() -> UnixDomainSocketAddress.of(folder.resolve("door")))) {
            assertThatThrownBy(() -> late.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), 1_000))
                    .isInstanceOf(IOException.class);
        }
    }

    private FutureTask<Integer> reading() {
        var reader = new FutureTask<>(() -> socket.getInputStream().read());
        var thread = Thread.ofPlatform().start(reader);
        await().atMost(Duration.ofSeconds(30)).until(() -> inSelect(thread));
        return reader;
    }

    private static boolean inSelect(Thread thread) {
        for (var frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("select")) {
                return true;
            }
        }
        return false;
    }
}
