package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.limits.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a {@code when} part: patterns on facts, with {@code not}, {@code exists}, {@code and}, {@code or} and brackets. */
final class ConditionReader {
    private static final Map<String, String> INSTEAD = Map.of(
            "eval", "constrain a field inside of a pattern",
            "from", "look at facts directly",
            "accumulate", "compare a field that is counted already",
            "acc", "compare a field that is counted already",
            "collect", "compare a field that is counted already",
            "groupby", "compare a field that is counted already",
            "forall", "write not (…) with the contrary inside",
            "over", "leave it out: facts have no window",
            "do", "write the effects behind then",
            "if", "write two rules");

    private final Tokens tokens;
    private final ConstraintReader constraints;
    private final RuleSize size;
    private final Refusals refusals;

    ConditionReader(Tokens tokens, PackWords words, RuleSize size, Refusals refusals) {
        this.tokens = tokens;
        this.constraints = new ConstraintReader(tokens, words, size, refusals);
        this.size = size;
        this.refusals = refusals;
    }

    /** Reads up to {@code then}, which is left. A condition that makes no sense is noted and left out. */
    List<Condition> all(Scope scope) {
        var conditions = new ArrayList<Condition>();
        while (!tokens.isNext("then") && !tokens.isNext("end") && !tokens.isAtEnd()) {
            try {
                var condition = anyOf(scope);
                if (condition instanceof Condition.And(var parts, var unused)) {
                    conditions.addAll(parts);
                } else {
                    conditions.add(condition);
                }
                tokens.skip(";");
            } catch (Refusals.GiveUp noted) {
                tokens.skipHardTo("then");
            }
        }
        refuseManyBranches(conditions);
        return conditions;
    }

    /** Each branch is compiled as a rule of its own. */
    private void refuseManyBranches(List<Condition> conditions) {
        long branches = branchesOfAll(conditions);
        if (branches > Size.BRANCHES.most()) {
            refusals.add(
                    conditions.getFirst().place(),
                    Refusal.LIMIT,
                    "the ors between patterns can come true in %d ways, and may in at most %d\nMaybe write several rules."
                            .formatted(branches, Size.BRANCHES.most()));
        }
    }

    private static long branchesOfAll(List<Condition> parts) {
        return parts.stream().mapToLong(ConditionReader::branches).reduce(1, (a, b) -> Math.min(1_000_000, a * b));
    }

    private static long branches(Condition condition) {
        return switch (condition) {
            case Condition.Pattern unused -> 1;
            case Condition.Not(var inner, var unused) -> branches(inner);
            case Condition.Exists(var inner, var unused) -> branches(inner);
            case Condition.And(var parts, var unused) -> branchesOfAll(parts);
            case Condition.Or(var parts, var unused) ->
                parts.stream().mapToLong(ConditionReader::branches).sum();
        };
    }

    private Condition anyOf(Scope scope) {
        var parts = new ArrayList<Condition>();
        var branch = scope.inner();
        var first = allOf(branch);
        if (!tokens.isNext("or") && !tokens.isNext("||")) {
            scope.adopt(branch);
            return first;
        }
        add(parts, first, true);
        while (tokens.skip("or") || tokens.skip("||")) {
            add(parts, allOf(scope.inner()), true);
        }
        return new Condition.Or(parts, first.place());
    }

    private Condition allOf(Scope scope) {
        var parts = new ArrayList<Condition>();
        var first = unary(scope);
        if (!tokens.isNext("and") && !tokens.isNext("&&")) {
            return first;
        }
        add(parts, first, false);
        while (tokens.skip("and") || tokens.skip("&&")) {
            add(parts, unary(scope), false);
        }
        return new Condition.And(parts, first.place());
    }

    /** A bracket around the same word changes nothing. */
    private static void add(List<Condition> parts, Condition part, boolean any) {
        switch (part) {
            case Condition.Or(var inner, var unused) when any -> parts.addAll(inner);
            case Condition.And(var inner, var unused) when !any -> parts.addAll(inner);
            default -> parts.add(part);
        }
    }

    private Condition unary(Scope scope) {
        var first = tokens.peek();
        if (tokens.skip("not")) {
            return new Condition.Not(single(scope.inner()), first.place());
        }
        if (tokens.skip("exists")) {
            return new Condition.Exists(single(scope.inner()), first.place());
        }
        return first.is("(") ? bracket(scope) : pattern(scope);
    }

