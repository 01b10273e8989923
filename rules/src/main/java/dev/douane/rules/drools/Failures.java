package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleFailure;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.drools.modelcompiler.constraints.ConstraintEvaluationException;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.ConsequenceException;

/** Names the rule behind an exception of the engine. Messages carry nothing of the call, so no exception's own words. */
final class Failures {
    /** Stands where the engine does not say which rule it was. */
    static final String UNKNOWN_RULE = "unknown rule";

    /** {@code Error evaluating constraint 'a > b' in [Rule "x", "y" in douane/evaluate/p0/rules_a.drl] [Rule …]}. */
    private static final Pattern RULES_OF_FILE = Pattern.compile("\\[Rule (\".*?\") in ([^\\[\\]]*)/[^/\\[\\]]*]");

    private static final Pattern QUOTED = Pattern.compile("\"(.*?)\"(?=, \"|$)");

    private Failures() {}

    static RuleFailure of(Throwable thrown, @Nullable SignedRule speaking, SignedRules signed) {
        if (thrown instanceof ConsequenceException consequence) {
            var rule = signed.of(consequence.getMatch().getRule());
            return new RuleFailure(
                    rule.ref().id(),
                    "its then part threw %s".formatted(root(thrown).getClass().getSimpleName()),
                    thrown);
        }
        if (thrown instanceof ConstraintEvaluationException) {
            var ids = idsIn(String.valueOf(thrown.getMessage()), signed);
            return new RuleFailure(
                    ids.isEmpty() ? UNKNOWN_RULE : String.join(", ", ids),
                    "its when part threw %s".formatted(root(thrown).getClass().getSimpleName()),
                    thrown);
        }
        return new RuleFailure(
                UNKNOWN_RULE,
                "the evaluation threw %s%s"
                        .formatted(
                                root(thrown).getClass().getSimpleName(),
                                speaking == null
                                        ? ""
                                        : " after rule " + speaking.ref().id()),
                thrown);
    }

    private static Set<String> idsIn(String message, SignedRules signed) {
        var ids = new TreeSet<String>();
        var files = RULES_OF_FILE.matcher(message);
        while (files.find()) {
            var packageName = files.group(2).replace('/', '.');
            var names = QUOTED.matcher(files.group(1));
            while (names.find()) {
                var rule = signed.find(packageName, names.group(1));
                if (rule != null) {
                    ids.add(rule.ref().id());
                }
            }
        }
        return ids;
    }

    private static Throwable root(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
