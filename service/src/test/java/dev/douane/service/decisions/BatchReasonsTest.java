package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleRef;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hundred calls with the longest reasons there are would be an answer of some 40 MB. */
class BatchReasonsTest {
    private final BatchReasons room = new BatchReasons();

    /** One reason of so many characters. */
    private static Effects reasons(int length) {
        var empty = sentence("");
        var effects = sentence("x".repeat(length - Math.toIntExact(empty.reasonLength())));
        assertThat(effects.reasonLength()).isEqualTo(length);
        return effects;
    }

    private static Effects sentence(String text) {
        var rule = new RuleRef("L-1", "long@1.0.0", text, List.of());
        return Effects.of(List.of(new Fired(rule, new Effect.Flag("long"), Fired.Mode.ENFORCE)));
    }

    @Test
    void ten_calls_with_the_longest_reasons_have_room_and_the_next_is_to_be_asked_alone() {
        var longest = reasons(200_000);
        for (int call = 0; call < 10; call++) {
            room.take(longest);
        }

        assertThatThrownBy(() -> room.take(reasons(1_000)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_LARGE))
                .hasMessageContaining("was not decided");
        assertThatCode(() -> new BatchReasons().take(longest)).as("alone").doesNotThrowAnyException();
    }

    @Test
    void what_had_no_room_takes_none_from_shorter_ones() {
        var longest = reasons(200_000);
        for (int call = 0; call < 9; call++) {
            room.take(longest);
        }
        room.take(reasons(150_000));
        assertThatThrownBy(() -> room.take(longest)).isInstanceOf(ProblemException.class);

        assertThatCode(() -> room.take(reasons(50_000))).doesNotThrowAnyException();
        assertThatCode(() -> room.take(Effects.NONE))
                .as("calls without reasons")
                .doesNotThrowAnyException();
    }
}