    private Condition single(Scope scope) {
        var first = tokens.peek();
        if (first.is("(")) {
            return bracket(scope);
        }
        if (first.is("not") || first.is("exists")) {
            size.enter(first.place());
            var inner = unary(scope);
            size.leave();
            return inner;
        }
        return pattern(scope);
    }

    private Condition bracket(Scope scope) {
        var open = tokens.take();
        size.enter(open.place());
        if (tokens.isNext("and") || tokens.isNext("or")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.SYNTAX,
                    "(%s) stands in front\nMaybe write it between the patterns."
                            .formatted(tokens.peek().shown()));
        }
        var inner = anyOf(scope);
        size.leave();
        if (!tokens.skip(")")) {
            throw behind(tokens.peek());
        }
        return inner;
    }

    private Condition pattern(Scope scope) {
        var first = tokens.peek();
        String binding = null;
        if (first.isVariable() && (tokens.peek(1).is(":") || tokens.peek(1).is(":="))) {
            binding = tokens.take().text();
            if (tokens.take().is(":=")) {
                throw refusals.giveUp(
                        first.place(),
                        Refusal.NOT_FOR_PACKS,
                        "unification (:=) is not for packs to write\nMaybe write :.");
            }
        }
        var name = tokens.peek();
        if (name.kind() != Token.Kind.NAME) {
            throw behind(name);
        }
        tokens.take();
        if (tokens.isNext(".")) {
            throw refusals.giveUp(
                    name.place(),
                    Refusal.NOT_FOR_PACKS,
                    "(%s.…) is a qualified name: packs look at facts only\nMaybe write one of %s."
                            .formatted(name.shown(), facts()));
        }
        var instead = INSTEAD.get(name.text());
        if (instead != null) {
            throw refusals.giveUp(
                    name.place(),
                    Refusal.NOT_FOR_PACKS,
                    "(%s) is not for packs to write\nMaybe %s.".formatted(name.text(), instead));
        }
        var fact = Fact.of(name.text())
                .orElseThrow(() -> refusals.giveUp(name.place(), Refusal.UNKNOWN_FACT, unknownFact(name)));
        if (!tokens.skip("(")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.SYNTAX,
                    "%s must be followed by its constraints in brackets, not by (%s)\nMaybe write %s()."
                            .formatted(fact.word(), tokens.peek().shown(), fact.word()));
        }
        size.pattern(name.place());
        if (binding != null) {
            scope.bind(binding, new Scope.Bound(fact, null), first.place(), refusals);
        }
        var constrained = constraints.list(fact, scope);
        if (!tokens.skip(")")) {
            throw behind(tokens.peek());
        }
        refuseBehindPattern();
        return new Condition.Pattern(fact, binding, constrained, first.place());
    }

    private static String unknownFact(Token name) {
        var known = Arrays.stream(Fact.values()).map(Fact::word).toList();
        var near = Nearest.maybe(name.text(), known);
        return Messages.withHint(
                "there is no fact (%s)".formatted(name.shown()),
                near.isEmpty() ? "Known are %s.".formatted(facts()) : near);
    }

    private static String facts() {
        return String.join(", ", Arrays.stream(Fact.values()).map(Fact::word).toList());
    }

    private void refuseBehindPattern() {
        var next = tokens.peek();
        var instead = next.kind() == Token.Kind.NAME && (next.is("from") || next.is("over"))
                ? INSTEAD.get(next.text())
                : null;
        if (instead != null) {
            throw refusals.giveUp(
                    next.place(),
                    Refusal.NOT_FOR_PACKS,
                    "(%s) is not for packs to write\nMaybe %s.".formatted(next.text(), instead));
        }
        if (next.is("@")) {
            throw refusals.giveUp(
                    next.place(), Refusal.NOT_FOR_PACKS, "patterns have no annotations\nMaybe leave it out.");
        }
    }

    private Refusals.GiveUp behind(Token found) {
        return refusals.giveUp(
                found.place(),
                Refusal.SYNTAX,
                "(%s) is not expected here\nMaybe write a pattern such as Workload(task == \"chat\")."
                        .formatted(found.shown()));
    }
}
