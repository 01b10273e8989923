package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** How much one key publishes in a day. What is published stays for good, so it must not come without end. */
@ApplicationScoped
class PublishingAllowance {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LATER = Duration.ofHours(1);

    private final PackRows rows;
    private final PacksConfig config;
    private final TimeSource time;

    @Inject
    PublishingAllowance(PackRows rows, PacksConfig config, TimeSource time) {
        this.rows = rows;
        this.config = config;
        this.time = time;
    }

    /**
     * Asked of a version that is new. Requests at the same moment may each pass: the queue of packs lets few be on their way.
     *
     * @throws ProblemException TOO_MANY_REQUESTS where the key has published as much as it may
     */
    void demand(Pack pack, String by) {
        QuarkusTransaction.requiringNew().run(() -> {
            demandCount(by);
            demandBytes(pack, by);
        });
    }

    private void demandCount(String by) {
        int most = config.versionsPerKeyAndDay();
        if (most == 0) {
            return;
        }
        var free = rows.published(by, most).map(at -> Duration.between(time.now(), at.plus(DAY)));
        if (free.isPresent() && free.get().isPositive()) {
            throw ProblemException.retryAfter(
                    ProblemType.TOO_MANY_REQUESTS,
                    "This key published %d versions of packs in a day, and that is all it may (douane.packs.versions-per-key-and-day)."
                            .formatted(most),
                    free.get());
        }
    }

    private void demandBytes(Pack pack, String by) {
        long bytes =
                pack.files().stream().mapToLong(file -> file.bytes().length).sum();
        long most = config.versionBytesPerKeyAndDay();
        if (rows.bytes(by, time.now().minus(DAY)) + bytes > most) {
            throw ProblemException.retryAfter(
                    ProblemType.TOO_MANY_REQUESTS,
                    "The versions that this key publishes in a day have %d bytes together at most (douane.packs.version-bytes-per-key-and-day)."
                            .formatted(most),
                    LATER);
        }
    }
}
