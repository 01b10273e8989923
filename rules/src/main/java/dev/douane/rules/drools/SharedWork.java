package dev.douane.rules.drools;

import dev.douane.rules.drl.CrossProduct;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.CheckedPack;
import dev.douane.rules.validator.ListWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What packs of a ruleset look at that share a rule base: each is little enough by itself, and together they may be so much that every call of
 * some size is denied. Told where a ruleset is proposed, and not when it is in force.
 */
public final class SharedWork {
    private static final long MOST = Limit.EVALUATION_WORK.most();
    private static final long EFFECTS_MOST = Limit.EFFECTS.most();

    private SharedWork() {}

    /** @param effects that its rules have where each fires once */
    private record OfPack(String reference, long combinations, long effects) {}

    /**
     * The packs that are too much together, counted as a single pack is. One that is too much by itself, as those of before may be, is told by
     * lint and is none of this: whoever has it in force goes on proposing rulesets.
     *
     * @param checked the packs of the ruleset, in its order
     */
    public static List<PackProblem> problems(Ruleset ruleset, List<CheckedPack> checked) {
        var byPart = new TreeMap<Part, List<OfPack>>();
        for (int place = 0; place < checked.size(); place++) {
            var entry = ruleset.entries().get(place);
            byPart.computeIfAbsent(Part.of(place, entry), part -> new ArrayList<>())
                    .add(new OfPack(
                            entry.pack().reference(),
                            combinations(checked.get(place).rules()),
                            effects(checked.get(place))));
        }
        return byPart.values().stream()
                .flatMap(packs -> Stream.of(tooManyCombinations(packs), tooManyEffects(packs)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static long effects(CheckedPack pack) {
        return pack.rules().stream()
                .mapToLong(rule -> ListWords.effects(rule, pack.values()))
                .sum();
    }

    private static Optional<PackProblem> tooManyEffects(List<OfPack> packs) {
        long together = packs.stream().mapToLong(OfPack::effects).sum();
        if (together <= EFFECTS_MOST || packs.stream().anyMatch(pack -> pack.effects > EFFECTS_MOST)) {
            return Optional.empty();
        }
        return problem(
                "packs (%s) are evaluated together and have %d effects where each rule fires once, lists spelled out; at most %d, or calls for which they fire are denied\nMaybe tell fewer effects a list, or enforce fewer of them."
                        .formatted(each(packs, OfPack::effects), together, EFFECTS_MOST));
    }

    private static long combinations(List<RuleTree> rules) {
        return rules.stream().mapToLong(rule -> CrossProduct.of(rule).size()).reduce(0, SharedWork::sum);
    }

    private static Optional<PackProblem> tooManyCombinations(List<OfPack> packs) {
        long together = packs.stream().mapToLong(OfPack::combinations).reduce(0, SharedWork::sum);
        if (together <= MOST || packs.stream().anyMatch(pack -> pack.combinations > MOST)) {
            return Optional.empty();
        }
        return problem(
                "packs (%s) are evaluated together and look at %d combinations of budgets and outages, counted as for one of them; at most %d, or calls with that many budgets are denied\nMaybe let their rules look at fewer budgets or outages together, or enforce fewer of them."
                        .formatted(each(packs, OfPack::combinations), together, MOST));
    }

    private static String each(List<OfPack> packs, ToLongFunction<OfPack> count) {
        return packs.stream()
                .filter(pack -> count.applyAsLong(pack) > 0)
                .map(pack -> "%s: %d".formatted(pack.reference, count.applyAsLong(pack)))
                .collect(Collectors.joining(", "));
    }

    private static Optional<PackProblem> problem(String message) {
        return Optional.of(new PackProblem("", 0, 0, "limit", message));
    }

    /** Numbers that do not fit stand at the largest long. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
