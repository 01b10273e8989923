package dev.douane.rules.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void they_are_what_a_tree_set_is(long seed) {
        var dice = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            var said = new ArrayList<String>();
            for (int i = dice.nextInt(9); i > 0; i--) {
                said.add(String.valueOf((char) ('a' + dice.nextInt(12))));
            }
            var expected = new TreeSet<>(said);
            var words = Words.sorted(said);

            assertThat(words)
                    .isEqualTo(expected)
                    .containsExactlyElementsOf(expected)
                    .hasSameHashCodeAs(expected);
            assertThat(expected).isEqualTo(words);
            var one = String.valueOf((char) ('a' + dice.nextInt(12)));
            var other = String.valueOf((char) (one.charAt(0) + dice.nextInt(3)));
            assertThat(words.contains(one)).isEqualTo(expected.contains(one));
            assertThat(words.headSet(one)).containsExactlyElementsOf(expected.headSet(one));
            assertThat(words.tailSet(one)).containsExactlyElementsOf(expected.tailSet(one));
            assertThat(words.subSet(one, other)).containsExactlyElementsOf(expected.subSet(one, other));
            if (!expected.isEmpty()) {
                assertThat(words.first()).isEqualTo(expected.first());
                assertThat(words.last()).isEqualTo(expected.last());
            }
        }
    }

    @Test
    void nobody_changes_them() {
        var said = new ArrayList<>(List.of("b", "a"));
        var words = Words.sorted(said);
        said.add("c");

        assertThat(words).containsExactly("a", "b");
        assertThat(Words.sorted(words)).isSameAs(words);
        assertThatThrownBy(() -> words.add("d")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> words.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> {
                    Iterator<String> each = words.iterator();
                    each.next();
                    each.remove();
                })
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(words::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void where_there_are_none_there_is_no_first() {
        assertThatThrownBy(Words.sorted(List.of())::first).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(Words.sorted(List.of())::last).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> Words.sorted(List.of("a")).subSet("b", "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
