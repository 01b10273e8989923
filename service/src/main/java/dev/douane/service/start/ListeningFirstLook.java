package dev.douane.service.start;

import dev.douane.service.platform.FirstLook;
import io.quarkus.runtime.QuarkusBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whether the server can listen where it is told to. */
public final class ListeningFirstLook implements FirstLook {
    private static final String HERE = "127.0.0.1";
    private static final int USUAL = 8080;
    private static final int HIGHEST = 65_535;

    /** With these nobody listens there, or somebody else may as well. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            "quarkus.http.insecure-requests", "disabled",
            "quarkus.http.host-enabled", "false",
            "quarkus.http.so-reuse-port", "true");

    /** As a service. */
    public ListeningFirstLook() {}

    @Override
    public void at(Function<String, Optional<String>> settings) {
        for (var one : NOT_ASKED.entrySet()) {
            if (settings.apply(one.getKey())
                    .filter(one.getValue()::equalsIgnoreCase)
                    .isPresent()) {
                return;
            }
        }
        var host = settings.apply("quarkus.http.host").orElse(HERE);
        var port = settings.apply("quarkus.http.port")
                .map(ListeningFirstLook::number)
                .orElse(USUAL);
        if (port < 0 || port > HIGHEST) {
            return; // told with all other settings that cannot be read
        }
        try (var listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException e) {
            throw new IllegalStateException(new QuarkusBindException(host, port, e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String said) {
        try {
            return Integer.parseInt(said);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
