package dev.douane.rules.analysis;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Spells out the ways in which a rule's conditions can hold. */
final class Situations {
    /** Beyond this nothing is proved: what is asked for would grow with every further {@code ||}. */
    private static final int WAYS_MAX = 128;

    private final Literals literals;

    Situations(Universes universes) {
        literals = new Literals(universes);
    }

    /** All ways, impossible ones included; empty where there are too many to look at. */
    Optional<List<Situation>> of(RuleTree rule) {
        try {
            return Optional.of(product(rule.when(), condition -> ways(condition, true), Situation.ANY, Situation::and));
        } catch (TooMany e) {
            return Optional.empty();
        }
    }

    private List<Situation> ways(Condition condition, boolean holds) {
        return switch (condition) {
            case Condition.Pattern pattern -> ways(pattern, holds);
            case Condition.Not(var inner, var unused) -> ways(inner, !holds);
            case Condition.Exists(var inner, var unused) -> ways(inner, holds);
            case Condition.And(var parts, var unused) ->
                holds
                        ? product(parts, part -> ways(part, true), Situation.ANY, Situation::and)
                        : sum(parts, part -> ways(part, false));
            case Condition.Or(var parts, var unused) ->
                holds
                        ? sum(parts, part -> ways(part, true))
                        : product(parts, part -> ways(part, false), Situation.ANY, Situation::and);
        };
    }

    private List<Situation> ways(Condition.Pattern pattern, boolean holds) {
        var fact = pattern.fact();
        if (fact.isSingle()) {
            return together(pattern.constraints(), holds).stream()
                    .map(each -> new Situation(each, List.of(), List.of()))
                    .toList();
        }
        var such = together(pattern.constraints(), true).stream()
                .map(each -> new Situation.Some(fact, each))
                .toList();
        return holds
                ? such.stream()
                        .map(each -> new Situation(Case.ANYTHING, List.of(each), List.of()))
                        .toList()
                : List.of(new Situation(Case.ANYTHING, List.of(), such));
    }

    private List<Case> together(List<Constraint> parts, boolean hold) {
        return hold
                ? product(parts, part -> cases(part, true), Case.ANYTHING, Case::and)
                : Case.simplified(sum(parts, part -> cases(part, false)));
    }

    private List<Case> either(List<Constraint> parts, boolean holds) {
        return holds
                ? Case.simplified(sum(parts, part -> cases(part, true)))
                : product(parts, part -> cases(part, false), Case.ANYTHING, Case::and);
    }

    private List<Case> cases(Constraint constraint, boolean holds) {
        return switch (constraint) {
            case Constraint.Comparison comparison -> one(literals.of(comparison), holds);
            case Constraint.In in -> one(literals.of(in), holds);
            case Constraint.Contains contains -> one(literals.of(contains), holds);
            case Constraint.MemberOf member -> one(literals.of(member), holds);
            case Constraint.StartsWith starts -> one(literals.of(starts), holds);
            case Constraint.EndsWith ends -> one(literals.of(ends), holds);
            case Constraint.AllOf(var parts, var unused) -> together(parts, holds);
            case Constraint.AnyOf(var parts, var unused) -> either(parts, holds);
            case Constraint.Negation(var inner, var unused) -> cases(inner, !holds);
            case Constraint.Binding unused -> holds ? List.of(Case.ANYTHING) : List.of();
        };
    }

    /** The opposite of a case is that one of its fields holds something else. */
    private static List<Case> one(Case asked, boolean holds) {
        return holds
                ? List.of(asked)
                : asked.asked().entrySet().stream()
                        .map(entry -> Case.of(entry.getKey(), entry.getValue().not()))
                        .toList();
    }

    private static <P, T> List<T> product(List<P> parts, Function<P, List<T>> ways, T any, BinaryOperator<T> and) {
        var all = List.of(any);
        for (var part : parts) {
            var next = new ArrayList<T>();
            for (var way : ways.apply(part)) {
                for (var before : all) {
                    next.add(and.apply(before, way));
                }
            }
            all = counted(next);
        }
        return all;
    }

    private static <P, T> List<T> sum(List<P> parts, Function<P, List<T>> ways) {
        var all = new ArrayList<T>();
        parts.forEach(part -> all.addAll(ways.apply(part)));
        return counted(all);
    }

    private static <T> List<T> counted(List<T> ways) {
        if (ways.size() > WAYS_MAX) {
            throw new TooMany();
        }
        return ways;
    }

    /** Never leaves this class. */
    private static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many ways", null, false, false);
        }
    }
}
