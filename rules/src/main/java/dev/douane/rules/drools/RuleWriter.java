package dev.douane.rules.drools;

import dev.douane.rules.drl.ArgumentType;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a rule for the engine from its tree. Nothing an author wrote is copied: names of rules and variables are ours, facts, fields and
 * effects come from their lists, and texts hold neither quotes nor backslashes.
 */
final class RuleWriter {
    /** The level since which a mark shows what is missing or too long; before, the rule failed on it. */
    private static final int SHOWN_SINCE = 3;

    private final Map<String, ParameterValue> values;
    private final boolean shows;
    private final Variables variables = new Variables();
    private final ConstraintWriter constraints;

    private RuleWriter(Map<String, ParameterValue> values, int level) {
        this.values = values;
        this.shows = level >= SHOWN_SINCE;
        this.constraints = new ConstraintWriter(values, variables, level);
    }

    /**
     * Writes one rule: as many as there are ways for it to come true.
     *
     * @param name what the engine calls the rule; where there are several ways, each is called so with a number behind it
     * @param level that its pack was accepted at
     * @return by name, in order
     */
    static SequencedMap<String, String> write(
            String name, RuleTree rule, Map<String, ParameterValue> values, int level) {
        var ways = Ways.of(rule.when());
        var written = new LinkedHashMap<String, String>();
        for (int i = 1; i <= ways.size(); i++) {
            var called = ways.size() == 1 ? name : name + "w" + i;
            written.put(called, new RuleWriter(values, level).rule(called, ways.get(i - 1), rule.then()));
        }
        return written;
    }

    private String rule(String name, List<Condition> when, List<EffectCall> then) {
        var text = new StringBuilder("rule \"").append(name).append("\"\nwhen\n");
        if (when.stream().noneMatch(Condition.Pattern.class::isInstance)) {
            // a session stays: what matches no fact of the call would fire for the first call only
            text.append("    Call()\n");
        }
        when.forEach(
                condition -> text.append("    ").append(condition(condition)).append('\n'));
        text.append("then\n");
        then.stream()
                .flatMap(this::effect)
                .forEach(effect -> text.append("    ").append(effect).append('\n'));
        return text.append("end\n").toString();
    }

    private String condition(Condition condition) {
        return switch (condition) {
            case Condition.Pattern(var fact, var binding, var constrained, var unused) ->
                (binding == null ? "" : variables.bound(binding) + " : ") + fact.word() + "("
                        + constraints.all(constrained) + ")";
            case Condition.Not(var inner, var unused) -> "not (" + condition(inner) + ")";
            case Condition.Exists(var inner, var unused) -> "exists (" + condition(inner) + ")";
            case Condition.And(var parts, var unused) ->
                parts.stream().map(this::condition).collect(Collectors.joining(" and ", "(", ")"));
            case Condition.Or or -> throw new IllegalArgumentException("no way holds an or: " + or.place());
        };
    }

    /** An effect told a list is had once for each word of it. */
    private Stream<String> effect(EffectCall call) {
        var start = "decision." + call.effect().name() + "(";
        return call.arguments().isEmpty()
                ? Stream.of(start + ");")
                : arguments(call, call.arguments().getFirst()).map(argument -> start + argument + ");");
    }

    private Stream<String> arguments(EffectCall call, Operand argument) {
        return switch (argument) {
            case Operand.Text(var text, var unused) -> Stream.of(RuleText.quoted(text));
            case Operand.Amount(var amount, var unused) -> Stream.of(number(call, amount.toPlainString()));
            case Operand.Variable(var name, var unused, var ignored) -> Stream.of(told(call, variables.used(name)));
            case Operand.Field(var field, var unused) ->
                Stream.of(told(
                        call,
                        variables.used(Objects.requireNonNull(field.variable(), "an effect has no fact of its own"))
                                + "." + accessor(field.field().name())));
            case Operand.Parameter(var name, var unused, var ignored) ->
                switch (Objects.requireNonNull(values.get(name), name)) {
                    case ParameterValue.Amount(var amount, var shown) ->
                        Stream.of(number(call, amount.toPlainString()));
                    case ParameterValue.Words(var words) -> words.stream().map(RuleText::quoted);
                    case ParameterValue.Time ignoredToo ->
                        throw new IllegalArgumentException("durations fit no effect");
                };
            case Operand.Truth ignored -> throw new IllegalArgumentException("no effect takes true or false");
            case Operand.Missing ignored -> throw new IllegalArgumentException("no effect takes null");
        };
    }

    private String told(EffectCall call, String value) {
        return shows && call.effect().showsOnly() ? "%s.of(%s)".formatted(Shown.class.getName(), value) : value;
    }

    /** Every text and whole number that can be told to an effect is a component of a record. */
    private static String accessor(String component) {
        return component + "()";
    }

    private static String number(EffectCall call, String plain) {
        return call.effect().argument() == ArgumentType.MONEY ? RuleText.quoted(plain) : plain;
    }
}
