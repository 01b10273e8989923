package dev.douane.service.rulesets;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.ScopedMode;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;

/** Exceptions of a pack that no call ever comes to: whoever reads them believes that something holds which does not. */
final class UnreachedExceptions {
    private UnreachedExceptions() {}

    /**
     * What is wrong with them, at their places.
     *
     * @param pointer the pack's, such as {@code /packs/0}
     */
    static List<Violation> of(String pointer, Modes modes) {
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < modes.exceptions().size(); i++) {
            var at = "%s/scopes/%d/scope".formatted(pointer, i);
            var exception = modes.exceptions().get(i);
            var apart = modes.scope().parts(exception.scope());
            if (apart.isPresent()) {
                var attribute = apart.get();
                violations.add(new Violation(
                        at + "/" + attribute.word(),
                        "%s is not in the pack's own scope (%s), so no caller is in both and the exception never holds\nMaybe add it to the scope, or leave the exception out."
                                .formatted(
                                        exception.scope().values().get(attribute),
                                        modes.scope().values().get(attribute))));
                continue;
            }
            for (int earlier = 0; earlier < i; earlier++) {
                if (hides(modes.exceptions().get(earlier), exception)) {
                    violations.add(new Violation(
                            at,
                            "is behind the exception (/scopes/%d), which holds for all these callers, so this one never does\nMaybe put it in front."
                                    .formatted(earlier)));
                    break;
                }
            }
        }
        return violations;
    }

    /**
     * Whether the earlier one holds wherever the later one would. Who does not say an attribute may be in one that enforces and is never in one that
     * observes: an earlier one that observes leaves such callers to a later one that enforces.
     */
    private static boolean hides(ScopedMode earlier, ScopedMode later) {
        return earlier.scope().covers(later.scope())
                && (earlier.mode().mode() == Fired.Mode.ENFORCE
                        || (later.mode().mode() == Fired.Mode.OBSERVE
                                && later.mode().until() == null));
    }
}
