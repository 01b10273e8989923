package dev.douane.service.budgets;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.terms.Timeline;
import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells of open budgets that match no call any more because the catalog has changed: once in the log, and as a number. */
@ApplicationScoped
class UnmetBudgets {
    private static final Logger LOG = Logger.getLogger(UnmetBudgets.class);
    private static final int NAMED = 20;

    private final Budgets budgets;
    private final ActiveCatalog catalog;
    private final TimeSource time;
    private volatile Found found = new Found(null, List.of(), new TreeMap<>());

    /**
     * What was found last.
     *
     * @param unmet why, by the budget's name
     */
    private record Found(@Nullable CatalogIndex index, List<Timeline> budgets, SortedMap<String, String> unmet) {}

    @Inject
    UnmetBudgets(Budgets budgets, ActiveCatalog catalog, TimeSource time, MeterRegistry registry) {
        this.budgets = budgets;
        this.catalog = catalog;
        this.time = time;
        Gauge.builder("douane.budget.unmet", this, each -> each.found.unmet().size())
                .description("open budgets that no call can match, since the catalog has nothing of what they are for")
                .strongReference(true)
                .register(registry);
    }

    /** Looks again where budgets or the catalog are others than before. */
    @Background
    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        var index = catalog.current();
        var all = budgets.seen().terms().budgets();
        var last = found;
        if (index.equals(last.index()) && all.equals(last.budgets())) {
            return;
        }
        var unmet = unmet(index, all);
        found = new Found(index, all, unmet);
        unmet.entrySet().stream()
                .filter(each -> !last.unmet().containsKey(each.getKey()))
                .limit(NAMED)
                .forEach(each -> LOG.warnf("budget (%s) counts nothing: %s", each.getKey(), each.getValue()));
    }

    private SortedMap<String, String> unmet(CatalogIndex index, List<Timeline> all) {
        var now = time.now();
        var unmet = new TreeMap<String, String>();
        for (var budget : all) {
            var why = budget.at(now).terms().closed()
                    ? null
                    : Unmet.of(budget.made().scope(), index);
            if (why != null) {
                unmet.put(budget.made().name(), why);
            }
        }
        return unmet;
    }
}
