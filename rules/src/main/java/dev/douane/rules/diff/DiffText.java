package dev.douane.rules.diff;

import dev.douane.rules.drl.RuleMeaning;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a diff for people. */
public final class DiffText {
    private DiffText() {}

    /** Lines, each ended by a line feed. */
    public static String of(PackDiff diff) {
        var text = new StringBuilder();
        text.append(diff.before()).append(" → ").append(diff.after()).append('\n');
        if (diff.isEmpty()) {
            return text.append("  nothing changed that a decision could show\n").toString();
        }
        diff.rules().forEach(change -> append(text, change));
        append(text, "parameter", diff.parameters());
        append(text, "pack.yaml", diff.manifest());
        return text.toString();
    }

    private static void append(StringBuilder text, RuleChange change) {
        var rule = change.after() == null ? Objects.requireNonNull(change.before()) : change.after();
        var sign = change.before() == null ? "+" : change.after() == null ? "-" : "~";
        text.append(sign)
                .append(' ')
                .append(change.id())
                .append(' ')
                .append(change.kinds().stream().map(RuleChangeKind::meaning).collect(Collectors.joining(", and ")))
                .append(": ")
                .append(rule.reason())
                .append('\n');
        if (change.before() == null || change.after() == null) {
            lines(rule)
                    .forEach(line -> text.append("    ")
                            .append(sign)
                            .append(' ')
                            .append(line)
                            .append('\n'));
            return;
        }
        var before = lines(change.before());
        var after = lines(change.after());
        before.stream()
                .filter(line -> !after.contains(line))
                .forEach(line -> text.append("    - ").append(line).append('\n'));
        after.stream()
                .filter(line -> !before.contains(line))
                .forEach(line -> text.append("    + ").append(line).append('\n'));
    }

    private static List<String> lines(RuleTree rule) {
        var meaning = RuleMeaning.of(rule);
        return Stream.of(
                        Stream.of("rule \"" + rule.name() + "\"", "reason: " + rule.reason()),
                        rule.cites().stream().map(cite -> "cites: " + cite),
                        rule.when().stream().map(condition -> "when " + RuleText.of(condition)),
                        rule.then().stream().map(effect -> "then " + meaning.explained(effect)))
                .flatMap(lines -> lines)
                .toList();
    }

    private static void append(StringBuilder text, String of, List<ParameterChange> changes) {
        for (var change : changes) {
            var words = change.before().isEmpty()
                    ? "is new: " + change.after()
                    : change.after().isEmpty()
                            ? "is gone: was " + change.before()
                            : change.before() + " → " + change.after();
            text.append(change.before().isEmpty() ? "+ " : change.after().isEmpty() ? "- " : "~ ")
                    .append(of)
                    .append(' ')
                    .append(change.name())
                    .append(": ")
                    .append(words)
                    .append('\n');
        }
    }
}
