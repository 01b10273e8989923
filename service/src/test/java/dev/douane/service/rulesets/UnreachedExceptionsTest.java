package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.ScopedMode;
import dev.douane.rules.pack.TimedMode;
import dev.douane.service.BesideOthers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@BesideOthers
class UnreachedExceptionsTest {
    private static CallerScope teams(String... teams) {
        return new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(Set.of(teams)))));
    }

    private static CallerScope inProduction(String... teams) {
        return new CallerScope(new TreeMap<>(Map.of(
                CallerAttribute.TEAM,
                new TreeSet<>(Set.of(teams)),
                CallerAttribute.ENVIRONMENT,
                new TreeSet<>(Set.of("prod")))));
    }

    private static List<String> told(CallerScope scope, ScopedMode... exceptions) {
        return UnreachedExceptions.of("/packs/0", new Modes(TimedMode.OBSERVE, scope, List.of(exceptions))).stream()
                .map(violation -> violation.pointer() + " "
                        + violation.message().lines().findFirst().orElse(""))
                .toList();
    }

    private static ScopedMode enforced(CallerScope scope) {
        return new ScopedMode(scope, TimedMode.ENFORCE);
    }

    private static ScopedMode observed(CallerScope scope) {
        return new ScopedMode(scope, TimedMode.OBSERVE);
    }

    @Test
    void an_exception_for_callers_outside_the_packs_own_scope_is_told() {
        assertThat(told(teams("a", "b"), enforced(teams("b")), enforced(teams("c"))))
                .containsExactly(
                        "/packs/0/scopes/1/scope/team [c] is not in the pack's own scope ([a, b]), so no caller is in both and the exception never holds");
        assertThat(told(CallerScope.EVERYONE, enforced(teams("c")))).isEmpty();
    }

    @Test
    void an_exception_behind_a_wider_one_is_told() {
        assertThat(told(CallerScope.EVERYONE, enforced(teams("a", "b")), observed(inProduction("a"))))
                .containsExactly(
                        "/packs/0/scopes/1/scope is behind the exception (/scopes/0), which holds for all these callers, so this one never does");
        assertThat(told(CallerScope.EVERYONE, observed(inProduction("a")), enforced(teams("a", "b"))))
                .isEmpty();
        assertThat(told(CallerScope.EVERYONE, observed(teams("a")), observed(teams("a"))))
                .hasSize(1);
    }

    /** Who does not say a team may be of team a: what observes passes over such callers, and what enforces does not. */
    @Test
    void an_exception_that_enforces_may_hold_behind_one_that_observes() {
        assertThat(told(CallerScope.EVERYONE, observed(teams("a")), enforced(teams("a"))))
                .isEmpty();
    }
}
