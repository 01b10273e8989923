package dev.douane.service.platform;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time of tests: the system's, until a test says otherwise. Call {@link #reset} afterwards. */
@Mock
@ApplicationScoped
public class SettableTime extends TimeSource {
    private volatile @Nullable Instant fixed;

    @Override
    public Instant now() {
        var at = fixed;
        return at == null ? super.now() : at;
    }

    /** From now on it is then. */
    public void set(Instant at) {
        fixed = at;
    }

    /** From now on it is now. */
    public void reset() {
        fixed = null;
    }
}
