package dev.douane.rules.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00,
                0x07,
                0x1B,
                0x7F,
                0x85,
                0xAD,
                0x34F,
                0x61C,
                0x115F,
                0x1160,
                0x17B4,
                0x180E,
                0x2003,
                0x200B,
                0x200C,
                0x200D,
                0x200E,
                0x2028,
                0x2029,
                0x202E,
                0x2060,
                0x2066,
                0x2069,
                0x2800,
                0x3164,
                0xD800,
                0xE000,
                0xFE0F,
                0xFE10 - 1,
                0xFEFF,
                0xFFA0,
                0xFFF9,
                0xFFFD,
                0xFFFE,
                0x1D173,
                0xE0001,
                0xE0100,
                0x10FFFF
            })
    void what_is_unseen_or_turns_the_direction_is_named_wherever_it_stands(int unseen) {
        var text = "a" + Character.toString(unseen) + "b";
        var fault = "has a character (U+%04X, number 2) that misleads whoever reads it; leave it out".formatted(unseen);

        assertThat(PlainText.faultInLine(text, 9)).isEqualTo(fault);
        assertThat(PlainText.faultInLines(text, 9)).isEqualTo(fault);
        assertThat(PlainText.faultInName(text, 9)).isEqualTo(fault);
        assertThat(PlainText.faultInWord(text)).isEqualTo(fault);
        assertThat(PlainText.firstHidden(text)).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Łódź",
                "東京支店",
                "acme-東京",
                "ひらがなとカタカナ",
                "한국",
                "кириллица",
                "Ελλάδα",
                "Grüße aus Köln",
                "São Tomé & Co.",
                "ไทย",
                "हिन्दी",
                "עברית",
                "العربية",
                "team/eu+1@acme:a_b",
                "L’Oréal",
                "50 €",
                "café"
            })
    void words_may_be_in_any_script_that_people_write(String word) {
        assertThat(PlainText.faultInWord(word)).isNull();
        assertThat(PlainText.faultInName(word, 99)).isNull();
        assertThat(PlainText.faultInLine(word, 99)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pаypal", // a Cyrillic letter
                "Ωmega",
                "ｆｕｌｌ",
                "𝐚cme",
                "oﬀice",
                "cafe\u0301",
                "a–b",
                "a∕b",
                "а1٢",
                "acme-Ωmega"
            })
    void words_with_letters_or_signs_that_look_like_others_are_refused(String word) {
        assertThat(PlainText.faultInWord(word)).isNotNull();
        assertThat(PlainText.faultInLine(word, 99)).isNull();
    }

    @Test
    void what_to_write_instead_is_said() {
        assertThat(PlainText.faultInWord("ｆull"))
                .isEqualTo("has a character (ｆ, U+FF46) that looks like another; write f");
        assertThat(PlainText.faultInWord("a–b"))
                .isEqualTo("has a character (–, U+2013) that looks like another; write -");
        assertThat(PlainText.faultInWord("cafe\u0301"))
                .isEqualTo("has letters apart from their marks; write (café) with each letter composed");
        assertThat(PlainText.faultInWord("pаypal"))
                .isEqualTo("mixes letters or digits of several scripts that look alike; write it in one script");
        assertThat(PlainText.faultInName("Calls of pаypal", 99))
                .isEqualTo("mixes letters or digits of several scripts that look alike in (pаypal); write it in one"
                        + " script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Le budget est dépensé à 80 %.", // the blank of French figures
                "全角　空白です。",
                "می‌خواهم بدانم.", // joiners that Persian and Hindi need
                "क्‍ष है।",
                "Deal with it ⚠️.",
                "Teams «Москва» and «Paris» – both."
            })
    void sentences_may_hold_what_their_language_needs(String sentence) {
        assertThat(PlainText.faultInLine(sentence, 99)).isNull();
        assertThat(PlainText.faultInName(sentence, 99)).isNull();
    }

    @Test
    void a_joiner_between_letters_that_do_not_join_is_unseen() {
        assertThat(PlainText.faultInLine("pay\u200Cpal", 99)).contains("U+200C");
        assertThat(PlainText.faultInLine("pay\u200Dpal", 99)).contains("U+200D");
        assertThat(PlainText.faultInWord("می\u200Cخواهم")).contains("U+200C");
    }

    @Test
    void lines_and_tabs_are_layout_where_lines_are_asked_for() {
        assertThat(PlainText.faultInLines("a\n\tb", 9)).isNull();
        assertThat(PlainText.faultInLines("a\r\nb", 9)).contains("U+000D, number 2");
        assertThat(PlainText.faultInLine("a\nb", 9)).contains("U+000A, number 2");
        assertThat(PlainText.faultInWord("a\tb")).contains("U+0009");
        assertThat(PlainText.firstHidden("\uFEFFa\r\nb\n")).isEmpty();
        assertThat(PlainText.firstHidden("a\rb\r")).isEmpty();
        assertThat(PlainText.firstHidden("// a\rb\n")).hasValue(4);
    }

    @Test
    void a_text_must_be_there_and_no_longer_than_asked() {
        assertThat(PlainText.faultInLine(null, 3)).isEqualTo("must have 1 to 3 characters, not only blanks");
        assertThat(PlainText.faultInLines("  ", 3)).isEqualTo("must have 1 to 3 characters, not only blanks");
        assertThat(PlainText.faultInName("abcd", 3)).isEqualTo("must have 1 to 3 characters, not only blanks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ada@example.com | ADA@example.com
            ada@example.com | \uff41da@example.com
            ada@example.com | \u0430da@example.com
            cy.doe | \u0441\u0443.doe
            Cy Doe | Cy  Doe
            Cy Doe | Cy\u00a0Doe
            fine | \ufb01ne
            straße | STRASSE
            Ilse | llse
            adal | ada1
            José | Jose\u0301
            Otto | 0tto
            """)
    void names_that_nobody_tells_apart_are_alike(String one, String other) {
        assertThat(PlainText.areAlike(one, other)).isTrue();
        assertThat(PlainText.areAlike(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ada, bob", "Kai, Kal", "E10017, E10011", "José, Jose", "Cy Doe, CyDoe", "東京支店, 京都支店"})
    void names_that_people_tell_apart_are_two(String one, String other) {
        assertThat(PlainText.areAlike(one, other)).isFalse();
        assertThat(PlainText.areAlike(other, one)).isFalse();
    }
}
