package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A call has one class: where two rules named one each, the alphabet would choose, which nobody meant. */
class WorkloadClassificationTest {
    private static final Pattern ROW = Pattern.compile("\"[^\"]*\",\"([^\"]*)\",\"embedding\",\"([^\"]*)\",\"CLS-.*");

    private static CompiledRules rules;
    private static List<String> words;
    private static List<String> beginnings;
    private static List<String> endings;
    private static List<String> classes;

    @BeforeAll
    static void compile() throws PackException {
        var packs = ShippedPacks.read(WorkloadClassificationTest.class.getClassLoader());
        rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs));
        var classification = named("workload-classification", packs);
        words = column(1, "tables/words.csv", classification);
        beginnings = column(1, "tables/beginnings.csv", classification);
        endings = column(1, "tables/endings.csv", classification);
        var given = new TreeSet<>(List.of("embed-documents", "embed-query"));
        for (var table : List.of("tables/words.csv", "tables/beginnings.csv", "tables/endings.csv")) {
            given.addAll(column(2, table, classification));
        }
        classes = List.copyOf(given);
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    private static Pack named(String name, List<Pack> packs) {
        return packs.stream()
                .filter(pack -> pack.manifest().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> column(int column, String path, Pack pack) {
        var table = pack.tables().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
        var cells = new ArrayList<String>();
        for (var line : table.text().lines().toList()) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                cells.add(row.group(column));
            }
        }
        assertThat(cells).as(path).hasSizeGreaterThan(9);
        return cells;
    }

    /** Everything the pack knows, alone and with every beginning and ending. */
    private static List<String> tasks() {
        var stems = new ArrayList<String>(List.of("ticket", "write-limericks"));
        stems.addAll(words);
        stems.addAll(classes);
        var tasks = new ArrayList<>(stems);
        for (var stem : stems) {
            beginnings.forEach(beginning -> tasks.add(beginning + stem));
            endings.forEach(ending -> tasks.add(stem + ending));
        }
        for (var beginning : beginnings) {
            endings.forEach(ending -> tasks.add(beginning + "ticket" + ending));
            endings.forEach(ending -> tasks.add(beginning + ending.substring(1)));
        }
        return tasks;
    }

    private static Facts facts(@Nullable String task, String operation) {
        return new Facts(
                new Call("m", null, null, null, operation, 1_000, 0, null, 1, "default", new TreeSet<>()),
                Caller.UNKNOWN,
                Data.UNKNOWN,
                Workload.of(task, "standard", "production", true),
                List.of(),
                List.of(),
                Value.UNKNOWN,
                Clock.at(Instant.parse("2026-11-16T12:00:00Z"), ZoneOffset.UTC));
    }

    private static List<String> given(Facts facts) {
        return rules.classify(facts).effects().enforced().stream()
                .map(Fired::effect)
                .map(Effect::describe)
                .toList();
    }

    @Test
    void no_task_is_ever_given_two_classes_and_every_beginning_and_ending_gives_one() {
        for (var task : tasks()) {
            assertThat(given(facts(task, "chat"))).as(task).hasSizeLessThanOrEqualTo(1);
            assertThat(given(facts(task, "embedding"))).as(task).hasSizeLessThanOrEqualTo(1);
        }
        for (var stem : List.of("ticket", "legal-analysis", "summary")) {
            beginnings.forEach(beginning -> assertThat(given(facts(beginning + stem, "chat")))
                    .as(beginning)
                    .hasSize(1));
            endings.forEach(ending ->
                    assertThat(given(facts(stem + ending, "chat"))).as(ending).hasSize(1));
        }
    }

    @Test
    void a_word_that_is_a_class_already_is_left_alone() {
        for (var word : classes) {
            assertThat(given(facts(word, "chat"))).as(word).isEmpty();
        }
    }

    @Test
    void every_class_given_is_one_that_the_ceilings_know() {
        for (var word : classes) {
            assertThat(firedFor(word)).as(word).doesNotContain("COST-001", "COST-002");
        }
        assertThat(firedFor("write-limericks")).contains("COST-001");
    }

    private static List<String> firedFor(String workloadClass) {
        Effects effects = rules.evaluate(facts(null, "chat").classifiedAs(workloadClass));
        return effects.enforced().stream().map(fired -> fired.rule().id()).toList();
    }
}
