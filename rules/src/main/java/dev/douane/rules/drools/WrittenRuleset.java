package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.PackValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A ruleset whose rules have all passed the validator, as the engine gets them. Nothing else is ever compiled.
 *
 * @param packs in the order of the ruleset's entries
 */
record WrittenRuleset(Ruleset ruleset, List<WrittenPack> packs) {
    WrittenRuleset {
        packs = List.copyOf(packs);
    }

    /**
     * Whatever was accepted once is written, however strict the validator became since: a pack keeps its level.
     *
     * @throws PackException with everything that the validator refuses, in any pack
     */
    static WrittenRuleset of(Ruleset ruleset, PackValidator validator) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var packs = new ArrayList<WrittenPack>();
        var holders = new HashMap<String, String>();
        for (int place = 0; place < ruleset.entries().size(); place++) {
            var entry = ruleset.entries().get(place);
            var prefix =
                    ruleset.entries().size() == 1 ? "" : entry.pack().manifest().name() + "/";
            var checked = validator.check(
                    entry.pack(), entry.parameters(), prefix, entry.pack().level());
            problems.addAll(checked.problems());
            if (checked.problems().isEmpty()) {
                packs.add(WrittenPack.of(place, entry, checked));
            }
            var reference = entry.pack().reference();
            for (var rule : checked.rules()) {
                var holder = holders.putIfAbsent(rule.id(), reference);
                if (holder != null && !holder.equals(reference)) {
                    problems.add(new PackProblem(
                            rule.place().file(),
                            rule.place().line(),
                            rule.place().column(),
                            "metadata",
                            "rule (%s) has the @id (%s), which %s has too".formatted(rule.name(), rule.id(), holder)));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PackException(ruleset.toString(), problems);
        }
        return new WrittenRuleset(ruleset, packs);
    }

    /** The packs that hold rules, by the rule base they belong to. */
    SortedMap<Part, List<WrittenPack>> byPart() {
        return packs.stream()
                .filter(pack -> !pack.rules().isEmpty())
                .collect(Collectors.groupingBy(WrittenPack::part, TreeMap::new, Collectors.toList()));
    }

    /** What the rules sign with, by the places of their packs and what the engine calls them. */
    SortedMap<Integer, SortedMap<String, RuleRef>> signatures() {
        var signatures = new TreeMap<Integer, SortedMap<String, RuleRef>>();
        for (int place = 0; place < packs.size(); place++) {
            if (!packs.get(place).rules().isEmpty()) {
                signatures.put(place, new TreeMap<>(packs.get(place).refs()));
            }
        }
        return signatures;
    }

    /** Every character that is compiled. */
    String text() {
        return packs.stream().map(WrittenPack::drl).collect(Collectors.joining());
    }
}
