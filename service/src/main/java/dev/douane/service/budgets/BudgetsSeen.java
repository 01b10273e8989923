package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and their open accounts, as this node last saw them. Immutable.
 *
 * <p>Budgets are found by the values their selectors fix, so a call costs what it touches, not what there is.
 */
public final class BudgetsSeen implements BudgetView {
    static final BudgetsSeen NOTHING = new BudgetsSeen(List.of());

    private static final Comparator<Touched> BY_NAME =
            Comparator.comparing(touched -> touched.budget().name());

    /** Budgets that fix the same attributes, by the values they fix them to. */
    private record Shape(List<Attribute> fixed, Map<List<String>, List<Terms>> byValues) {
        @Nullable
        List<Terms> of(Caller caller) {
            var values = new ArrayList<String>(fixed.size());
            for (var attribute : fixed) {
                var value = attribute.of(caller);
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return byValues.get(values);
        }
    }

    /** One budget with what need not be worked out again for each call. */
    private static final class Terms {
        final BudgetDefinition budget;
        final @Nullable String scope;
        /** The period asked for last. Racing readers may each work it out: any of them serves. */
        private Period.@Nullable Span last;

        Terms(BudgetDefinition budget) {
            this.budget = budget;
            scope = budget.scope().splits() ? null : budget.scope().scope(Caller.UNKNOWN);
        }

        Touched touched(Caller caller, Instant at) {
            return new Touched(budget, scope == null ? budget.scope().scope(caller) : scope, span(at));
        }

        private Period.Span span(Instant at) {
            var known = last;
            if (known == null || !known.contains(at)) {
                known = budget.period().at(at);
                last = known;
            }
            return known;
        }
    }

    private final List<BudgetDefinition> definitions;
    private final List<Shape> shapes;
    private final AccountMap accounts;

    private BudgetsSeen(List<BudgetDefinition> definitions, List<Shape> shapes, AccountMap accounts) {
        this.definitions = definitions;
        this.shapes = shapes;
        this.accounts = accounts;
    }

    BudgetsSeen(List<BudgetDefinition> definitions) {
        this(List.copyOf(definitions), shapes(definitions), AccountMap.EMPTY);
    }

    private static List<Shape> shapes(List<BudgetDefinition> definitions) {
        var shapes = new LinkedHashMap<List<Attribute>, Shape>();
        for (var budget : definitions) {
            var fixed = budget.scope().fixed();
            var values = fixed.stream()
                    .map(attribute -> budget.scope().wanted().get(attribute))
                    .toList();
            shapes.computeIfAbsent(fixed, key -> new Shape(key, new LinkedHashMap<>()))
                    .byValues()
                    .computeIfAbsent(values, key -> new ArrayList<>())
                    .add(new Terms(budget));
        }
        return List.copyOf(shapes.values());
    }

    /** Other budgets, the same accounts. */
    BudgetsSeen withBudgets(List<BudgetDefinition> others) {
        return others.equals(definitions) ? this : new BudgetsSeen(List.copyOf(others), shapes(others), accounts);
    }

    BudgetsSeen withAccounts(Collection<AccountSeen> newer) {
        return new BudgetsSeen(definitions, shapes, accounts.with(newer));
    }

    BudgetsSeen withoutAccounts() {
        return new BudgetsSeen(definitions, shapes, AccountMap.EMPTY);
    }

    int accountCount() {
        return accounts.size();
    }

    /** The accounts a call of this caller touches at that time, sorted by the budget's name. */
    public List<Touched> touched(Caller caller, Instant at) {
        var touched = new ArrayList<Touched>();
        for (var shape : shapes) {
            var matching = shape.of(caller);
            if (matching != null) {
                matching.forEach(terms -> touched.add(terms.touched(caller, at)));
            }
        }
        touched.sort(BY_NAME);
        return touched;
    }

    /** The account's last picture, if this node has one. */
    @Nullable
    AccountSeen account(Touched touched) {
        return accounts.get(touched.key());
    }

    @Override
    public List<Budget> touching(Caller caller, Instant at) {
        var touched = touched(caller, at);
        var facts = new ArrayList<Budget>(touched.size());
        for (var account : touched) {
            facts.add(fact(account, at));
        }
        return facts;
    }

    private Budget fact(Touched touched, Instant at) {
        var budget = touched.budget();
        var seen = accounts.get(touched.key());
        return seen == null
                ? touched.fact(budget.hard(), budget.amount(), Money.ZERO, Money.ZERO, at)
                : touched.fact(seen.hard(), seen.limit(), seen.held(), seen.spent(), at);
    }
}
