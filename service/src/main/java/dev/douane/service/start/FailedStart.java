package dev.douane.service.start;

import dev.douane.service.platform.Secrets;
import dev.douane.service.platform.StartFailure;
import dev.douane.service.platform.Verbatim;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Why a start failed, as the one line its operator reads: the setting, its value, what is wrong with it and what to do.
 *
 * <p>However deep the reason lies: the outermost cause that explains itself is told, and where none does, the innermost is.
 *
 * @param line without line breaks and without a secret
 * @param understood whether the operator can mend it; otherwise it is a defect, and its stack belongs into the log
 */
record FailedStart(String line, boolean understood) {
    /** Tells what to make of whatever came out of a start. */
    static FailedStart of(Throwable failure) {
        var causes = causes(failure);
        return causes.stream()
                .flatMap(cause -> explained(cause).stream())
                .findFirst()
                .map(reason -> new FailedStart(oneLine(reason), true))
                .orElseGet(() -> new FailedStart(
                        oneLine("The start failed unexpectedly: %s. Its stack is in the log."
                                .formatted(causes.getLast())),
                        false));
    }

    /** From the outermost in; a chain that bites its tail ends there. */
    private static List<Throwable> causes(Throwable failure) {
        var seen = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
        var causes = new ArrayList<Throwable>();
        for (var cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Optional<String> explained(Throwable cause) {
        return switch (cause) {
            case StartFailure e -> Optional.ofNullable(e.getMessage());
            case ConfigValidationException e -> Optional.of(problems(e));
            case ConfigurationException e ->
                Optional.ofNullable(e.getMessage())
                        .map(said -> Setting.explained(said).orElse(said));
            case QuarkusBindException e -> Optional.of(cannotListen(e));
            case UnknownHostException e ->
                Optional.of(
                        "QUARKUS_HTTP_HOST does not name an address of this machine (%s). Maybe 127.0.0.1 or 0.0.0.0?"
                                .formatted(e.getMessage()));
            case SQLException e -> Optional.of(refusedByDatabase(e));
            case IllegalArgumentException e
            when String.valueOf(e.getMessage()).startsWith("port must be") ->
                Optional.of("QUARKUS_HTTP_PORT (%s) must be a whole number from 0 to 65535."
                        .formatted(Setting.value("quarkus.http.port")));
            default -> Setting.explained(String.valueOf(cause.getMessage()));
        };
    }

    private static String problems(ConfigValidationException e) {
        return IntStream.range(0, e.getProblemCount())
                .mapToObj(number -> e.getProblem(number).getMessage())
                .map(problem -> Setting.explained(problem).orElse(problem))
                .collect(Collectors.joining(" "));
    }

    private static String cannotListen(QuarkusBindException e) {
        if (String.valueOf(e.getMessage()).contains("in use")) {
            return "QUARKUS_HTTP_PORT (%d) is taken by another process on %s. Maybe stop that one, or set another port."
                    .formatted(e.getPort(), e.getHost());
        }
        return "QUARKUS_HTTP_HOST (%s), QUARKUS_HTTP_PORT (%d): the machine does not let us listen there: %s. Maybe set QUARKUS_HTTP_HOST to 127.0.0.1 or 0.0.0.0, and a port above 1023."
                .formatted(e.getHost(), e.getPort(), e.getMessage());
    }

    private static String refusedByDatabase(SQLException e) {
        if (String.valueOf(e.getMessage()).startsWith("Acquisition timeout")) {
            return "The database %s was too slow to give a connection. Maybe the machine is busy: try again."
                    .formatted(Verbatim.get("quarkus.datasource.jdbc.url"));
        }
        return "The database %s refuses: %s. Maybe check DOUANE_DB_URL, DOUANE_DB_USER and the rights of that user."
                .formatted(Verbatim.get("quarkus.datasource.jdbc.url"), e.getMessage());
    }

    private static String oneLine(String text) {
        var flat =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
        return Secrets.hidden(flat);
    }
}
