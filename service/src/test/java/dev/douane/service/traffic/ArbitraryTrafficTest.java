package dev.douane.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.traffic.Asked.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The recorded traffic is the same wherever it is asked. */
@Isolated // sets the locale and the zone
class ArbitraryTrafficTest {
    private static final List<Asked> FIFTH = ArbitraryTraffic.first(Golden.FIFTH);

    @Test
    void the_first_are_the_same_however_many_are_taken() {
        assertThat(ArbitraryTraffic.first(ArbitraryTraffic.ALL).subList(0, Golden.FIFTH))
                .isEqualTo(FIFTH);
    }

    @Test
    void they_are_the_same_in_another_locale_and_zone() {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            assertThat(ArbitraryTraffic.first(500)).isEqualTo(FIFTH.subList(0, 500));
            assertThat(new Given(200, "", "{}", "", "").line(FIFTH.getFirst())).startsWith("00001 ");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void every_kind_is_asked_in_the_share_it_has() {
        var counts = FIFTH.stream().collect(Collectors.groupingBy(Asked::kind, Collectors.counting()));

        assertThat(counts.keySet()).containsExactlyInAnyOrder(Kind.values());
        assertThat(counts.get(Kind.ASK)).isBetween(1_100L, 1_350L);
        assertThat(counts.get(Kind.ASK_WITH_A_KEY)).isBetween(220L, 340L);
        assertThat(counts.get(Kind.END)).isBetween(140L, 260L);
        assertThat(counts.get(Kind.MALFORMED)).isBetween(140L, 260L);
        assertThat(counts.get(Kind.BATCH)).isBetween(60L, 140L);
    }

    @Test
    void every_field_of_a_question_is_said_and_every_word_of_mode_and_explain() {
        var all = FIFTH.stream().map(Asked::body).collect(Collectors.joining("\n"));

        for (var member : List.of(
                "model",
                "provider",
                "region",
                "deployment",
                "operation",
                "inputTokens",
                "cachedInputTokens",
                "maxOutputTokens",
                "n",
                "serviceTier",
                "capabilities",
                "organisation",
                "product",
                "team",
                "workflow",
                "user",
                "run",
                "environment",
                "location",
                "classes",
                "subjectLocations",
                "task",
                "criticality",
                "phase",
                "interactive",
                "mode",
                "acceptDowngrade",
                "maxWait",
                "hold",
                "explain",
                "attributes")) {
            assertThat(all).contains("\"" + member + "\":");
        }
        assertThat(all).contains("\"enforce\"", "\"advise\"", "\"none\"", "\"reasons\"", "\"full\"");
    }

    @Test
    void keys_are_repeated_with_the_same_body_and_with_another() {
        var byKey = FIFTH.stream()
                .filter(asked -> asked.kind() == Kind.ASK_WITH_A_KEY)
                .collect(Collectors.groupingBy(asked -> asked.headers().get("Idempotency-Key")));

        assertThat(byKey.values())
                .anyMatch(same -> same.size() > 1
                        && same.stream().map(Asked::body).distinct().count() == 1);
        assertThat(byKey.values())
                .anyMatch(same -> same.stream().map(Asked::body).distinct().count() > 1);
    }

    /** Half of a character cannot be written in UTF-8: it would be asked as a question mark, and mean another thing. */
    @Test
    void every_body_can_be_sent_as_it_is_written() {
        var encoder = StandardCharsets.UTF_8.newEncoder();

        assertThat(FIFTH).allMatch(asked -> encoder.canEncode(asked.body()));
    }

    @Test
    void ids_and_digests_have_names_and_all_else_stays() {
        var names = new Names();
        names.name("01a228df-f9e1-7501-92bc-43991cedccce", "decision-7");
        names.nameText("k-abc", "the-key");

        assertThat(names.in(
                        "{\"id\":\"01a228df-f9e1-7501-92bc-43991cedccce\",\"by\":\"k-abc\",\"of\":\"11a228df-f9e1-7501-92bc-43991cedccce\","
                                + "\"again\":\"11a228df-f9e1-7501-92bc-43991cedccce\",\"digest\":\"sha256:"
                                + "ab".repeat(32) + "\"}"))
                .isEqualTo(
                        "{\"id\":\"decision-7\",\"by\":\"the-key\",\"of\":\"other-1\",\"again\":\"other-1\",\"digest\":\"sha256:digest-1\"}");
    }

    @Test
    void a_member_is_taken_out_byte_for_byte() throws Exception {
        var json =
                "{\"answer\":{\"a\":[1, 2]},\"principal\":\"k\\u00e9\",\"request\":{\"n\" : 1.50,\"s\":\"\u00e9}\"},\"evidence\":{}}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(Gateway.member(json, "request")).isEqualTo("{\"n\" : 1.50,\"s\":\"\u00e9}\"}");
        assertThat(Gateway.member(json, "evidence")).isEqualTo("{}");
    }

    @Test
    void what_is_read_in_full_is_fifty_requests_of_every_kind() {
        var read = FIFTH.stream().filter(Golden::isReadInFull).toList();

        assertThat(read).hasSize(50);
        assertThat(Arrays.stream(Kind.values()))
                .allMatch(kind -> read.stream().anyMatch(asked -> asked.kind() == kind));
    }
}
