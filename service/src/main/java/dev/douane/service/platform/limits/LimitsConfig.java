package dev.douane.service.platform.limits;

import dev.douane.service.platform.Count;
import dev.douane.service.platform.DurationWithin;
import dev.douane.service.platform.NumberWithin;
import dev.douane.service.platform.SizeWithin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** What one caller, one connection and all of them together may take up. The page for operators is docs/operators/limits.md. */
@ConfigMapping(prefix = "douane.limits")
public interface LimitsConfig {
    /** How many connections are open at once; one more is closed as it comes. */
    @WithDefault("4096")
    @WithConverter(Count.class)
    int connections();

    /** How many of them one address has; a balancer is one address. */
    @WithDefault("2048")
    @WithConverter(Count.class)
    int connectionsPerAddress();

    /** How many requests of one connection may wait for their answers; one more ends it. */
    @WithDefault("8")
    @WithConverter(Count.class)
    int requestsPerConnection();

    /** How long the head of a request may take from its first byte to its last, and a new connection until there is one. */
    @WithDefault("PT10S")
    @WithConverter(Wait.class)
    Duration headDeadline();

    /** How long a body may take from the end of its head to its last byte. */
    @WithDefault("PT30S")
    @WithConverter(Wait.class)
    Duration bodyDeadline();

    /** How many bytes of bodies are read or held at once, for all keys together; past it 503. */
    @WithDefault("32M")
    @WithConverter(BodyBytes.class)
    long bodyBytes();

    /** How many of them are of one key; past it 429. */
    @WithDefault("8M")
    @WithConverter(BodyBytes.class)
    long bodyBytesPerKey();

    /** How long a connection may take nothing of what waits to be sent to it; then it is closed. */
    @WithDefault("PT30S")
    @WithConverter(Wait.class)
    Duration writeStall();

    /** How many bytes of answers may wait to be sent, to all connections; past it those that most waits for are closed. */
    @WithDefault("64M")
    @WithConverter(UnsentBytes.class)
    long unsentBytes();

    /** How many exports are streamed at once, for all keys together; past it 429. */
    @WithDefault("8")
    @WithConverter(Count.class)
    int exports();

    /** How many of them are of one key; past it 429. */
    @WithDefault("2")
    @WithConverter(Count.class)
    int exportsPerKey();

    /** How many reads (GET) are worked on at once, for all keys together; past it 429. No more than the connections that they are answered over. */
    @WithDefault("16")
    @WithConverter(Count.class)
    int reads();

    /** How many of them are of one key; past it 429. */
    @WithDefault("8")
    @WithConverter(Count.class)
    int readsPerKey();

    /** How many requests of one key are under way at once; past it 429. */
    @WithDefault("2048")
    @WithConverter(Count.class)
    int requestsAtOnce();

    /** How many requests a second one key may make in the long run; past it 429. Zero is no limit. */
    @WithDefault("10000")
    @WithConverter(Rate.class)
    int requestsPerSecond();

    /** How many requests one key may make at once after a quiet time. */
    @WithDefault("20000")
    @WithConverter(Count.class)
    int requestsBurst();

    /**
     * For how many values that no budget has counted by so far one key may have accounts opened in an hour; past it 429. As many are there at
     * once. Zero is no limit.
     */
    @WithDefault("50000")
    @WithConverter(Rate.class)
    int newAccountsPerKeyAndHour();

    /** How many keys that nobody is known to have made are looked up a second; past it they are refused as unknown without a look. */
    @WithDefault("20")
    @WithConverter(Count.class)
    int unknownKeysPerSecond();

    /** Long enough for a slow line, short enough to be an end. */
    final class Wait extends DurationWithin implements Converter<Duration> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Wait() {
            super("PT0.1S", "PT1H");
        }
    }

    /** The longest body there is has room. */
    final class BodyBytes extends SizeWithin implements Converter<Long> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public BodyBytes() {
            super("8M", "64G");
        }
    }

    /** A page of a list has room. */
    final class UnsentBytes extends SizeWithin implements Converter<Long> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public UnsentBytes() {
            super("1M", "64G");
        }
    }

    /** Times a second or an hour, or none at all. */
    final class Rate extends NumberWithin implements Converter<Integer> {
        private static final long serialVersionUID = 1L;

        /** For the configuration. */
        public Rate() {
            super(0, 100_000_000);
        }
    }
}
