package dev.douane.service.decisions;

import dev.douane.service.embedded.EmbeddedSockets;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A PostgreSQL behind a line that a test can cut and mend: by its fields {@code Runnable cut} and {@code Runnable mend}. */
public class DatabaseWithASwitch implements QuarkusTestResourceLifecycleManager {
    private static final Pattern CLUSTER = Pattern.compile("socketFactoryArg=([^&]+)");

    private final PostgresTestResource postgres = new PostgresTestResource();
    private final Set<Socket> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private ServerSocket door;

    @Override
    public Map<String, String> start() {
        var properties = new HashMap<>(postgres.start());
        properties.keySet().removeAll(PostgresTestResource.PATIENT.keySet()); // here its absence is the point
        // the embedded database's own sockets find it wherever it is, and would go past the line
        var url = properties.get("quarkus.datasource.jdbc.url");
        var cluster = CLUSTER.matcher(url);
        if (!cluster.find()) {
            throw new IllegalStateException("no folder of a database in " + url);
        }
        var behind = new EmbeddedSockets(URLDecoder.decode(cluster.group(1), StandardCharsets.UTF_8));
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(behind));
        properties.put(
                "quarkus.datasource.jdbc.url",
                url.replaceFirst("\\?.*$", "")
                        .replaceFirst("//[^/]*/", "//127.0.0.1:%d/".formatted(door.getLocalPort())));
        return properties;
    }

    private void accept(EmbeddedSockets behind) {
        while (!door.isClosed()) {
            try {
                var line = door.accept();
                if (cut) {
                    line.close();
                    continue;
                }
                var further = behind.createSocket();
                further.connect(door.getLocalSocketAddress()); // wherever it is told, it finds the database
                lines.add(line);
                lines.add(further);
                Thread.ofVirtual().start(() -> forward(line, further));
                Thread.ofVirtual().start(() -> forward(further, line));
            } catch (IOException e) {
                hangUpAll(); // the door is closed, or nobody is behind it: either way no line leads anywhere
            }
        }
    }

    private void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            lines.remove(from); // hung up
        } finally {
            lines.remove(from);
            lines.remove(to);
        }
    }

    private void hangUpAll() {
        for (var line : lines) {
            try {
                line.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        lines.clear();
    }

    @Override
    public void inject(TestInjector fields) {
        Runnable cutting = () -> {
            cut = true;
            hangUpAll();
        };
        Runnable mending = () -> cut = false;
        fields.injectIntoFields(cutting, field -> field.getName().equals("cut") && field.getType() == Runnable.class);
        fields.injectIntoFields(mending, field -> field.getName().equals("mend") && field.getType() == Runnable.class);
    }

    @Override
    public void stop() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hangUpAll();
        postgres.stop();
    }
}
