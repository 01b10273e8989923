package dev.douane.rules.coverage;

import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.facts.Facts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a field held in a call, read the way rules read it: by the getters of the facts.
 *
 * <p>Reflection, because the list of fields is data: a field that is added there is measured here without another line. Used by tests of
 * packs only, never on the way of a decision.
 */
final class FieldValues {
    private static final String EMPTY = ".empty";

    /** Looked for once: a rule is asked thousands of times. */
    private static final Map<FactField, Method> GETTERS = new ConcurrentHashMap<>();

    private FieldValues() {}

    /** The facts of that kind, one where there is always one. */
    static List<?> facts(Fact fact, Facts facts) {
        return switch (fact) {
            case CALL -> List.of(facts.call());
            case CALLER -> List.of(facts.caller());
            case DATA -> List.of(facts.data());
            case WORKLOAD -> List.of(facts.workload());
            case BUDGET -> facts.budgets();
            case OUTAGE -> facts.outages();
            case VALUE -> List.of(facts.value());
            case CLOCK -> List.of(facts.clock());
        };
    }

    /**
     * What the field holds in a fact of its kind; empty where that is missing. Numbers are numbers as {@link #number} gives them, durations in
     * seconds.
     */
    static Optional<Object> value(FactField field, Object fact) {
        var getter = GETTERS.computeIfAbsent(field, each -> getter(each, fact));
        try {
            var held = getter.invoke(fact);
            if (field.name().endsWith(EMPTY)) {
                return Optional.of(((Collection<?>) Objects.requireNonNull(held, field.qualified())).isEmpty());
            }
            return Optional.ofNullable(held)
                    .map(value -> number(value).<Object>map(n -> n).orElse(value));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("field (%s) cannot be read".formatted(field.qualified()), e);
        }
    }

    /** Durations are there in seconds: rules compare numbers. */
    private static Method getter(FactField field, Object fact) {
        var name = field.name().endsWith(EMPTY)
                ? field.name().substring(0, field.name().length() - EMPTY.length())
                : field.name();
        var unit = field.type() == FieldType.DURATION ? "Seconds" : "";
        var getter = "get" + unit + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (var method : fact.getClass().getMethods()) {
            if (method.getParameterCount() == 0
                    && (method.getName().equals(name) || method.getName().equals(getter))) {
                return method;
            }
        }
        throw new IllegalStateException("%s has no field (%s)".formatted(fact.getClass(), field.name()));
    }

    /** A value as a number; empty where it is none. */
    static Optional<BigDecimal> number(@Nullable Object value) {
        return switch (value) {
            case Integer whole -> Optional.of(BigDecimal.valueOf(whole));
            case Long whole -> Optional.of(BigDecimal.valueOf(whole));
            case Double decimal -> Optional.of(BigDecimal.valueOf(decimal));
            case BigDecimal decimal -> Optional.of(decimal);
            case null, default -> Optional.empty();
        };
    }
}
