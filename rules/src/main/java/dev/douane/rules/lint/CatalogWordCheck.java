package dev.douane.rules.lint;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Spelling;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Models, providers, regions and deployments that the catalog does not have. What is required of a target and met by none is told by {@link
 * CatalogCheck}.
 */
final class CatalogWordCheck {
    private static final String REGION = "region";

    private final Vocabulary words;
    private final SortedSet<String> regions = new TreeSet<>();
    private final List<Finding> findings = new ArrayList<>();

    private CatalogWordCheck(Catalog catalog) {
        this.words = Vocabulary.FIXED.with(catalog);
        catalog.deployments().forEach(deployment -> regions.add(deployment.region()));
    }

    static List<Finding> check(List<RuleTree> rules, Catalog catalog) {
        var check = new CatalogWordCheck(catalog);
        for (var rule : rules) {
            rule.when().forEach(condition -> check.in(condition, rule));
            rule.then().forEach(effect -> check.in(effect, rule));
        }
        return check.findings;
    }

    private void in(Condition condition, RuleTree rule) {
        switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().forEach(constraint -> in(constraint, rule));
            case Condition.Not not -> in(not.inner(), rule);
            case Condition.Exists exists -> in(exists.inner(), rule);
            case Condition.And and -> and.parts().forEach(part -> in(part, rule));
            case Condition.Or or -> or.parts().forEach(part -> in(part, rule));
        }
    }

    private void in(Constraint constraint, RuleTree rule) {
        switch (constraint) {
            case Constraint.Comparison comparison -> compared(comparison.left(), List.of(comparison.right()), rule);
            case Constraint.In in -> compared(in.left(), in.values(), rule);
            case Constraint.StartsWith starts -> part(starts.left(), starts.right(), String::startsWith, rule);
            case Constraint.EndsWith ends -> part(ends.left(), ends.right(), String::endsWith, rule);
            case Constraint.AllOf all -> all.parts().forEach(part -> in(part, rule));
            case Constraint.AnyOf any -> any.parts().forEach(part -> in(part, rule));
            case Constraint.Negation negation -> in(negation.inner(), rule);
            case Constraint.Contains ignored -> {}
            case Constraint.MemberOf ignored -> {}
            case Constraint.Binding ignored -> {}
        }
    }

    private void in(EffectCall effect, RuleTree rule) {
        var kind = effect.effect().words();
        var known = kind.isOfCatalog() && !effect.effect().name().startsWith("require")
                ? words.known(kind).orElse(null)
                : null;
        for (var argument : effect.arguments()) {
            if (known != null && argument instanceof Operand.Text(var word, var place) && !known.contains(word)) {
                found(kind.label(), word, known, place, rule);
            }
        }
    }

    private void compared(FieldRef field, List<Operand> values, RuleTree rule) {
        var known = known(field.field());
        for (var value : values) {
            if (known != null && value instanceof Operand.Text(var word, var place) && !known.contains(word)) {
                found(label(field.field()), word, known, place, rule);
            }
        }
    }

    private void part(FieldRef field, Operand part, BiPredicate<String, String> isPartOf, RuleTree rule) {
        var known = known(field.field());
        if (known != null
                && part instanceof Operand.Text(var text, var place)
                && known.stream().noneMatch(word -> isPartOf.test(word, text))) {
            found(label(field.field()), text, known, place, rule);
        }
    }

    private @Nullable SortedSet<String> known(FactField field) {
        if (field.words().isOfCatalog()) {
            return words.known(field.words()).orElse(null);
        }
        return isRegion(field) ? regions : null;
    }

    private static boolean isRegion(FactField field) {
        return field.words() == WordKind.FREE && field.name().equals(REGION);
    }

    private static String label(FactField field) {
        return isRegion(field) ? REGION : field.words().label();
    }

    private void found(String label, String word, SortedSet<String> known, Place place, RuleTree rule) {
        findings.add(Finding.of(
                LintCode.NOT_IN_CATALOG,
                place,
                rule.id(),
                "%s (%s) in rule (%s) is not in the catalog%s"
                        .formatted(
                                label,
                                word,
                                rule.id(),
                                Spelling.nearest(word, known)
                                        .map(", which has %s"::formatted)
                                        .orElse(""))));
    }
}
