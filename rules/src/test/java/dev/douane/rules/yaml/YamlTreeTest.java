package dev.douane.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A document means to everybody what it means to us, or it is refused. */
class YamlTreeTest {
    private static YamlTree read(String yaml) {
        return YamlTree.read(yaml, (at, line, column) -> {});
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "a; \"a\"",
                "true; true",
                "True; \"True\"",
                "no; \"no\"",
                "NO; \"NO\"",
                "null; null",
                "~; null",
                "0; 0",
                "-12; -12",
                "0.10; 0.10",
                "1.0.2; \"1.0.2\"",
                "2026-11-21; \"2026-11-21\"",
                "2026-11-21T10:00:00Z; \"2026-11-21T10:00:00Z\"",
                "gpt-5; \"gpt-5\"",
                "'\"010\"'; \"010\"",
                "[1, {a: b}]; '[1,{\"a\":\"b\"}]'"
            })
    void plain_words_and_numbers_are_what_they_look_like(String yaml, String json) {
        var tree = read("value: " + yaml);

        assertThat(tree.faults()).isEmpty();
        assertThat(tree.root().get("value")).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "010",
                "0o10",
                "0x1F",
                "0b11",
                "+1",
                "1_000",
                "1e3",
                "1.5E-7",
                "1.",
                ".5",
                "12:30",
                "190:20:30",
                ".inf",
                "-.INF",
                ".nan",
                "00",
                "08",
                "-01.5",
                "1e999999999"
            })
    void what_readers_of_yaml_do_not_agree_on_is_refused(String number) {
        assertThat(read("value: " + number).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.message()).contains("(" + number + ") is a number to some readers");
            assertThat(fault.wayOut()).contains("\"" + number + "\" in quotes");
            assertThat(fault.line() + ":" + fault.column()).isEqualTo("1:8");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1:", "1_", "0", "010:", ":1"})
    void however_long_it_is_it_is_told_in_short_at_its_place(String piece) {
        var faults = read("value: 1" + piece.repeat(300_000) + "1").faults();

        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.message()).contains("(1" + piece).contains("…) is a number to some readers");
            assertThat(fault.message() + fault.wayOut()).hasSizeLessThan(300);
            assertThat(fault.line() + ":" + fault.column()).isEqualTo("1:8");
        });
        assertThat(faults.isEmpty())
                .as("of three digits between points of the clock")
                .isEqualTo(piece.equals("010:"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "a: &x 1; 1:4 a anchor (x)",
                "'a: &x {b: 1}'; 1:4 a anchor (x)",
                "'- 1\n- &x [2]'; 2:3 [1] anchor (x)",
                "a: *x; 1:4 a alias (x)",
                "*x : 1; 1:1  alias (x)",
                "'a: {<<: {b: 1}}'; 1:5 a.<< merge key",
                "a: !!int 5; 1:4 a tag (tag:yaml.org",
                "a: ! b; 1:4 a tag (!)",
                "'a: 1\nb: 2\na: 3'; 3:1 a the member (a) is there twice",
                "'%YAML 1.1\n---\na: 1'; 1:1  a directive",
                "'? [a]\n: 1'; 1:3  the name of a member must be text",
                "'a: 1\n---\nb: 2'; 2:1  there is more than one document",
                "'a: \"x\\u200fy\"'; 1:4 a the text holds a character (U+200F)",
                "'\"a\\x07\": 1'; 1:1 a\u0007 the text holds a character (U+0007)",
                "'a: ['; 1:5  this is not YAML",
                "a: b: c; 1:5  this is not YAML"
            })
    void what_a_reader_could_be_misled_by_is_refused_with_its_place(String yaml, String fault) {
        assertThat(read(yaml.replace("\\n", "\n")).faults())
                .extracting(
                        one -> one.line() + ":" + one.column() + " " + one.at().dotted() + " " + one.message())
                .anySatisfy(said -> assertThat(said).startsWith(fault.replace("\\u0007", "\u0007")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title: *\nowners: [ann]", "title: @ann", "title: `ls`", "title: &"})
    void a_text_that_begins_like_something_else_is_told_in_one_line_with_the_way_out(String yaml) {
        assertThat(read(yaml).faults()).singleElement().satisfies(fault -> {
            assertThat(fault.message()).startsWith("this is not YAML: ").doesNotContain("\n");
            assertThat(fault.wayOut()).isEqualTo("put a text that begins with this character in quotes");
        });
        assertThat(read("owners:\n\t- ann").faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.wayOut()).isNull());
    }

    @Test
    void a_quoted_merge_key_is_a_member_like_any_other() {
        assertThat(read("\"<<\": 1").faults()).isEmpty();
    }

    @Test
    void nothing_is_a_document_that_is_missing() {
        assertThat(read("").root().isMissingNode()).isTrue();
        assertThat(read("# only a comment").root().isMissingNode()).isTrue();
    }

    @Test
    void other_encodings_and_endless_nesting_end_the_reading() {
        assertThat(YamlTree.read("a: é".getBytes(StandardCharsets.ISO_8859_1), (at, line, column) -> {}))
                .satisfies(tree -> assertThat(tree.isBroken()).isTrue());
        assertThat(read("a: " + "[".repeat(10_000)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("nested deeper than 32"));
        assertThat(read("a: \u0000").faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("U+0000"));
    }

    @Test
    void every_value_has_its_place_and_its_name_comes_first() {
        var places = new ArrayList<String>();

        YamlTree.read(
                "cases:\n  - {name: one}\n",
                (at, line, column) -> places.add(at.pointer() + " " + line + ":" + column));

        assertThat(places)
                .isEqualTo(List.of(
                        " 1:1", "/cases 1:1", "/cases 2:3", "/cases/0 2:5", "/cases/0/name 2:6", "/cases/0/name 2:12"));
    }
}
