package dev.douane.rules.diff;

import dev.douane.rules.drl.RuleTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is not as it was.
 *
 * @param kinds at least one
 * @param before null where the rule is new
 * @param after null where the rule is gone
 */
public record RuleChange(
        String id,
        List<RuleChangeKind> kinds,
        @Nullable RuleTree before,
        @Nullable RuleTree after) {
    public RuleChange {
        kinds = List.copyOf(kinds);
    }
}
