package dev.douane.service.platform.limits;

import dev.douane.service.platform.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What requests take up, of their key's share and of what there is: taken before a body is read, and given back when the request has been answered and
 * nobody works on it. A share for each key is what keeps one from taking all; there are as many as keys were ever used here.
 */
@Singleton // asked with every decision: no proxy in between
public class Intake {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    /** The part of their room that bodies have while memory is short: enough for questions, too little for packs. */
    private static final int WHILE_SHORT = 8;

    private final LimitsConfig limits;
    private final Amount bodyBytes;
    private final Amount reads;
    private final Amount exports;
    private final Refusals refusals;
    private final MemoryPressure memory;
    private final ConcurrentHashMap<String, Allowance> allowances = new ConcurrentHashMap<>();

    Intake(LimitsConfig limits, Refusals refusals, MemoryPressure memory, MeterRegistry registry) {
        this.limits = limits;
        this.refusals = refusals;
        this.memory = memory;
        this.bodyBytes = new Amount(limits.bodyBytes());
        this.reads = new Amount(limits.reads());
        this.exports = new Amount(limits.exports());
        Gauge.builder("douane.exports", exports, Amount::taken)
                .description("exports that are streamed")
                .register(registry);
        Gauge.builder("douane.reads", reads, Amount::taken)
                .description("reads that are worked on")
                .register(registry);
        Gauge.builder("douane.body.bytes", bodyBytes, Amount::taken)
                .description("bytes of bodies that are read or worked on")
                .register(registry);
    }

    /**
     * Lets a request in.
     *
     * @param key whose it is
     * @param bytes of its body, or the most that it may have; zero where there is none
     * @return what to close when it has been answered
     * @throws ProblemException TOO_MANY_REQUESTS where the key has taken up all it may, OVERLOADED where all of them have; nothing is taken then
     */
    public Taken take(String key, long bytes) {
        var allowance = allowance(key);
        takeOfRate(allowance, 1);
        if (!allowance.requests().take(1)) {
            throw refusals.tooMany(
                    "requests-at-once",
                    "This key has %d requests under way, and may have no more."
                            .formatted(allowance.requests().most()),
                    SOON);
        }
        try {
            takeBytes(allowance.bodyBytes(), bytes);
        } catch (ProblemException refused) {
            allowance.requests().giveBack(1);
            throw refused;
        }
        return new Taken(() -> {
            bodyBytes.giveBack(bytes);
            allowance.bodyBytes().giveBack(bytes);
            allowance.requests().giveBack(1);
        });
    }

    /**
     * Counts what came as one request for more than one.
     *
     * @param more than the one that was let in
     * @throws ProblemException TOO_MANY_REQUESTS where the key asks too often
     */
    public void takeMore(String key, int more) {
        takeOfRate(allowance(key), more);
    }

    private void takeOfRate(Allowance allowance, int requests) {
        var wait = allowance.rate().take(requests, System.nanoTime());
        if (wait.isPositive()) {
            throw refusals.tooMany(
                    "requests-per-second",
                    "This key asks more than %d times a second.".formatted(limits.requestsPerSecond()),
                    wait);
        }
    }

    /**
     * Lets accounts be opened for values that no account was ever opened for.
     *
     * @param key for whose calls
     * @param accounts how many
     * @param first which one, in words
     * @throws ProblemException TOO_MANY_SCOPES where the key had as many opened as it may; nothing is taken then
     */
    public void takeNewAccounts(String key, int accounts, String first) {
        var wait = allowance(key).newAccounts().take(accounts, System.nanoTime());
        if (wait.isPositive()) {
            throw refusals.tooManyScopes(
                    "new-accounts-per-key-and-hour",
                    "%s, and calls of this key have opened %d within an hour."
                            .formatted(first, limits.newAccountsPerKeyAndHour()),
                    wait);
        }
    }

    /**
     * Lets an export begin.
     *
     * @param key whose it is
     * @return what to close when it has been sent, or breaks off
     * @throws ProblemException TOO_MANY_REQUESTS where as many as may be are under way, OVERLOADED where memory is short
     */
    public Taken takeExport(String key) {
        if (memory.isShort()) {
            throw refusals.memoryIsShort("begins no export", LATER);
        }
        return take(allowance(key).exports(), exports, "exports", LATER);
    }

    /**
     * Lets a read begin: what is answered over connections that all reads share.
     *
     * @param key whose it is
     * @return what to close when it has been answered
     * @throws ProblemException TOO_MANY_REQUESTS where as many as may be are under way
     */
    public Taken takeRead(String key) {
        return take(allowance(key).reads(), reads, "reads", SOON);
    }

    private Taken take(Amount ofKey, Amount ofAll, String what, Duration again) {
        if (!ofKey.take(1)) {
            throw refusals.tooMany(
                    what + "-per-key",
                    "%d %s of this key are under way, and it may have no more.".formatted(ofKey.most(), what),
                    again);
        }
        if (!ofAll.take(1)) {
            ofKey.giveBack(1);
            throw refusals.tooMany(
                    what, "%d %s are under way, and there may be no more.".formatted(ofAll.most(), what), again);
        }
        return new Taken(() -> {
            ofAll.giveBack(1);
            ofKey.giveBack(1);
        });
    }

    private void takeBytes(Amount ofKey, long bytes) {
        if (memory.isShort() && bytes > bodyBytes.most() / WHILE_SHORT - bodyBytes.taken()) {
            throw refusals.memoryIsShort("takes fewer bodies", SOON);
        }
        if (!ofKey.take(bytes)) {
            throw refusals.tooMany(
                    "body-bytes-per-key",
                    "Requests of this key that are under way have bodies of %d bytes, and may have no more."
                            .formatted(ofKey.most()),
                    SOON);
        }
        if (!bodyBytes.take(bytes)) {
            ofKey.giveBack(bytes);
            throw refusals.overloaded(
                    "body-bytes",
                    "Requests that are under way have bodies of %d bytes, and may have no more."
                            .formatted(bodyBytes.most()),
                    SOON);
        }
    }

    private Allowance allowance(String key) {
        var known = allowances.get(key);
        return known != null ? known : allowances.computeIfAbsent(key, made -> new Allowance(limits));
    }
}
