package dev.douane.rules.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.rules.pack.Pack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
    private static final SigningKey ADA = SigningKey.generate();
    private static final SigningKey GRACE = SigningKey.generate();
    private static final SigningKey EDITH = SigningKey.generate();
    private static final SigningKey MALLORY = SigningKey.generate();

    @TempDir
    private Path packs;

    private Pack pack;
    private TrustPolicy policy;

    @BeforeEach
    void write() {
        pack = SignedPacks.pack(packs, "residency", "sovereignty");
        policy = TrustPolicy.parse(keys() + """
                concerns:
                  sovereignty: {threshold: 2, keys: [ada, grace]}
                  cost-tier: {threshold: 1, keys: [edith]}
                  classification: {unsigned: accepted}
                """);
    }

    private static String keys() {
        return "keys:\n" + key("ada", "data protection", ADA) + key("grace", "legal", GRACE)
                + key("edith", "finance", EDITH);
    }

    private static String key(String name, String owner, SigningKey key) {
        return "  - {name: %s, owner: %s, publicKey: \"%s\"}\n"
                .formatted(name, owner, key.publicKey().toPem().replace("\n", "\\n"));
    }

    @Test
    void as_many_different_keys_as_asked_for_make_a_pack_acceptable() {
        var verdict = policy.verify(pack, List.of(ADA.sign(pack), GRACE.sign(pack)));

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.signers()).containsEntry("ada", "data protection").containsEntry("grace", "legal");
        assertThat(verdict.objections()).isEmpty();
    }

    @Test
    void one_key_that_signs_twice_counts_once() {
        var verdict = policy.verify(pack, List.of(ADA.sign(pack), ADA.sign(pack)));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.signerNames()).containsExactly("ada");
        assertThat(verdict.objections())
                .containsExactly("sovereignty asks for signatures by 2 of ada, grace, but only ada signed");
    }

    @Test
    void one_key_under_another_key_id_in_the_same_envelope_counts_once_too() {
        var signed = ADA.sign(pack);
        var signature = signed.signatures().getFirst().signature();
        var twice = new Envelope(
                signed.payloadType(),
                signed.payload(),
                List.of(
                        new Envelope.Signature(ADA.publicKey().id(), signature),
                        new Envelope.Signature("", signature),
                        new Envelope.Signature("grace says hello", signature)));

        assertThat(policy.verify(pack, List.of(twice)).signerNames()).containsExactly("ada");
    }

    @Test
    void a_signature_that_borrows_the_key_id_of_another_counts_for_nobody() {
        var signed = MALLORY.sign(pack);
        var borrowed = new Envelope(
                signed.payloadType(),
                signed.payload(),
                List.of(new Envelope.Signature(
                        ADA.publicKey().id(), signed.signatures().getFirst().signature())));

        var verdict = policy.verify(pack, List.of(borrowed));

        assertThat(verdict.signers()).isEmpty();
        assertThat(verdict.objections().getFirst())
                .contains("said to be by ada")
                .contains("does not verify");
    }

    @Test
    void a_key_that_counts_for_another_concern_does_not_count_here() {
        var verdict = policy.verify(pack, List.of(ADA.sign(pack), EDITH.sign(pack)));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.objections().getFirst())
                .isEqualTo("signature document 2: key (%s) does not count for this concern"
                        .formatted(EDITH.publicKey().id()));
    }

    @Test
    void a_signature_over_other_contents_of_the_same_version_counts_for_nothing() {
        var other = new Pack(pack.manifest(), pack.files(), "sha256:" + "0".repeat(64));

        var verdict = policy.verify(pack, List.of(ADA.sign(other), GRACE.sign(pack)));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.objections().getFirst())
                .contains("is about other contents of residency@1.0.0")
                .contains(pack.digest());
    }

    @Test
    void a_signature_over_another_pack_counts_for_nothing() {
        var other = SignedPacks.pack(packs, "elsewhere", "sovereignty");

        assertThat(policy.verify(pack, List.of(ADA.sign(other))).objections().getFirst())
                .isEqualTo("signature document 1 is about (elsewhere@1.0.0), not about residency@1.0.0");
    }

    @Test
    void without_a_policy_too_a_signature_has_to_be_about_the_pack_it_came_with() {
        var other = SignedPacks.pack(packs, "elsewhere", "sovereignty");
        var empty = new Envelope(ADA.sign(pack).payloadType(), ADA.sign(pack).payload(), List.of());

        assertThat(TrustPolicy.misfits(pack, List.of(ADA.sign(pack), MALLORY.sign(pack))))
                .isEmpty();
        assertThat(TrustPolicy.misfits(pack, List.of(ADA.sign(pack), ADA.sign(other), empty)))
                .containsExactly(
                        "signature document 2 is about (elsewhere@1.0.0), not about residency@1.0.0",
                        "signature document 3 holds no signature");
        assertThat(TrustPolicy.misfits(pack, Collections.nCopies(17, ADA.sign(pack))))
                .containsExactly("signature documents (17) must be at most 16");
    }

    @Test
    void one_changed_bit_of_payload_or_signature_is_noticed() {
        var signed = ADA.sign(pack);
        var payload = new String(signed.payloadBytes(), StandardCharsets.UTF_8);
        var changed = Base64.getEncoder()
                .encodeToString(payload.replace("\"files\":3", "\"files\":4").getBytes(StandardCharsets.UTF_8));
        assertThat(changed).isNotEqualTo(signed.payload());

        assertThat(policy.verify(pack, List.of(new Envelope(signed.payloadType(), changed, signed.signatures())))
                        .signers())
                .isEmpty();
    }

    @Test
    void what_another_program_signed_for_another_purpose_counts_for_nothing() {
        var payload =
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://slsa.dev/provenance/v1\"}";
        var foreign = Envelope.of(
                Statement.PAYLOAD_TYPE,
                payload.getBytes(StandardCharsets.UTF_8),
                ADA.publicKey().id(),
                new byte[64]);
        var otherType = Envelope.of("text/plain", new byte[1], "", new byte[64]);

        assertThat(policy.verify(pack, List.of(foreign, otherType)).objections())
                .contains("signature document 1 predicateType (https://slsa.dev/provenance/v1) must be "
                        + Statement.PREDICATE_TYPE)
                .contains("signature document 2 payloadType (text/plain) must be " + Statement.PAYLOAD_TYPE);
    }

    @Test
    void unsigned_packs_are_accepted_only_where_the_policy_says_so() {
        assertThat(policy.verify(SignedPacks.pack(packs, "classes", "classification"), List.of())
                        .accepted())
                .isTrue();
        assertThat(policy.verify(SignedPacks.pack(packs, "tiers", "cost-tier"), List.of())
                        .objections())
                .containsExactly("cost-tier asks for signatures by 1 of edith, but none of them signed");
        var unnamed = policy.verify(SignedPacks.pack(packs, "money", "budget"), List.of());
        assertThat(unnamed.accepted()).isFalse();
        assertThat(unnamed.objections())
                .containsExactly("the trust policy says nothing about packs of concern (budget), so none is accepted");
        assertThat(TrustPolicy.acceptingUnsigned().verify(pack, List.of()).accepted())
                .isTrue();
    }

    /** Or whoever may add one could make a signed pack an unsigned one. */
    @Test
    void documents_that_count_for_nothing_hide_none_that_counts_however_many_there_are() {
        var documents = new ArrayList<>(Collections.nCopies(300, MALLORY.sign(pack)));
        documents.add(0, ADA.sign(pack));
        documents.add(GRACE.sign(pack));

        var verdict = policy.verify(pack, documents);

        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.signerNames()).containsExactly("ada", "grace");
        assertThat(verdict.objections()).hasSize(101);
        assertThat(verdict.objections().getFirst()).startsWith("signature document 2: key (sha256:");
        assertThat(verdict.objections().getLast()).isEqualTo("200 more signatures and documents count for nothing");
    }

    @Test
    void a_document_is_the_first_of_a_key_only_once() {
        var vouching = policy.vouching(pack);

        assertThat(vouching.count(policy.weigh(pack, ADA.sign(pack))).isFirstOf())
                .isTrue();
        assertThat(vouching.count(policy.weigh(pack, ADA.sign(pack))).isFirstOf())
                .isFalse();
        assertThat(vouching.count(policy.weigh(pack, MALLORY.sign(pack))).isFirstOf())
                .isFalse();
        assertThat(vouching.count(policy.weigh(pack, GRACE.sign(pack)))).satisfies(worth -> {
            assertThat(worth.isFirstOf()).isTrue();
            assertThat(worth.signers()).containsExactly(Map.entry("grace", "legal"));
            assertThat(worth.objections()).isEmpty();
        });
        assertThat(vouching.verdict().accepted()).isTrue();
    }

    /** Forty keys and sixteen signatures were 640 verifications of one document, each time that anybody looked at it. */
    @Test
    void signatures_that_name_no_key_share_a_bounded_number_of_tries() {
        var many = ofFortyKeys(ADA);
        var wrong = Collections.nCopies(16, new Envelope.Signature("", base64(new byte[64])));
        var document = new Envelope(ADA.sign(pack).payloadType(), ADA.sign(pack).payload(), wrong);

        var weighed = many.weigh(pack, document);

        assertThat(weighed.untried()).as("40 and 24 tries, and 15 left over").isEqualTo(15);
        assertThat(weighed.refusal()).get().asString().contains("at most 64 times", "15 of its signatures", "keyid");
        assertThat(weighed.faults()).hasSize(2);
        assertThat(many.verify(pack, List.of(ADA.sign(pack), document))).satisfies(verdict -> {
            assertThat(verdict.accepted()).isFalse();
            assertThat(verdict.signerNames()).containsExactly("ada");
        });
    }

    @Test
    void a_signature_that_names_its_key_counts_behind_any_crowd_of_those_that_do_not() {
        var signed = ADA.sign(pack);
        var crowd = new ArrayList<>(Collections.nCopies(15, new Envelope.Signature("", base64(new byte[64]))));
        crowd.addAll(signed.signatures());

        assertThat(ofFortyKeys(ADA)
                        .weigh(pack, new Envelope(signed.payloadType(), signed.payload(), crowd))
                        .signers())
                .containsOnlyKeys("ada");
    }

    @Test
    void a_signature_that_names_no_key_is_found_among_all_keys() {
        var signed = ADA.sign(pack);
        var unnamed = new Envelope.Signature("", signed.signatures().getFirst().signature());

        assertThat(ofFortyKeys(ADA)
                        .weigh(pack, new Envelope(signed.payloadType(), signed.payload(), List.of(unnamed)))
                        .signers())
                .containsOnlyKeys("ada");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Of which the last is somebody's. */
    private static TrustPolicy ofFortyKeys(SigningKey ada) {
        var keys = new StringBuilder("keys:\n");
        var names = new ArrayList<String>();
        for (int i = 1; i < 40; i++) {
            names.add("key-" + i);
            keys.append(key("key-" + i, "legal", SigningKey.generate()));
        }
        names.add("ada");
        keys.append(key("ada", "legal", ada));
        return TrustPolicy.parse(
                keys + "concerns:\n  sovereignty: {threshold: 1, keys: [%s]}\n".formatted(String.join(", ", names)));
    }

    @Test
    void a_key_is_the_same_key_after_a_trip_through_its_files() {
        var again = SigningKey.parse(ADA.toSecretPem(), ADA.publicKey().toPem());

        assertThat(again.publicKey().id()).isEqualTo(ADA.publicKey().id()).matches("sha256:[0-9a-f]{64}");
        assertThat(again.sign(pack)).as("Ed25519 draws no lots").isEqualTo(ADA.sign(pack));
        assertThatThrownBy(() ->
                        SigningKey.parse(ADA.toSecretPem(), GRACE.publicKey().toPem()))
                .hasMessageContaining("does not belong to the public key");
    }

    @Test
    void a_private_key_tells_nothing_of_itself() {
        assertThat(ADA.toString()).isEqualTo("SigningKey[" + ADA.publicKey().id() + "]");
        assertThatThrownBy(() -> TrustedKey.parse(ADA.toSecretPem()))
                .hasMessage("holds a PRIVATE KEY where a PUBLIC KEY belongs");
    }

    @Test
    void the_statement_can_be_read_by_any_in_toto_tool() throws Exception {
        var statement = new ObjectMapper().readTree(ADA.sign(pack).payloadBytes());

        assertThat(statement.at("/_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.at("/subject/0/name").asText()).isEqualTo("residency@1.0.0");
        assertThat("sha256:" + statement.at("/subject/0/digest/sha256").asText())
                .isEqualTo(pack.digest());
        assertThat(statement.at("/predicate/concern").asText()).isEqualTo("sovereignty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concerns: {}",
                "concerns: {sovereignty: {threshold: 3, keys: [ada, grace]}}",
                "concerns: {sovereignty: {threshold: 0, keys: [ada]}}",
                "concerns: {sovereignty: {threshold: 2, keys: [ada, ada]}}",
                "concerns: {sovereignty: {threshold: 1, keys: [nobody]}}",
                "concerns: {sovereignty: {threshold: 1}}",
                "concerns: {sovereignty: {unsigned: maybe}}",
                "concerns: {sovereignty: {unsigned: accepted, threshold: 1, keys: [ada]}}",
                "concerns: {souvereignty: {unsigned: accepted}}",
                "concerns: {sovereignty: {unsigned: accepted}}\nunsigned: all",
                "concerns: {budget: {unsigned: accepted}, budget: {unsigned: accepted}}",
                "concerns: {budget: {unsigned: *accepted}}",
                "concerns: {budget: {unsigned: &a accepted}}",
                "concerns: {budget: &b {unsigned: accepted}, sovereignty: {<<: *b}}",
                "concerns: {sovereignty: {threshold: 01, keys: [ada]}}",
                "concerns: {sovereignty: {threshold: \"1\", keys: [ada]}}"
            })
    void a_policy_that_could_be_read_in_two_ways_is_refused(String concerns) {
        assertThatThrownBy(() -> TrustPolicy.parse(keys() + concerns)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_same_key_under_two_names_is_refused() {
        assertThatThrownBy(() -> TrustPolicy.parse("keys:\n" + key("ada", "one", ADA) + key("ada-too", "two", ADA)
                        + "concerns: {sovereignty: {threshold: 2, keys: [ada, ada-too]}}"))
                .hasMessageContaining("one key must not count twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"payload\":\"!\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[null]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]} x"
            })
    void what_is_no_envelope_is_refused_in_words(String json) {
        assertThatThrownBy(() -> Envelope.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no DSSE envelope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"payloadtype\":\"t\"} | /payloadType is missing (maybe payloadtype stands for it)",
                "{\"payloadType\":\"t\",\"payload\":\"e30=\"} | /signatures is missing",
                "{\"payloadType\":\"t\",\"payload\":{},\"signatures\":[]} | /payload must be a text",
                "{\"payloadType\":\"t\",\"payload\":\"e3~0\",\"signatures\":[]} | /payload is not Base64: character 3 (U+007E) is none of its",
                "{\"payloadType\":\"t\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":\"e30=\"},{\"sgi\":\"\"}]} | /signatures/1/sig is missing (maybe sgi stands for it)",
                "{\"payloadType\":\"t\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":\"e\"}]} | /signatures/0/sig is not Base64: its end is not whole",
                "[] | a JSON object must stand here",
                "{\"payloadType\": t} | line 1, column"
            })
    void what_is_no_envelope_is_told_with_its_place_and_the_nearest_word(String json, String message) {
        assertThatThrownBy(() -> Envelope.parse(json)).hasMessageContaining("is no DSSE envelope: " + message);
    }

    @Test
    void an_envelope_may_use_either_alphabet_and_members_of_later_versions() {
        var url = Envelope.parse(
                "{\"payload\":\"_-8=\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"_-8\",\"later\":1}],\"x\":{}}");

        assertThat(url.payload()).isEqualTo("/+8=");
        assertThat(Stream.of(url.signatures().getFirst().bytes()).findFirst().orElseThrow())
                .containsExactly(0xff, 0xef);
    }

    /** Escapes in quotes are no way round. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: a\u200Bda, owner: legal",
                "{name: ada, owner: le\u202Egal",
                "{name: \"a\\u2060da\", owner: legal",
                "{name: ada, owner: \"le\\u00ADgal\"",
                "{name: \u0430da, owner: legal",
                "{name: ada, owner: l\u0435gal",
            })
    void names_of_keys_and_owners_show_what_they_say(String misleading) {
        var ada = "keys:\n" + key("ada", "legal", ADA);
        var concerns = "concerns:\n  budget: {unsigned: accepted}\n";
        var plain = ada.replace("{name: ada, owner: legal", misleading) + concerns;

        assertThat(TrustPolicy.parse(ada + concerns)).isNotNull();
        assertThatThrownBy(() -> TrustPolicy.parse(plain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("trust policy")
                .hasMessageMatching("(?s).*(misleads whoever reads|mixes letters).*");
    }

    @Test
    void a_comment_hides_nothing() {
        assertThatThrownBy(() -> TrustPolicy.parse("# fine\n# a\u2067b\n" + keys()))
                .hasMessage(
                        "trust policy, line 2: a character (U+2067) stands here that misleads whoever reads the file;"
                                + " leave it out");
    }
}
