package dev.douane.service.start;

import dev.douane.service.platform.UnreadableRequests;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Starts the service for whoever works on it ({@code ./douane dev}): as {@link DouaneMain} does, but that data directory and database stay when changed code is
 * loaded, and that the end of the old code is not the end of the process. The packaged server never runs it.
 */
@QuarkusMain(name = "development")
public class Development implements QuarkusApplication {
    /** Of the system, not a field: changed code comes with classes, and so with fields, of its own. */
    private static final String PREPARED = "dev.douane.development-prepared";

    private final Welcome welcome;

    @Inject
    Development(Welcome welcome) {
        this.welcome = welcome;
    }

    /** Entry point of development, at the start and whenever code has changed. */
    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        UnreadableRequests.beAnswered();
        if (System.getProperty(PREPARED) == null) {
            DouaneMain.prepare();
            System.setProperty(PREPARED, "true");
        }
        Quarkus.run(Development.class, arguments);
    }

    @Override
    public int run(String... arguments) {
        welcome.begin();
        Quarkus.waitForExit();
        return 0;
    }
}
