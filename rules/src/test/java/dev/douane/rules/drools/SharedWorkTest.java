package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.TimedMode;
import dev.douane.rules.validator.PackValidator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are little enough one by one, and too much where they share an evaluation. */
class SharedWorkTest {
    /** 16² + 16³ combinations where a call has 16 budgets. */
    private static final String THREE = "exists (Budget() and Budget() and Budget(usedFraction > 2))";

    private static final int OF_THREE = 4_352;

    @TempDir
    private Path packs;

    private Pack pack(String name, String concern, int rules) throws PackException {
        var pack = PackOnDisk.of(packs, name, concern);
        for (int i = 1; i <= rules; i++) {
            pack = pack.rule("%s-%d".formatted(name, i), THREE, "decision.flag(\"%s-%d\");".formatted(name, i));
        }
        return pack.read();
    }

    private static List<PackProblem> problems(Ruleset.Entry... entries) {
        var ruleset = new Ruleset(List.of(entries));
        var validator = new PackValidator(Vocabulary.SHIPPED);
        return SharedWork.problems(
                ruleset,
                ruleset.entries().stream()
                        .map(entry -> validator.check(entry.pack()))
                        .toList());
    }

    private static Ruleset.Entry enforced(Pack pack) {
        return new Ruleset.Entry(pack, Fired.Mode.ENFORCE);
    }

    private static Ruleset.Entry forOneTeam(Pack pack) {
        var team = new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(Set.of("a")))));
        return new Ruleset.Entry(pack, new Modes(TimedMode.ENFORCE, team, List.of()), new TreeMap<>());
    }

    @Test
    void packs_that_are_too_much_together_are_named_with_what_each_looks_at() throws PackException {
        var one = enforced(pack("one", "budget", 11));
        var two = enforced(pack("two", "budget", 11));

        assertThat(problems(one, two)).isEmpty();
        assertThat(problems(one, two, enforced(pack("three", "cost-tier", 1))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("limit");
                    assertThat(problem.message())
                            .startsWith(
                                    "packs (one@1.0.0: %1$d, three@1.0.0: %2$d, two@1.0.0: %1$d) are evaluated together and look at %3$d "
                                            .formatted(11 * OF_THREE, OF_THREE, 23 * OF_THREE))
                            .contains("at most 100000");
                });
    }

    @Test
    void what_is_evaluated_apart_is_counted_apart() throws PackException {
        var one = enforced(pack("one", "budget", 11));
        var two = enforced(pack("two", "budget", 11));
        var three = pack("three", "budget", 11);

        assertThat(problems(one, two, enforced(three))).hasSize(1);
        assertThat(problems(one, two, new Ruleset.Entry(three, Fired.Mode.OBSERVE)))
                .isEmpty();
        assertThat(problems(one, two, forOneTeam(three))).isEmpty();
    }

    /** Each has as many effects as a new pack may. */
    @Test
    void packs_that_have_too_many_effects_together_are_named_with_what_each_has() throws PackException {
        var four = List.of("a", "b", "c", "d").stream().map(this::listing).toList();
        assertThat(problems(four.toArray(Ruleset.Entry[]::new))).isEmpty();

        assertThat(problems(four.get(0), four.get(1), four.get(2), four.get(3), enforced(pack("more", "budget", 1))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .startsWith(
                                "packs (a@1.0.0: 50000, b@1.0.0: 50000, c@1.0.0: 50000, d@1.0.0: 50000, more@1.0.0: 1) are evaluated together and have 200001 effects")
                        .contains("at most 200000"));
    }

    private Ruleset.Entry listing(String name) {
        var words = IntStream.range(0, 500).mapToObj(i -> "w" + i).collect(Collectors.joining(", "));
        var pack = PackOnDisk.of(packs, name, "budget");
        pack = pack.with("pack.yaml", """
                name: %s
                version: 1.0.0
                concern: budget
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                parameters:
                  words: {type: string-set, default: "%s", description: Words of a test.}
                """.formatted(name, words));
        for (int i = 0; i < 10; i++) {
            pack = pack.rule("%s-%d".formatted(name, i), "Call()", "decision.flag(params.words); ".repeat(10));
        }
        try {
            return enforced(pack.read());
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It was accepted so, at a level that did not ask, and its house goes on. */
    @Test
    void a_pack_of_before_that_is_too_much_by_itself_keeps_no_ruleset_from_being_proposed() throws PackException {
        var before = pack("before", "budget", 24);

        assertThat(problems(enforced(before))).isEmpty();
        assertThat(problems(enforced(before), enforced(pack("new", "budget", 11))))
                .isEmpty();
    }
}
