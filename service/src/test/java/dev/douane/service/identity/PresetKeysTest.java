package dev.douane.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PresetKeysTest {
    private static final String STRONG = "9f86d081884c7d659a2feaa0c55ad015";

    @Test
    void a_long_random_text_is_taken() {
        assertThat(PresetKeys.weakness(STRONG)).isEmpty();
        assertThat(PresetKeys.weakness(KeyToken.generate().secretText())).isEmpty();
    }

    @Test
    void a_weak_text_is_refused_without_being_said() {
        assertThat(PresetKeys.weakness(STRONG.substring(1)).orElseThrow())
                .startsWith("(31 characters) must have 32 to 200 characters")
                .doesNotContain(STRONG.substring(1));
        assertThat(PresetKeys.weakness("a".repeat(64)).orElseThrow()).contains("12 different characters");
        assertThat(PresetKeys.weakness(STRONG + " ").orElseThrow()).contains("without spaces");
        assertThat(PresetKeys.weakness(STRONG + "é").orElseThrow()).contains("printable ASCII");
        assertThat(PresetKeys.weakness(STRONG.repeat(7)).orElseThrow()).startsWith("(224 characters)");
    }
}
