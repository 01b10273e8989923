package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.CheckedPack;
import dev.douane.rules.validator.Reasons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of one pack of a ruleset as the engine gets them.
 *
 * @param part the rule base they belong to
 * @param packageName the package they are compiled into
 * @param rules a rule that can come true in several ways is as many
 * @param drl all of them, written by us
 */
record WrittenPack(Part part, String packageName, List<WrittenRule> rules, String drl) {
    private static final String IMPORTS = Arrays.stream(Fact.values())
            .map(fact -> "import " + FactClasses.of(fact).getName() + ";\n")
            .collect(Collectors.joining());

    WrittenPack {
        rules = List.copyOf(rules);
    }

    /** @param place where the pack stands in its ruleset, from 0 */
    static WrittenPack of(int place, Ruleset.Entry entry, CheckedPack checked) {
        var stage = Stage.of(entry);
        var drl = new StringBuilder(header(stage.packageOf(place)));
        int line = lines(drl);
        var rules = new ArrayList<WrittenRule>();
        int number = 0;
        for (var tree : checked.rules()) {
            var ref = new RuleRef(
                    tree.id(), entry.pack().reference(), Reasons.filled(tree.reason(), checked.values()), tree.cites());
            var written = RuleWriter.write(
                    "r" + ++number, tree, checked.values(), entry.pack().level());
            for (var each : written.entrySet()) {
                rules.add(new WrittenRule(each.getKey(), ref, tree.place(), line + 1));
                drl.append(each.getValue());
                line += lines(each.getValue());
            }
        }
        return new WrittenPack(Part.of(place, entry), stage.packageOf(place), rules, drl.toString());
    }

    /** What stands before the rules of a package. */
    static String header(String packageName) {
        return "package %s;\n%sglobal %s decision;\n".formatted(packageName, IMPORTS, EffectSink.class.getName());
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    /** What its rules sign with, by what the engine calls them. */
    Map<String, RuleRef> refs() {
        return rules.stream().collect(Collectors.toMap(WrittenRule::name, WrittenRule::ref));
    }

    /** Where the compiler is told the rules stand. */
    String path() {
        return packageName.replace('.', '/') + "/rules.drl";
    }

    /** The rule that holds a line of {@link #drl}. */
    Optional<WrittenRule> at(int line) {
        return rules.stream().filter(rule -> rule.line() <= line).reduce((first, second) -> second);
    }
}
