package dev.douane.rules.coverage;

import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.facts.Facts;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a field held in a call, read the way rules read it: by the getters of the facts.
 *
 * <p>Reflection, because the list of fields is data: a field that is added there is measured here without another line. Used by tests of
 * packs only, never on the way of a decision.
 */
final class FieldValues {
    private FieldValues() {}

    /** One value for each fact of that kind; empty where a value was missing. */
    static List<Optional<Object>> of(FactField field, Facts facts) {
        return facts(field, facts)
                .map(fact -> Optional.ofNullable(value(fact, getter(field), field.name())))
                .toList();
    }

    private static Stream<?> facts(FactField field, Facts facts) {
        return switch (field.fact()) {
            case CALL -> Stream.of(facts.call());
            case CALLER -> Stream.of(facts.caller());
            case DATA -> Stream.of(facts.data());
            case WORKLOAD -> Stream.of(facts.workload());
            case BUDGET -> facts.budgets().stream();
            case OUTAGE -> facts.outages().stream();
            case VALUE -> Stream.of(facts.value());
            case CLOCK -> Stream.of(facts.clock());
        };
    }

    /** Durations are there in seconds: rules compare numbers. */
    private static String getter(FactField field) {
        var name = field.name();
        var unit = field.type() == FieldType.DURATION ? "Seconds" : "";
        return "get" + unit + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static @Nullable Object value(Object fact, String getter, String name) {
        if (name.endsWith(".empty")) {
            int end = ".empty".length();
            var set = value(fact, getter.substring(0, getter.length() - end), name.substring(0, name.length() - end));
            return set instanceof Collection<?> collection ? collection.isEmpty() : null;
        }
        try {
            for (var method : fact.getClass().getMethods()) {
                if (method.getParameterCount() == 0
                        && (method.getName().equals(name) || method.getName().equals(getter))) {
                    return method.invoke(fact);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("field (%s) of %s cannot be read".formatted(name, fact.getClass()), e);
        }
        throw new IllegalStateException("%s has no field (%s)".formatted(fact.getClass(), name));
    }

    /** A value as a number; empty where it is none. */
    static Optional<BigDecimal> number(Object value) {
        return switch (value) {
            case Integer whole -> Optional.of(BigDecimal.valueOf(whole));
            case Long whole -> Optional.of(BigDecimal.valueOf(whole));
            case Double decimal -> Optional.of(BigDecimal.valueOf(decimal));
            case BigDecimal decimal -> Optional.of(decimal);
            default -> Optional.empty();
        };
    }
}
