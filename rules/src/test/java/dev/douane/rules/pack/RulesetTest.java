package dev.douane.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Fired.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For whom and when a pack counts, and that the digest of a ruleset covers all of it. */
class RulesetTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path packs;

    private Pack pack;

    @BeforeEach
    void pack() throws PackException {
        pack = PackOnDisk.of(packs).rule("EX-1", "Workload()", "").read();
    }

    @Test
    void an_observed_pack_is_enforced_from_its_day_on() {
        var modes = new Modes(new TimedMode(Mode.OBSERVE, NOON), CallerScope.EVERYONE, List.of());

        assertThat(modes.of(Caller.UNKNOWN, NOON.minusNanos(1))).isEqualTo(Mode.OBSERVE);
        assertThat(modes.of(Caller.UNKNOWN, NOON)).isEqualTo(Mode.ENFORCE);
        assertThat(modes.isAlwaysEnforced()).isFalse();
    }

    @Test
    void a_pack_says_nothing_about_callers_outside_its_scope() {
        var modes = new Modes(TimedMode.ENFORCE, team("ranking", "search"), List.of());

        assertThat(modes.of(ofTeam("ranking"), NOON)).isEqualTo(Mode.ENFORCE);
        assertThat(modes.of(ofTeam("billing"), NOON)).isNull();
    }

    @Test
    void the_first_exception_that_covers_the_caller_holds() {
        var modes = new Modes(
                TimedMode.ENFORCE,
                CallerScope.EVERYONE,
                List.of(
                        new ScopedMode(team("ranking"), new TimedMode(Mode.OBSERVE, NOON)),
                        new ScopedMode(team("ranking", "search"), TimedMode.OBSERVE)));

        assertThat(modes.of(ofTeam("ranking"), NOON.minusSeconds(1))).isEqualTo(Mode.OBSERVE);
        assertThat(modes.of(ofTeam("ranking"), NOON)).isEqualTo(Mode.ENFORCE);
        assertThat(modes.of(ofTeam("search"), NOON)).isEqualTo(Mode.OBSERVE);
        assertThat(modes.of(ofTeam("billing"), NOON)).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void a_caller_that_does_not_say_takes_the_stricter_case() {
        var released = new Modes(
                TimedMode.ENFORCE, CallerScope.EVERYONE, List.of(new ScopedMode(team("ranking"), TimedMode.OBSERVE)));
        var held = new Modes(
                TimedMode.OBSERVE, CallerScope.EVERYONE, List.of(new ScopedMode(team("ranking"), TimedMode.ENFORCE)));
        var scoped = new Modes(TimedMode.ENFORCE, team("ranking"), List.of());

        assertThat(List.of(released, held, scoped))
                .allSatisfy(modes -> assertThat(modes.of(Caller.UNKNOWN, NOON)).isEqualTo(Mode.ENFORCE));
    }

    @Test
    void whether_and_when_a_pack_begins_to_count_is_known_before() {
        var later = NOON.plusSeconds(60);
        var timed = new Modes(
                new TimedMode(Mode.OBSERVE, later),
                CallerScope.EVERYONE,
                List.of(new ScopedMode(team("ranking"), new TimedMode(Mode.OBSERVE, NOON))));

        assertThat(timed.enforcedNext(NOON.minusSeconds(1))).contains(NOON);
        assertThat(timed.enforcedNext(NOON)).contains(later);
        assertThat(timed.enforcedNext(later)).isEmpty();
        assertThat(timed.enforcedSince(NOON.minusSeconds(1))).isEmpty();
        assertThat(timed.enforcedSince(NOON)).contains(NOON);
        assertThat(timed.enforcedSince(later)).contains(NOON);
        assertThat(timed.isEverEnforced()).isTrue();
        assertThat(excepting(team("a"), TimedMode.OBSERVE).enforcedNext(NOON)).isEmpty();
        assertThat(excepting(team("a"), TimedMode.OBSERVE).isEverEnforced()).isTrue();
        assertThat(Modes.OBSERVE.isEverEnforced()).isFalse();
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> new TimedMode(Mode.ENFORCE, NOON)).hasMessageContaining("goes with mode observe");
        assertThatThrownBy(() -> new ScopedMode(CallerScope.EVERYONE, TimedMode.OBSERVE))
                .hasMessageContaining("at least one attribute");
        assertThatThrownBy(() -> team(" ")).hasMessageContaining("none of them blank");
    }

    @Test
    void every_term_is_part_of_the_digest() {
        var digests = new TreeSet<String>();
        var entries = List.of(
                entry(Modes.ENFORCE, Map.of()),
                entry(Modes.OBSERVE, Map.of()),
                entry(new Modes(new TimedMode(Mode.OBSERVE, NOON), CallerScope.EVERYONE, List.of()), Map.of()),
                entry(new Modes(TimedMode.ENFORCE, team("a"), List.of()), Map.of()),
                entry(new Modes(TimedMode.ENFORCE, team("a", "b"), List.of()), Map.of()),
                entry(new Modes(TimedMode.ENFORCE, team("a 1 b"), List.of()), Map.of()),
                entry(excepting(team("a"), TimedMode.OBSERVE), Map.of()),
                entry(excepting(team("a"), new TimedMode(Mode.OBSERVE, NOON)), Map.of()),
                entry(Modes.ENFORCE, Map.of("ceiling", "0.05")),
                entry(Modes.ENFORCE, Map.of("ceiling", "0.06")),
                entry(Modes.ENFORCE, Map.of("ceiling", "0.05\nparameter floor 1 1")),
                entry(Modes.ENFORCE, Map.of("ceiling", "0.05", "floor", "1")));
        entries.forEach(entry -> digests.add(new Ruleset(List.of(entry)).digest()));

        assertThat(digests).hasSameSizeAs(entries).allMatch(digest -> digest.matches("sha256:[0-9a-f]{64}"));
        assertThat(new Ruleset(List.of(entries.getFirst())).digest())
                .isEqualTo(Ruleset.enforcing(List.of(pack)).digest());
    }

    private Ruleset.Entry entry(Modes modes, Map<String, String> parameters) {
        return new Ruleset.Entry(pack, modes, new TreeMap<>(parameters));
    }

    private static Modes excepting(CallerScope scope, TimedMode mode) {
        return new Modes(TimedMode.ENFORCE, CallerScope.EVERYONE, List.of(new ScopedMode(scope, mode)));
    }

    private static CallerScope team(String... values) {
        return new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(List.of(values)))));
    }

    private static Caller ofTeam(String team) {
        return new Caller(null, null, team, null, null, null, null, null);
    }
}
