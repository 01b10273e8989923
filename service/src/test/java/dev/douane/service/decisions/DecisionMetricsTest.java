package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.Effects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionMetricsTest {
    @Test
    void packs_that_were_left_out_are_counted_by_name() {
        var registry = new SimpleMeterRegistry();
        var metrics = new DecisionMetrics(registry);

        metrics.dropped(List.of());
        metrics.dropped(List.of(new Effects.Dropped("joins@1.0.0", "work"), new Effects.Dropped("x@2.0.0", "work")));
        metrics.dropped(List.of(new Effects.Dropped("joins@1.0.0", "work")));

        var joins = registry.get("douane.pack.dropped").tag("pack", "joins@1.0.0");
        assertThat(joins.tag("why", "work").counter().count()).isEqualTo(2);
    }
}
