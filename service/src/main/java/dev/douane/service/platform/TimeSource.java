package dev.douane.service.platform;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** What time it is, for everything in the service. Tests put a settable one in its place. */
@Singleton // asked with every decision: no proxy in between
public class TimeSource implements InstantSource {
    /** The system's time. */
    public Instant now() {
        return InstantSource.system().instant();
    }

    @Override
    public Instant instant() {
        return now();
    }
}
