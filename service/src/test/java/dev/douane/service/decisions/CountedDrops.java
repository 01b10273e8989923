package dev.douane.service.decisions;

import dev.douane.rules.decide.Effects;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;

/** For tests elsewhere: counts a pack that was too much work, as a decision does. */
@Singleton
@Unremovable
public class CountedDrops {
    private final DecisionMetrics metrics;

    CountedDrops(DecisionMetrics metrics) {
        this.metrics = metrics;
    }

    /** Counts one call. */
    public void count(String pack) {
        metrics.dropped(List.of(new Effects.Dropped(pack, Effects.Dropped.WORK)));
    }
}
