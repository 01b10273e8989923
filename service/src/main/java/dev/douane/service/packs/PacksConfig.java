package dev.douane.service.packs;

import dev.douane.service.platform.Count;
import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.PositiveDuration;
import dev.douane.service.platform.SizeWithin;
import dev.douane.service.platform.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** Settings of the packs slice. */
@ConfigMapping(prefix = "douane.packs")
public interface PacksConfig {
    /**
     * A directory with further packs, one directory each, published at start beside the shipped ones. A pack with the name of a shipped
     * one takes its place.
     */
    Optional<Path> dir();

    /** The trust policy: whose signatures it takes to publish a pack over HTTP. */
    Optional<Path> trust();

    /**
     * Without a trust policy: whether packs may be published over HTTP unsigned. Where it is not said, only a server with its own embedded
     * database allows it.
     */
    Optional<Unsigned> unsigned();

    /** What to do with packs that nobody signed. */
    enum Unsigned {
        ALLOW,
        REFUSE
    }

    /** How many packs may be on their way in at once, the one that is compiled included; at least 1. */
    @WithDefault("4")
    @WithConverter(Count.class)
    int waiting();

    /** How long a pack waits for its turn to be compiled before its author is told to come again. */
    @WithDefault("PT30S")
    @WithConverter(PositiveDuration.class)
    Duration waitLimit();

    /** How many new versions one key publishes in 24 hours; past it 429. Zero is no limit. */
    @WithDefault("500")
    @WithConverter(Versions.class)
    int versionsPerKeyAndDay();

    /** How many bytes the files of these versions have together; past it 429. */
    @WithDefault("512M")
    @WithConverter(VersionBytes.class)
    long versionBytesPerKeyAndDay();

    /** So many, or no limit. */
    final class Versions extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Versions() {
            super(0, 1_000_000);
        }
    }

    /** The largest pack there is has room. */
    final class VersionBytes extends SizeWithin implements Converter<Long> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public VersionBytes() {
            super("8M", "1024G");
        }
    }

    /** Whether the shipped packs are published and put in force by the first start; without them {@link #dir} must hold some. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean shipped();
}
