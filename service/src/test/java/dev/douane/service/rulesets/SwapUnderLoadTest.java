package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.service.BesideOthers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However often rulesets are swapped, each decision is made under exactly one. */
@BesideOthers
class SwapUnderLoadTest {
    private static final int DECISIONS = 240_000;
    private static final int THREADS = 4;
    private static final int RULES = 8;
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final Question QUESTION =
            Question.about(Call.chat("big", 1_000)).doing(Workload.of("any", "standard", "production", true));

    private static final CatalogIndex CATALOG = new CatalogIndex(
            new Catalog(1, "sha256:none", "USD", Tiers.SHIPPED, List.of(), List.of()),
            JurisdictionGroups.none().on(LocalDate.of(2026, 11, 22)));

    /** All rules of a ruleset fire at once, half of them while the call is classified, and sign with the ruleset's number. */
    private static ActiveRuleset.Held ruleset(int number) throws PackException {
        var ruleset = Ruleset.enforcing(
                List.of(pack("classes", "classification", number), pack("ceilings", "cost-tier", number)));
        var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(ruleset);
        var ref = new RulesetRef(number, ruleset.digest());
        return new ActiveRuleset.Held(number, new InForce(ref, rules, Settings.DEFAULT), rules, List.of(), Map.of());
    }

    private static Pack pack(String name, String concern, int number) throws PackException {
        var rules = new StringBuilder();
        for (int i = 0; i < RULES; i++) {
            rules.append("""
                    rule "%1$s %2$d"
                        @id("%1$s-%2$d")
                        @reason("Signed by ruleset %3$d.")
                    when
                        Workload(task == "any")
                    then
                        decision.flag("mark-%3$d-%2$d");
                    end
                    """.formatted(name, i, number));
        }
        return PackReader.of(
                name,
                List.of(
                        new PackFile("pack.yaml", """
                                name: %s
                                version: %d.0.0
                                concern: %s
                                owners: [tests]
                                title: Signs with its ruleset
                                description: Every rule fires.
                                """.formatted(name, number, concern)),
                        new PackFile("rules/all.drl", rules.toString())));
    }

    @Test
    void no_decision_ever_sees_two_rulesets() throws Exception {
        var all = new ArrayList<ActiveRuleset.Held>();
        for (int number = 1; number <= 5; number++) {
            all.add(ruleset(number));
        }
        var active = new ActiveRuleset();
        active.swap(all.getFirst());
        var swaps = new AtomicInteger();
        var deciding = new AtomicBoolean(true);
        var swapper = Thread.ofPlatform().start(() -> {
            while (deciding.get()) {
                active.swap(all.get(swaps.incrementAndGet() % all.size()));
                LockSupport.parkNanos(1_000);
            }
        });
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var work = IntStream.range(0, THREADS)
                    .<Callable<boolean[]>>mapToObj(thread -> () -> decide(active))
                    .toList();
            var seen = new boolean[all.size() + 1];
            for (var done : threads.invokeAll(work)) {
                var its = done.get();
                for (int number = 0; number < seen.length; number++) {
                    seen[number] |= its[number];
                }
            }
            assertThat(seen).containsExactly(false, true, true, true, true, true);
        } finally {
            deciding.set(false);
            swapper.join();
            all.forEach(held -> held.rules().close());
        }
        assertThat(swaps.get()).isGreaterThan(1_000);
        System.out.println("swapped " + swaps + " times under " + DECISIONS + " decisions");
    }

    /** Which rulesets decided. */
    private static boolean[] decide(ActiveRuleset active) {
        var decider = new Decider();
        var seen = new boolean[6];
        for (int i = 0; i < DECISIONS / THREADS; i++) {
            var inForce = active.current().orElseThrow();
            var snapshot = new Snapshot(
                    inForce.ref(), inForce.rules(), inForce.settings(), CATALOG, List.of(), (caller, at) -> List.of());
            var decision = decider.plan(QUESTION, snapshot, AT);
            var number = inForce.ref().number();
            var signature = "Signed by ruleset " + number + ".";
            var fired = decision.effects().enforced();
            if (fired.size() != 2 * RULES
                    || fired.stream().anyMatch(one -> !one.rule().message().equals(signature))) {
                throw new AssertionError("under ruleset " + number + ": " + fired);
            }
            seen[number] = true;
        }
        return seen;
    }
}
