package dev.douane.rules.drools;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import java.math.BigDecimal;

/** Which classes the facts are, and how the engine reads their fields. */
final class FactClasses {
    private FactClasses() {}

    static Class<?> of(Fact fact) {
        return switch (fact) {
            case CALL -> Call.class;
            case CALLER -> Caller.class;
            case DATA -> Data.class;
            case WORKLOAD -> Workload.class;
            case BUDGET -> Budget.class;
            case OUTAGE -> Outage.class;
            case VALUE -> Value.class;
            case CLOCK -> Clock.class;
        };
    }

    /** The property that holds a field's value. Durations are compared in seconds; a name of one letter is too short for the engine. */
    static String property(FactField field) {
        if (field.fact() == Fact.CALL && field.name().equals("n")) {
            return "completions";
        }
        return field.type() == FieldType.DURATION
                ? "seconds" + Character.toUpperCase(field.name().charAt(0))
                        + field.name().substring(1)
                : field.name();
    }

    /** The type of a property: that of the record's component, or of its getter. */
    static Class<?> typeOf(FactField field) {
        if (field.name().endsWith(".empty")) {
            return boolean.class;
        }
        var property = property(field);
        var getter = "get" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
        for (var method : of(field.fact()).getMethods()) {
            if (method.getParameterCount() == 0
                    && (method.getName().equals(property) || method.getName().equals(getter))) {
                return method.getReturnType();
            }
        }
        throw new IllegalArgumentException("%s is no property".formatted(field.qualified()));
    }

    static boolean isBigDecimal(FactField field) {
        return typeOf(field) == BigDecimal.class;
    }

    static boolean isDouble(FactField field) {
        var type = typeOf(field);
        return type == double.class || type == Double.class;
    }
}
