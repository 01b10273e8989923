package dev.douane.service.packworker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Processes that read packs, with other bounds than a server may be given. */
public final class TestPackWorkers implements AutoCloseable {
    private final PackWorkers proving;

    private TestPackWorkers(PackWorkers proving) {
        this.proving = proving;
    }

    /** As by default, but for the heap; a server is given no less than 128 MiB. */
    public static TestPackWorkers withHeap(int mib) {
        var config = new PackWorkerConfig() {
            @Override
            public long heap() {
                return (long) mib << 20;
            }

            @Override
            public Duration deadline() {
                return Duration.ofMinutes(1);
            }

            @Override
            public Duration idle() {
                return Duration.ofMinutes(1);
            }
        };
        return new TestPackWorkers(new PackWorkers(config, Duration.ofMinutes(3), new SimpleMeterRegistry()));
    }

    /** To be put in place of the server's. */
    public PackWorkers proving() {
        return proving;
    }

    @Override
    public void close() {
        proving.stop();
    }
}
