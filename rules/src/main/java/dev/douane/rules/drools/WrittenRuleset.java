package dev.douane.rules.drools;

import dev.douane.rules.gate.PackGate;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A ruleset whose rules have all passed the gate, as the engine gets them. Nothing else is ever compiled.
 *
 * @param packs in the order of the ruleset's entries
 */
record WrittenRuleset(Ruleset ruleset, List<WrittenPack> packs) {
    WrittenRuleset {
        packs = List.copyOf(packs);
    }

    /**
     * Whatever was accepted once is written, however strict the gate became since: it was asked when the pack came in.
     *
     * @throws PackException with everything that the gate refuses, in any pack
     */
    static WrittenRuleset of(Ruleset ruleset, PackGate gate) throws PackException {
        var problems = new ArrayList<PackProblem>();
        var packs = new ArrayList<WrittenPack>();
        var holders = new HashMap<String, String>();
        for (int place = 0; place < ruleset.entries().size(); place++) {
            var entry = ruleset.entries().get(place);
            var prefix =
                    ruleset.entries().size() == 1 ? "" : entry.pack().manifest().name() + "/";
            var checked = gate.check(entry.pack(), entry.parameters(), prefix, PackGate.FIRST_LEVEL);
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

    /** What a compiled form of it is kept under: the ruleset, the gate that let it through, and every character that was compiled. */
    String fingerprint() {
        var text = new StringBuilder(ruleset.digest())
                .append("\ngate ")
                .append(PackGate.VERSION)
                .append('\n');
        packs.forEach(pack -> text.append(pack.drl()));
        return BuildFingerprint.sha256(text.toString());
    }
}
