package dev.douane.service.packs;

import dev.douane.rules.pack.Overrun;
import dev.douane.rules.pack.Quarantine;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.DatabaseFailure;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Packs that asked for more work than there is for one call. On trial they are asked nothing more, here at once and on every node within a
 * second or two, until somebody releases them; the table remembers it over restarts. In force they are refused call by call, and are in it all the same,
 * so that somebody looks.
 *
 * <p>What happens while a call is decided is kept in memory and written a second later.
 */
@Singleton // asked with every decision: no proxy in between
public class PackQuarantine implements Quarantine {
    private static final Logger LOG = Logger.getLogger(PackQuarantine.class);
    private static final String SERVER = "server";

    /** More packs than a ruleset may have are not told apart. */
    private static final int WAITING_MAX = 100;

    private final QuarantineRows quarantines;
    private final PackRows packs;
    private final TimeSource time;
    private final Object looking = new Object();
    private final Map<String, Noted> waiting = new LinkedHashMap<>();
    private volatile SortedSet<String> held = new TreeSet<>();

    /** What happened, and when that was noticed. */
    private record Noted(Overrun overrun, Instant since) {}

    @Inject
    PackQuarantine(QuarantineRows quarantines, PackRows packs, TimeSource time, MeterRegistry registry) {
        this.quarantines = quarantines;
        this.packs = packs;
        this.time = time;
        Gauge.builder("douane.packs.quarantined", this, PackQuarantine::size)
                .description("packs that asked for too much work and that nobody released since")
                .strongReference(true)
                .register(registry);
    }

    private double size() {
        return held.size();
    }

    @Override
    public boolean holds(String pack) {
        return held.contains(pack);
    }

    /**
     * Why a pack is held that came in a moment ago and stands in no table yet; empty for any other.
     *
     * @param pack {@code name@version}
     */
    synchronized Optional<QuarantineView> justHeld(String pack) {
        return Optional.ofNullable(waiting.get(pack)).map(noted -> QuarantineView.of(noted.overrun, noted.since));
    }

    /** The packs in it, as {@code name@version}, sorted. */
    public List<String> held() {
        return List.copyOf(held);
    }

    @Override
    public void overran(Overrun overrun) {
        if (!holds(overrun.pack())) {
            noteFirst(overrun);
        }
    }

    private synchronized void noteFirst(Overrun overrun) {
        var noted = new Noted(overrun, time.now().truncatedTo(ChronoUnit.MICROS));
        if (waiting.size() < WAITING_MAX && waiting.putIfAbsent(overrun.pack(), noted) == null) {
            var more = new TreeSet<>(held);
            more.add(overrun.pack());
            held = more;
        }
    }

    @Background
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        try {
            look();
        } catch (RuntimeException e) {
            if (!DatabaseFailure.isBehind(e)) {
                throw e;
            }
            LOG.debugf("the quarantine of packs cannot be looked at while the database is away: %s", e.getMessage());
        }
    }

    /** Writes what was noted here, and takes over what stands in the table: all nodes write into it. */
    public void look() {
        synchronized (looking) { // or what was read first could be taken over last
            var noted = noted();
            noted.forEach(this::store);
            takeOver(QuarkusTransaction.requiringNew().call(quarantines::held), noted);
        }
    }

    private synchronized void takeOver(List<String> stored, List<Noted> written) {
        written.forEach(noted -> waiting.remove(noted.overrun.pack(), noted));
        var all = new TreeSet<>(stored);
        all.addAll(waiting.keySet());
        held = all;
    }

    private synchronized List<Noted> noted() {
        return List.copyOf(waiting.values());
    }

    private void store(Noted noted) {
        var overrun = noted.overrun;
        var name = overrun.pack().split("@", 2);
        QuarkusTransaction.requiringNew().run(() -> {
            packs.lockPublishing();
            packs.find(name[0], name[1])
                    .ifPresentOrElse(
                            pack -> store(noted, pack),
                            () -> LOG.warnf("pack %s was too much work, and is not published", overrun.pack()));
        });
    }

    private void store(Noted noted, PackRow pack) {
        var overrun = noted.overrun;
        var id = Objects.requireNonNull(pack.id);
        if (quarantines.current(id).isPresent()) {
            return; // another node was first
        }
        var row = QuarantineRow.of(id, overrun, noted.since, SERVER);
        quarantines.persistAndFlush(row);
        LOG.errorf(
                "pack %s is in quarantine (%s): rule %s, and those with it, came to %d %s for a call with %d budgets, and %d are the most",
                overrun.pack(), row.mode, row.rule, row.amount, row.unit, row.budgets, row.most);
    }
}
