package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The longest lists that a pack may hold compile, however they are asked, and find their first and their last word and no other. */
class LongListsTest {
    private static final int VALUES = Size.VALUES.most();
    private static final int WORDS = Size.WORDS.most();
    private static final int LISTS = 9; // with what it says, a rule comes to 5,000 words at most (Limit.RULE_WORDS)
    private static final int CONSTRAINTS = Size.CONSTRAINTS.most();

    private static String list(int size, IntFunction<String> each) {
        return IntStream.range(0, size).mapToObj(each).collect(Collectors.joining(", "));
    }

    private static String manifest() {
        var text = new StringBuilder("""
                name: example
                version: 1.0.0
                concern: budget
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                parameters:
                """);
        for (int i = 0; i < LISTS; i++) {
            int number = i;
            text.append("  p%d: {type: string-set, default: [%s], description: Many words.}\n"
                    .formatted(i, list(WORDS, j -> "p%d-%d".formatted(number, j))));
        }
        return text.toString();
    }

    private static String flagged(String flag, String when) {
        return PackOnDisk.rule(flag, "Rule " + flag, when, "decision.flag(\"%s\");".formatted(flag));
    }

    private static String rules() {
        var lists = list(LISTS, i -> "params.p" + i);
        return String.join(
                "\n",
                flagged("in-values", "Workload(task in (%s))".formatted(list(VALUES, i -> "\"v-" + i + "\""))),
                flagged("not-in-values", "Workload(task not in (%s))".formatted(list(VALUES, i -> "\"v-" + i + "\""))),
                flagged("in-lists", "Workload(task in (%s))".formatted(lists)),
                flagged("not-in-lists", "Workload(task not in (%s))".formatted(lists)),
                flagged("member", "Workload(task memberOf params.p0)"),
                flagged("no-member", "Workload(task not memberOf params.p0)"),
                flagged("contains", "Data(classes contains params.p0)"),
                flagged("contains-none", "Data(classes not contains params.p0)"),
                flagged("in-numbers", "Call(inputTokens in (%s))".formatted(list(VALUES, Integer::toString))),
                flagged("in-decimals", "Value(costPerOutcome in (%s))".formatted(list(VALUES, i -> i + ".5"))),
                flagged(
                        "or",
                        "Caller(%s)"
                                .formatted(IntStream.range(0, CONSTRAINTS)
                                        .mapToObj(i -> "team == \"v-%d\"".formatted(i))
                                        .collect(Collectors.joining(" || ")))),
                flagged(
                        "nor",
                        "Caller(%s)"
                                .formatted(IntStream.range(0, CONSTRAINTS)
                                        .mapToObj(i -> "team == \"v-%d\"".formatted(i))
                                        .collect(Collectors.joining(" || ", "!(", ")")))));
    }

    private static Facts facts(String task, String word, int tokens, String team) {
        var data = new Data(new TreeSet<>(List.of(word)), new TreeSet<>(), new TreeSet<>());
        var plain = SomeFacts.of(data, Workload.of(task, "standard", "production", true), List.of());
        return new Facts(
                Call.chat("m", tokens),
                new Caller(null, null, team, null, null, null, null, null),
                data,
                plain.workload(),
                List.of(),
                List.of(),
                new Value(new BigDecimal(tokens + ".50"), null),
                plain.clock());
    }

    private static List<String> flags(DroolsRules rules, Facts facts) {
        return rules.evaluate(facts).enforced().stream()
                .map(fired -> fired.rule().id())
                .toList();
    }

    @Test
    void the_longest_lists_compile_and_find_their_first_and_last_word() throws PackException {
        var pack = PackReader.of(
                "example", List.of(new PackFile("pack.yaml", manifest()), new PackFile("rules/a.drl", rules())));
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            for (int last : List.of(0, VALUES - 1)) {
                assertThat(flags(rules, facts("v-" + last, "p0-" + last, last, "v-" + Math.min(last, CONSTRAINTS - 1))))
                        .containsExactly(
                                "contains",
                                "in-decimals",
                                "in-numbers",
                                "in-values",
                                "no-member",
                                "not-in-lists",
                                "or");
            }
            for (var word : List.of("p0-0", "p0-" + (WORDS - 1))) {
                assertThat(flags(rules, facts(word, "other", VALUES, "other")))
                        .containsExactly("contains-none", "in-lists", "member", "nor", "not-in-values");
            }
            var lastOfAll = "p%d-%d".formatted(LISTS - 1, WORDS - 1);
            assertThat(flags(rules, facts(lastOfAll, lastOfAll, VALUES, "other")))
                    .containsExactly("contains-none", "in-lists", "no-member", "nor", "not-in-values");
        }
    }
}
