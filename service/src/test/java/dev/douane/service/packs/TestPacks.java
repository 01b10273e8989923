package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import java.util.List;

/** Packs in the store that came there in unusual ways. */
public final class TestPacks {
    private TestPacks() {}

    /** Publishes without a look at what the pack is. */
    public static void publishUnseen(Pack pack) throws PackException {
        var given = List.of(new GivenPacks.Given(pack, true));
        Arc.container().select(Packs.class).get().publish(given, unseen -> {});
    }

    /** As one is that a start has made and that has looked at nothing yet. */
    public static PackQuarantine quarantineOfAStart(TimeSource time) {
        var container = Arc.container();
        return new PackQuarantine(
                container.select(QuarantineRows.class).get(),
                container.select(PackRows.class).get(),
                time,
                new SimpleMeterRegistry());
    }
}
