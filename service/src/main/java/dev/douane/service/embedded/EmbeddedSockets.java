package dev.douane.service.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Finds the embedded database wherever it listens by now. It is started again on another port than the one it died on, where somebody else may wait by
 * then; and the address that a datasource was given cannot change any more.
 *
 * <p>The driver makes it, by its name in the address. Where it is told in between is a property of the system, not a field: the driver may have another
 * copy of this class than whoever started the database.
 */
public final class EmbeddedSockets extends SocketFactory {
    private static final String PORT = "dev.douane.embedded-port.";

    private final String cluster;

    /** @param cluster the folder of the database */
    public EmbeddedSockets(String cluster) {
        this.cluster = cluster;
    }

    /** What the address of a cluster's database ends with. */
    static String parameters(Path cluster) {
        return "?socketFactory=%s&socketFactoryArg=%s"
                .formatted(
                        EmbeddedSockets.class.getName(), URLEncoder.encode(cluster.toString(), StandardCharsets.UTF_8));
    }

    /** Says where it listens from now on. */
    static void point(Path cluster, int port) {
        System.setProperty(PORT + cluster, Integer.toString(port));
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress toldAtTheStart, int timeoutMillis) throws IOException {
                super.connect(now(), timeoutMillis);
            }
        };
    }

    private InetSocketAddress now() throws UnknownHostException {
        var port = Integer.getInteger(PORT + cluster);
        if (port == null) {
            throw new UnknownHostException("nobody has started the database in " + cluster);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }
}
