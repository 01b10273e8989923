package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.drools.core.impl.InternalRuleBase;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.definition.rule.Rule;

/** A stage's rule base and the names its rules sign with. Immutable. */
final class SignedRules {
    private final KieBase base;
    private final UsedFacts seen;
    private final IdentityHashMap<Rule, SignedRule> byRule = new IdentityHashMap<>();
    private final Map<String, SignedRule> byName = new HashMap<>();

    /**
     * Gives each rule of a base its signature.
     *
     * @param signatures by the places of packs and the names of rules
     * @throws NullPointerException if one has none
     */
    SignedRules(KieBase base, Stage stage, SortedMap<Integer, SortedMap<String, RuleRef>> signatures) {
        this.base = base;
        this.seen = UsedFacts.by(fact -> isLookedAt(base, fact));
        var refs = new HashMap<String, RuleRef>();
        signatures.forEach((place, pack) ->
                pack.forEach((name, ref) -> refs.put(qualified(stage.packageOf(place), name), ref)));
        for (var compiled : base.getKiePackages()) {
            for (var rule : compiled.getRules()) {
                var ref = Objects.requireNonNull(
                        refs.get(qualified(rule.getPackageName(), rule.getName())), rule.getName());
                var signature = new SignedRule(ref);
                byRule.put(rule, signature);
                byName.put(qualified(rule.getPackageName(), rule.getName()), signature);
            }
        }
    }

    private static String qualified(String packageName, String name) {
        return packageName + "/" + name;
    }

    private static boolean isLookedAt(KieBase base, Class<?> fact) {
        return ((InternalRuleBase) base)
                .getRete().getObjectTypeNodes().stream()
                        .anyMatch(node -> node.getObjectType().isAssignableFrom(fact));
    }

    /** Which facts the rules look at. */
    UsedFacts seen() {
        return seen;
    }

    KieBase base() {
        return base;
    }

    /** Who signs for each rule, in no order. */
    Map<Rule, SignedRule> byRule() {
        return Collections.unmodifiableMap(byRule);
    }

    List<SignedRule> all() {
        return List.copyOf(byName.values());
    }

    SignedRule of(Rule rule) {
        var signature = byRule.get(rule);
        return signature != null
                ? signature
                : Objects.requireNonNull(
                        find(rule.getPackageName(), rule.getName()), () -> "unsigned rule " + rule.getName());
    }

    @Nullable
    SignedRule find(String packageName, String name) {
        return byName.get(qualified(packageName, name));
    }
}
