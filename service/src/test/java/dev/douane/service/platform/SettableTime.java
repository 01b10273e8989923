package dev.douane.service.platform;

import io.quarkus.test.Mock;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The time of tests: the system's, until a test says otherwise, or a profile does by {@link #AT_START}. Call {@link #reset} afterwards. */
@Mock
@ApplicationScoped
public class SettableTime extends TimeSource {
    /** A setting of tests: the moment an application is started at, and at which it stays until it is set on. */
    public static final String AT_START = "tests.time-at-start";

    private volatile @Nullable Instant fixed;

    @PostConstruct
    void start() {
        ConfigProvider.getConfig()
                .getOptionalValue(AT_START, String.class)
                .map(Instant::parse)
                .ifPresent(this::set);
    }

    @Override
    public Instant now() {
        var at = fixed;
        return at == null ? super.now() : at;
    }

    /** From now on it is then. */
    public void set(Instant at) {
        fixed = at;
    }

    /** From now on it is a time after which the day goes on for a while: what a day's budget is asked is asked of one period, however late a test runs. */
    public void stayWithinADay(Duration ahead) {
        var now = now();
        var midnight = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        if (now.plus(ahead).isAfter(midnight)) {
            set(midnight);
        }
    }

    /** From now on it is now. */
    public void reset() {
        fixed = null;
    }
}
