package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A trial that is over is none any more, whoever agrees to it. */
@BesideOthers
class EndedTrialsTest {
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    private static RulesetView.PackView pack(String mode, Instant until, EntryTerms.ScopeTerms... exceptions) {
        return new RulesetView.PackView(
                "night",
                "1.0.0",
                "sha256:1",
                mode,
                until,
                null,
                exceptions.length == 0 ? null : List.of(exceptions),
                null);
    }

    private static EntryTerms.ScopeTerms exception(Instant until) {
        var team = new TreeMap<String, java.util.SortedSet<String>>();
        team.put("team", new TreeSet<>(List.of("ranking")));
        return new EntryTerms.ScopeTerms(team, "observe", until);
    }

    @Test
    void what_begins_with_a_trial_that_is_over_is_refused_with_its_end() {
        var trial = List.of(pack("enforce", null), pack("observe", END));

        assertThatCode(() -> EndedTrials.refuse(7, "approved", trial, END.minusSeconds(1)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> EndedTrials.refuse(7, "approved", trial, END))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.CONFLICT))
                .hasMessageContaining(
                        "ruleset (7) cannot be approved: pack (night@1.0.0) is on trial until 2026-12-01T00:00:00Z, so");
    }

    @Test
    void the_trial_of_some_callers_is_one_too() {
        var trial = List.of(pack("enforce", null, exception(END)));

        assertThatThrownBy(() -> EndedTrials.refuse(7, "approved", trial, END)).hasMessageContaining("until " + END);
    }

    @Test
    void whoever_reads_the_ruleset_is_warned_from_its_end_on() {
        assertThat(EndedTrials.finding(pack("observe", END), END.minusSeconds(1)))
                .isEmpty();
        assertThat(EndedTrials.finding(pack("observe", null), END)).isEmpty();
        assertThat(EndedTrials.finding(pack("observe", END), END)).hasValueSatisfying(finding -> {
            assertThat(finding.code()).isEqualTo("trial-ended");
            assertThat(finding.severity()).isEqualTo("warning");
            assertThat(finding.message()).startsWith("its trial ended at 2026-12-01T00:00:00Z:");
        });
    }
}
