package dev.douane.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void a_new_key_has_an_id_and_256_random_bits() {
        var token = KeyToken.generate();

        assertThat(token.secretText()).matches("dk_[a-z0-9]{16}_[A-Za-z0-9_-]{43}");
        assertThat(token.secretText()).startsWith("dk_" + token.id() + "_");
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> KeyToken.generate().secretText())
                        .distinct())
                .hasSize(1000);
    }

    @Test
    void a_key_read_back_is_the_same_key_whatever_its_secret_contains() {
        IntStream.range(0, 1000).mapToObj(i -> KeyToken.generate()).forEach(made -> {
            var read = KeyToken.of(made.secretText());
            assertThat(read.id()).isEqualTo(made.id());
            assertThat(read.sha256()).isEqualTo(made.sha256());
        });
    }

    @Test
    void a_key_in_no_known_form_can_only_be_the_preset_one() {
        assertThat(KeyToken.of("let-me-in").id()).isEqualTo(KeyToken.PRESET_ID);
        assertThat(KeyToken.of("dk_short_secret").id()).isEqualTo(KeyToken.PRESET_ID);
        assertThat(KeyToken.of("").id()).isEqualTo(KeyToken.PRESET_ID);
    }

    @Test
    void a_form_is_recognised_exactly_as_its_pattern_does() {
        var pattern = Pattern.compile("dk_([a-z0-9]{16})_[A-Za-z0-9_-]{43}");
        var random = new Random(7);
        var characters = "dk_-aZz09AY {`/:@[\u00e9";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(KeyToken.generate().secretText());
            for (int change = random.nextInt(3); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), characters.charAt(random.nextInt(characters.length())));
            }
            switch (random.nextInt(8)) {
                case 0 -> text.append('a');
                case 1 -> text.setLength(random.nextInt(text.length()));
                default -> {}
            }
            var form = pattern.matcher(text);
            assertThat(KeyToken.of(text.toString()).id())
                    .as(text.toString())
                    .isEqualTo(form.matches() ? form.group(1) : KeyToken.PRESET_ID);
        }
    }

    @Test
    void a_key_never_says_its_secret_by_accident() {
        var token = KeyToken.generate();

        assertThat(token.toString()).isEqualTo("key " + token.id());
    }

    @Test
    void only_the_very_same_key_is_admitted_and_only_in_its_time() {
        var token = KeyToken.generate();
        var other = KeyToken.generate();

        assertThat(stored(token, null, false).admits(token, NOW)).isTrue();
        assertThat(stored(token, null, false).admits(other, NOW)).isFalse();
        assertThat(stored(token, null, true).admits(token, NOW)).isFalse();
        assertThat(stored(token, NOW.plusNanos(1), false).admits(token, NOW)).isTrue();
        assertThat(stored(token, NOW, false).admits(token, NOW)).isFalse();
    }

    /** An answer that is written for long looks again, with no key at hand. */
    @Test
    void a_key_is_in_use_until_it_is_revoked_or_ends() {
        var token = KeyToken.generate();

        assertThat(stored(token, null, false).isInUse(NOW)).isTrue();
        assertThat(stored(token, NOW.plusNanos(1), false).isInUse(NOW)).isTrue();
        assertThat(stored(token, NOW, false).isInUse(NOW)).isFalse();
        assertThat(stored(token, null, true).isInUse(NOW)).isFalse();
    }

    @Test
    void a_key_that_differs_in_its_last_character_is_another() {
        var token = KeyToken.generate();
        var text = token.secretText();
        var last = text.charAt(text.length() - 1);
        var changed = KeyToken.of(text.substring(0, text.length() - 1) + (last == 'A' ? 'B' : 'A'));

        assertThat(changed.id()).isEqualTo(token.id());
        assertThat(stored(token, null, false).admits(changed, NOW)).isFalse();
    }

    private static StoredKey stored(KeyToken token, Instant expiresAt, boolean revoked) {
        return new StoredKey(
                new KeyHolder(token.id(), null, Reach.UNLIMITED),
                token.sha256(),
                new TreeSet<>(Roles.ALL),
                expiresAt,
                revoked,
                false);
    }
}
