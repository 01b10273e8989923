package dev.douane.bench.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static Window ran(Map<String, int[]> lines) {
        var window = new TreeMap<String, BitSet>();
        lines.forEach((file, numbers) -> {
            var set = new BitSet();
            IntStream.of(numbers).forEach(set::set);
            window.put(file, set);
        });
        return new Window(window);
    }

    private static int[] lines(int... numbers) {
        return numbers;
    }

    @Test
    void a_file_is_on_the_line_if_a_line_of_it_always_ran() {
        var first = ran(Map.of("Always.java", lines(3, 4), "Once.java", lines(1), "Elsewhere.java", lines(7)));
        var second = ran(Map.of("Always.java", lines(4, 9), "Elsewhere.java", lines(8)));

        assertThat(Window.always(List.of(first, second), List.of())).containsExactly("Always.java");
    }

    @Test
    void what_also_runs_when_nothing_is_asked_does_not_count() {
        var asked = ran(Map.of("Sweeper.java", lines(5), "Queue.java", lines(10, 11)));
        var idle = ran(Map.of("Sweeper.java", lines(5), "Queue.java", lines(10)));

        assertThat(Window.always(List.of(asked, asked), List.of(idle, ran(Map.of()))))
                .containsExactly("Queue.java");
    }

    @Test
    void without_a_decision_there_is_no_line() {
        assertThatThrownBy(() -> Window.always(List.of(), List.of())).hasMessageContaining("no window");
        assertThat(Window.always(List.of(ran(Map.of())), List.of())).isEmpty();
    }

    @Test
    void windows_stay_as_they_are() {
        var asked = ran(Map.of("A.java", lines(1, 2)));

        Window.always(List.of(asked), List.of(ran(Map.of("A.java", lines(1)))));

        assertThat(asked).isEqualTo(ran(Map.of("A.java", lines(1, 2))));
    }
}
