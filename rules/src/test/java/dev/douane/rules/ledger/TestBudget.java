package dev.douane.rules.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.usage.EstimateTerms;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A budget of calendar months: of every call, hard, charging what expires, until it is said otherwise. */
record TestBudget(String name, Map<Attribute, String> scope, BudgetTerms terms) {
    static TestBudget of(String name, String amount) {
        return new TestBudget(
                name,
                Map.of(),
                new BudgetTerms(
                        "P&L",
                        Money.parse(amount),
                        Period.monthly(ZoneOffset.UTC),
                        true,
                        Overrun.NEVER,
                        EstimateTerms.WORST_CASE,
                        new Rollover.None(),
                        false,
                        false));
    }

    /** Of calls with this value, or with {@code each} one account for every value. */
    TestBudget by(Attribute attribute, String word) {
        var more = new TreeMap<>(scope);
        more.put(attribute, word);
        return new TestBudget(name, more, terms);
    }

    TestBudget soft() {
        return with(terms.overrun(), false, terms.estimate(), terms.rollover(), terms.releases());
    }

    TestBudget releasing() {
        return with(terms.overrun(), terms.hard(), terms.estimate(), terms.rollover(), true);
    }

    TestBudget lettingTheLastCallCross() {
        return with(Overrun.LAST_CALL_MAY_CROSS, terms.hard(), terms.estimate(), terms.rollover(), terms.releases());
    }

    TestBudget expecting() {
        return with(terms.overrun(), terms.hard(), EstimateTerms.EXPECTED, terms.rollover(), terms.releases());
    }

    TestBudget rollingOver() {
        return with(terms.overrun(), terms.hard(), terms.estimate(), new Rollover.Carry(), terms.releases());
    }

    /** The same with another amount. */
    TestBudget amounting(Money amount) {
        return new TestBudget(
                name,
                scope,
                new BudgetTerms(
                        terms.owner(),
                        amount,
                        terms.period(),
                        terms.hard(),
                        terms.overrun(),
                        terms.estimate(),
                        terms.rollover(),
                        terms.releases(),
                        terms.closed()));
    }

    private TestBudget with(
            Overrun overrun, boolean hard, EstimateTerms estimate, Rollover rollover, boolean releases) {
        return new TestBudget(
                name,
                scope,
                new BudgetTerms(
                        terms.owner(),
                        terms.amount(),
                        terms.period(),
                        hard,
                        overrun,
                        estimate,
                        rollover,
                        releases,
                        terms.closed()));
    }

    UUID id() {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    BudgetDefinition definition() {
        return new BudgetDefinition(id(), name, ScopeSelector.of(scope), false, terms);
    }
}
