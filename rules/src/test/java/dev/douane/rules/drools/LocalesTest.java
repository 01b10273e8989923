package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.DocumentException;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import dev.douane.rules.signing.Envelope;
import dev.douane.rules.validator.PackValidator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests, signed bytes, decisions and amounts are the same on a machine that writes its own digits, or has letters of its own. */
class LocalesTest {
    private static final Instant AT = Instant.parse("2026-11-16T12:00:00Z");

    @TempDir
    Path folder;

    private Locale before;

    @BeforeEach
    void remember() {
        before = Locale.getDefault();
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "ar-EG", "fa", "hi-u-nu-deva", "th-TH-u-nu-thai", "tr-TR"})
    void what_a_machine_reads_is_written_alike_everywhere(String tag) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var here = transcript(folder.resolve("here"));

        Locale.setDefault(Locale.forLanguageTag(tag));
        var there = transcript(folder.resolve("there"));

        assertThat(there).isEqualTo(here).matches("\\p{ASCII}*");
    }

    private static String transcript(Path work) throws PackException {
        var text = new StringBuilder();
        for (var pack : ShippedPacks.read(LocalesTest.class.getClassLoader())) {
            text.append(pack.reference()).append(' ').append(pack.digest()).append('\n');
        }
        var ruleset = Ruleset.enforcing(List.of(PackOnDisk.of(work, "lengths", "cost-tier")
                .rule(
                        "C-1500",
                        "Call(inputTokens >= 1500)",
                        "decision.capOutputTokens(1500); decision.capTier(\"standard\");")
                .read()));
        text.append(ruleset.digest()).append('\n');
        text.append(WrittenRuleset.of(ruleset, new PackValidator(Vocabulary.FIXED))
                        .text())
                .append('\n');
        text.append(decided(ruleset)).append('\n');
        text.append(HexFormat.of().formatHex(envelope().signedBytes())).append('\n');
        text.append(Money.parse("1500.000000001").toDecimal(6)).append('\n');
        text.append(new PackProblem("rules/a.drl", 1500, 7, "IT", "is wrong")).append('\n');
        text.append(refusedCatalog());
        return text.toString();
    }

    private static String decided(Ruleset ruleset) throws PackException {
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(ruleset)) {
            var catalog = new CatalogIndex(
                    CatalogReader.shipped(), JurisdictionsReader.shipped().on(LocalDate.parse("2026-11-16")));
            var snapshot = new Snapshot(
                    new RulesetRef(1, "sha256:" + "0".repeat(64)),
                    rules,
                    Settings.DEFAULT,
                    catalog,
                    List.of(),
                    (caller, at) -> List.of());
            var question =
                    Question.about(Call.chat("claude-opus-5", 1_500)).carrying(Data.of(List.of("public"), List.of()));
            var plan = new Decider().plan(question, snapshot, AT);
            var decision = plan.decide(plan.admit(Headroom.of(List.of())), Headroom.of(List.of()));
            return "%s %s".formatted(decision.verdict(), decision.reasons());
        }
    }

    private static Envelope envelope() {
        var content = java.util.Base64.getEncoder().encodeToString("content".getBytes(StandardCharsets.UTF_8));
        return new Envelope("application/vnd.in-toto+json", content, List.of(new Envelope.Signature("key", content)));
    }

    private static String refusedCatalog() {
        try {
            CatalogReader.read("tiers: [economy, economy]\n".getBytes(StandardCharsets.UTF_8));
            return "accepted";
        } catch (DocumentException e) {
            return e.getMessage();
        }
    }
}
