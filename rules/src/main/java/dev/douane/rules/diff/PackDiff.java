package dev.douane.rules.diff;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.RuleMeaning;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.pack.PackManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changes from one version of a pack to another.
 *
 * <p>Rules are the same rule where they have the same id, in whatever file they stand. They are compared by what they mean, with variables as what
 * they stand for. Whether one became narrower or wider is proved from its conditions; where that cannot be proved it is said to be changed.
 *
 * @param rules sorted by id
 * @param parameters sorted by name
 * @param manifest owners, concern, title and description, as far as they changed
 */
public record PackDiff(
        String before,
        String after,
        List<RuleChange> rules,
        List<ParameterChange> parameters,
        List<ParameterChange> manifest) {
    public PackDiff {
        rules = List.copyOf(rules);
        parameters = List.copyOf(parameters);
        manifest = List.copyOf(manifest);
    }

    /** One side of a comparison. */
    public record Side(PackManifest manifest, List<RuleTree> rules) {
        public Side {
            rules = List.copyOf(rules);
        }
    }

    /** Compares two packs whose rules the validator accepted. */
    public static PackDiff of(Side before, Side after, Prover prover) {
        return new PackDiff(
                before.manifest().reference(),
                after.manifest().reference(),
                rules(byId(before), byId(after), prover),
                parameters(before.manifest().parameters(), after.manifest().parameters()),
                manifest(before.manifest(), after.manifest()));
    }

    /** Whether nothing changed that anybody could notice. */
    public boolean isEmpty() {
        return rules.isEmpty() && parameters.isEmpty() && manifest.isEmpty();
    }

    private static Map<String, RuleTree> byId(Side side) {
        return side.rules().stream().collect(Collectors.toMap(RuleTree::id, Function.identity()));
    }

    private static List<RuleChange> rules(Map<String, RuleTree> before, Map<String, RuleTree> after, Prover prover) {
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        var changes = new ArrayList<RuleChange>();
        for (var id : ids) {
            var was = before.get(id);
            var is = after.get(id);
            var kinds = kinds(was, is, prover);
            if (!kinds.isEmpty()) {
                changes.add(new RuleChange(id, kinds, was, is));
            }
        }
        return changes;
    }

    private static List<RuleChangeKind> kinds(@Nullable RuleTree was, @Nullable RuleTree is, Prover prover) {
        if (was == null) {
            return List.of(RuleChangeKind.ADDED);
        }
        if (is == null) {
            return List.of(RuleChangeKind.REMOVED);
        }
        var kinds = new ArrayList<RuleChangeKind>();
        var meant = RuleMeaning.of(was);
        var means = RuleMeaning.of(is);
        if (!meant.conditions().equals(means.conditions())) {
            kinds.add(conditions(was, is, prover));
        } else if (!texts(was.when()).equals(texts(is.when()))) {
            kinds.add(RuleChangeKind.REWRITTEN);
        }
        if (!effects(meant).equals(effects(means))) {
            kinds.add(RuleChangeKind.EFFECT_CHANGED);
        }
        if (!was.name().equals(is.name())
                || !was.reason().equals(is.reason())
                || !was.cites().equals(is.cites())) {
            kinds.add(RuleChangeKind.REWORDED);
        }
        return kinds;
    }

    private static RuleChangeKind conditions(RuleTree was, RuleTree is, Prover prover) {
        boolean narrower = prover.implies(is, was);
        boolean wider = prover.implies(was, is);
        if (narrower && wider) {
            return RuleChangeKind.REWRITTEN;
        }
        if (narrower) {
            return RuleChangeKind.NARROWED;
        }
        return wider ? RuleChangeKind.WIDENED : RuleChangeKind.CONDITIONS_CHANGED;
    }

    /** The order of effects means nothing. */
    private static List<String> effects(RuleMeaning rule) {
        return rule.effects().stream().sorted().toList();
    }

    private static List<String> texts(List<Condition> parts) {
        return parts.stream().map(RuleText::of).toList();
    }

    private static List<ParameterChange> parameters(Map<String, Parameter> before, Map<String, Parameter> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new ParameterChange(name, describe(before.get(name)), describe(after.get(name))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static String describe(@Nullable Parameter parameter) {
        if (parameter == null) {
            return "";
        }
        var least = parameter.least() == null
                ? ""
                : ", at least " + parameter.least().shown();
        var most =
                parameter.most() == null ? "" : ", at most " + parameter.most().shown();
        return "%s %s%s%s"
                .formatted(parameter.type().word(), parameter.byDefault().shown(), least, most);
    }

    private static List<ParameterChange> manifest(PackManifest before, PackManifest after) {
        var changes = new ArrayList<ParameterChange>();
        facts(before).forEach((name, was) -> {
            var is = facts(after).getOrDefault(name, "");
            if (!was.equals(is)) {
                changes.add(new ParameterChange(name, was, is));
            }
        });
        return changes;
    }

    private static Map<String, String> facts(PackManifest manifest) {
        return new TreeMap<>(Map.of(
                "name", manifest.name(),
                "concern", manifest.concern().word(),
                "owners", String.join(", ", manifest.owners()),
                "title", manifest.title(),
                "description", manifest.description()));
    }
}
