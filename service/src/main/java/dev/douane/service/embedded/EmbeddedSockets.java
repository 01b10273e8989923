package dev.douane.service.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Finds the embedded database: it listens on a socket in its own folder, which nobody else can enter. The socket is named after a number that changes when
 * the database is started again; and the address that a datasource was given cannot change any more.
 *
 * <p>The driver makes it, by its name in the address.
 */
public final class EmbeddedSockets extends SocketFactory {
    /** What a system takes for the path of a socket, its end included. */
    private static final int PATH_BYTES_MAX = 104;

    /** Ways to folders whose own are too long. */
    private static final ConcurrentHashMap<Path, Path> SHORT = new ConcurrentHashMap<>();

    private final Path cluster;

    /** @param cluster the folder of the database */
    public EmbeddedSockets(String cluster) {
        this.cluster = Path.of(cluster);
    }

    /** What the address of a cluster's database ends with. */
    public static String parameters(Path cluster) {
        return "?socketFactory=%s&socketFactoryArg=%s"
                .formatted(
                        EmbeddedSockets.class.getName(), URLEncoder.encode(cluster.toString(), StandardCharsets.UTF_8));
    }

    @Override
    public Socket createSocket() throws IOException {
        return FileSocket.to(this::now);
    }

    private UnixDomainSocketAddress now() throws IOException {
        var running = PostmasterFile.read(cluster);
        if (running.isEmpty() || running.get().port().isEmpty()) {
            throw new UnknownHostException("no database runs in " + cluster);
        }
        var name = ".s.PGSQL." + running.get().port().getAsInt();
        return UnixDomainSocketAddress.of(shortened(cluster, name).resolve(name));
    }

    private static Path shortened(Path folder, String name) throws IOException {
        if (folder.resolve(name).toString().getBytes(StandardCharsets.UTF_8).length < PATH_BYTES_MAX) {
            return folder;
        }
        var known = SHORT.get(folder);
        if (known == null || !Files.isSymbolicLink(known)) { // somebody may have tidied up
            known = link(folder);
            SHORT.put(folder, known);
        }
        return known;
    }

    /** In a folder that only we can enter, so nobody can lay another in its place. */
    private static Path link(Path folder) throws IOException {
        var own = Files.createTempDirectory("douane-");
        var made = Files.createSymbolicLink(own.resolve("postgres"), folder.toAbsolutePath());
        own.toFile().deleteOnExit(); // backwards: the link first
        made.toFile().deleteOnExit();
        return made;
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
