package dev.douane.rules.drools;

import dev.douane.rules.drl.Fact;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.base.base.ClassObjectType;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;

/**
 * Rules as they were loaded, whatever their classes are: that they look at facts and at nothing else, in ways whose work is counted
 * ({@link RuleWork}).
 */
final class SoundRules {
    private static final Set<Class<?>> FACTS =
            Arrays.stream(Fact.values()).map(FactClasses::of).collect(Collectors.toUnmodifiableSet());

    private SoundRules() {}

    /** @throws UnsoundFormException naming the rule that is more than that */
    static void check(SignedRules rules) throws UnsoundFormException {
        for (var rule : rules.byRule().entrySet()) {
            if (!isPlain(((RuleImpl) rule.getKey()).getLhs())) {
                throw new UnsoundFormException("rule (%s) is none that the validator lets through"
                        .formatted(rule.getValue().ref().id()));
            }
        }
    }

    private static boolean isPlain(RuleConditionElement element) {
        return switch (element) {
            case GroupElement group -> group.getChildren().stream().allMatch(SoundRules::isPlain);
            case Pattern pattern ->
                pattern.getSource() == null
                        && pattern.getBehaviors().isEmpty()
                        && pattern.getObjectType() instanceof ClassObjectType type
                        && FACTS.contains(type.getClassType());
            default -> false;
        };
    }
}
