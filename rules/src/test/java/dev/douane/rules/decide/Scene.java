package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call with all that its decision depends on.
 *
 * @param failing the rule that fails, null where all work
 * @param failures rules that fail and are only observed
 */
record Scene(
        Question question,
        CatalogIndex catalog,
        List<Fired> classification,
        List<Fired> effects,
        @Nullable String failing,
        List<Effects.Failure> failures,
        List<Outage> outages,
        List<Budget> budgets) {
    static Scene of(Arbitrary any, ArbitraryCatalog catalog, CatalogIndex index) {
        return new Scene(
                any.question(catalog),
                index,
                any.classification(),
                any.effects(catalog),
                any.chance(2) ? "R-13" : null,
                List.of(),
                any.outages(catalog),
                any.budgets());
    }

    Scene with(CatalogIndex other) {
        return new Scene(question, other, classification, effects, failing, failures, outages, budgets);
    }

    Scene with(Outage outage) {
        var more = new ArrayList<>(outages);
        more.add(outage);
        return new Scene(question, catalog, classification, effects, failing, failures, more, budgets);
    }

    Scene with(Fired... others) {
        var more = new ArrayList<>(effects);
        more.addAll(List.of(others));
        return new Scene(question, catalog, classification, more, failing, failures, outages, budgets);
    }

    Scene with(Budget budget) {
        var more = new ArrayList<>(budgets);
        more.add(budget);
        return new Scene(question, catalog, classification, effects, failing, failures, outages, more);
    }

    Scene failingAt(String rule) {
        return new Scene(question, catalog, classification, effects, rule, failures, outages, budgets);
    }

    Scene failingWhileObserved(Effects.Failure failure) {
        return new Scene(question, catalog, classification, effects, failing, List.of(failure), outages, budgets);
    }

    /** The same without anything that is only observed. */
    Scene enforcingAll() {
        return new Scene(
                question, catalog, enforced(classification), enforced(effects), failing, failures, outages, budgets);
    }

    private static List<Fired> enforced(List<Fired> fired) {
        return fired.stream().filter(one -> one.mode() == Fired.Mode.ENFORCE).toList();
    }

    /** The same, told in another order. */
    Scene shuffled(Arbitrary any) {
        var told = catalog.catalog();
        var again = new Catalog(
                told.version(),
                told.digest(),
                told.currency(),
                told.tiers(),
                any.shuffled(told.models()),
                any.shuffled(told.deployments()));
        return new Scene(
                question,
                new CatalogIndex(again, catalog.groups()),
                any.shuffled(classification),
                any.shuffled(effects),
                failing,
                failures,
                any.shuffled(outages),
                any.shuffled(budgets));
    }

    Plan plan() {
        var snapshot = new Snapshot(
                new RulesetRef(1, "sha256:rules"),
                new ScriptedRules(classification, effects, failing, failures),
                new Settings(4096, ZoneOffset.UTC),
                catalog,
                outages,
                (caller, at) -> budgets);
        return new Decider().plan(question, snapshot, Arbitrary.NOW);
    }

    Decision decision() {
        var plan = plan();
        return plan.decide(plan.admit(Headroom.of(budgets)), Headroom.of(budgets));
    }

    /** The ids of all options, whatever the budgets say. */
    SortedSet<String> optionIds() {
        return plan().options().stream()
                .map(option -> option.deployment().id().value())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Effect> enforced() {
        return effects.stream()
                .filter(fired -> fired.mode() == Fired.Mode.ENFORCE)
                .map(Fired::effect)
                .toList();
    }
}
