package dev.douane.rules.drools;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.drools.core.impl.InternalRuleBase;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.definition.rule.Rule;

/** A stage's rule base and the names its rules sign with. Immutable. */
final class SignedRules {
    private final KieBase base;
    private final SeenFacts seen;
    private final IdentityHashMap<Rule, SignedRule> byRule = new IdentityHashMap<>();
    private final Map<String, SignedRule> byName = new HashMap<>();

    SignedRules(KieBase base, Stage stage, WrittenRuleset written) {
        this.base = base;
        this.seen = SeenFacts.by(fact -> isLookedAt(base, fact));
        for (var pack : written.packs()) {
            var compiled = pack.part().stage() == stage ? base.getKiePackage(pack.packageName()) : null;
            if (compiled != null) {
                var refs = pack.refs();
                for (var rule : compiled.getRules()) {
                    var ref = Objects.requireNonNull(refs.get(rule.getName()), rule.getName());
                    var signature = new SignedRule(ref);
                    byRule.put(rule, signature);
                    byName.put(qualified(rule.getPackageName(), rule.getName()), signature);
                }
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
    SeenFacts seen() {
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
