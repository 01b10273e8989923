package dev.douane.service.packworker;

import dev.douane.service.platform.PositiveDuration;
import dev.douane.service.platform.SizeWithin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the processes that read packs. How long they may compile is {@code douane.rulesets.compile-limit}. */
@ConfigMapping(prefix = "douane.worker")
public interface PackWorkerConfig {
    /** The heap of one process; with less than half a gigabyte not every pack that passes the checks can be compiled. */
    @WithDefault("512M")
    @WithConverter(HeapBytes.class)
    long heap();

    /** How much processor time it may take to read a pack or to hold packs against the words of today; by the clock five times as much. */
    @WithDefault("PT1M")
    @WithConverter(PositiveDuration.class)
    Duration deadline();

    /** How long a process without work is kept. */
    @WithDefault("PT1M")
    @WithConverter(PositiveDuration.class)
    Duration idle();

    /** A virtual machine with a compiler fits in. */
    final class HeapBytes extends SizeWithin implements Converter<Long> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public HeapBytes() {
            super("128M", "64G");
        }
    }
}
