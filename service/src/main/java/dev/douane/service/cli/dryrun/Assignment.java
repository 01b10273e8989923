package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine;

/**
 * A value, or a mix of values, for one field of every call.
 *
 * @param field what is set
 * @param choices values with their weights; one of them per call
 */
record Assignment(Field field, List<Choice> choices) {
    /**
     * One value of a mix.
     *
     * @param weight relative, above zero
     */
    record Choice(String value, double weight) {}

    Assignment {
        choices = List.copyOf(choices);
        for (var choice : choices) {
            try {
                field.write(JsonNodeFactory.instance.objectNode(), choice.value());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(field.path() + " " + e.getMessage());
            }
        }
    }

    /** Reads {@code team=search}. */
    static final class Constant implements CommandLine.ITypeConverter<Assignment> {
        @Override
        public Assignment convert(String text) {
            return new Assignment(fieldOf(text), List.of(new Choice(valueOf(text), 1)));
        }
    }

    /** Reads {@code task=summarise:3,classify:1}. */
    static final class Weights implements CommandLine.ITypeConverter<Assignment> {
        @Override
        public Assignment convert(String text) {
            var choices = new ArrayList<Choice>();
            for (var part : valueOf(text).split(",", -1)) {
                var colon = part.lastIndexOf(':');
                if (colon < 0) {
                    throw new CommandLine.TypeConversionException(
                            "weight (%s) must be value:number, such as summarise:3".formatted(part));
                }
                choices.add(new Choice(part.substring(0, colon).strip(), weight(part.substring(colon + 1))));
            }
            return new Assignment(fieldOf(text), choices);
        }

        private static double weight(String text) {
            try {
                var weight = Double.parseDouble(text.strip());
                if (weight > 0 && Double.isFinite(weight)) {
                    return weight;
                }
            } catch (NumberFormatException e) {
                throw new CommandLine.TypeConversionException("weight (%s) is not a number".formatted(text));
            }
            throw new CommandLine.TypeConversionException("weight (%s) must be above zero".formatted(text));
        }
    }

    private static Field fieldOf(String text) {
        var equals = text.indexOf('=');
        var name = equals < 0 ? text : text.substring(0, equals);
        return Field.named(name)
                .orElseThrow(() -> new CommandLine.TypeConversionException(
                        "(%s) is no field of a call. Known: %s".formatted(name, Field.known())));
    }

    private static String valueOf(String text) {
        var equals = text.indexOf('=');
        if (equals < 0) {
            throw new CommandLine.TypeConversionException("(%s) must be field=value".formatted(text));
        }
        return text.substring(equals + 1);
    }

    /**
     * Writes one of the choices into a question.
     *
     * @param dice decides which; a given seed gives the same mix again
     */
    void write(ObjectNode question, SplittableRandom dice) {
        var total = choices.stream().mapToDouble(Choice::weight).sum();
        var rest = choices.size() == 1 ? 0 : dice.nextDouble(total);
        for (var choice : choices) {
            rest -= choice.weight();
            if (rest < 0) {
                field.write(question, choice.value());
                return;
            }
        }
        field.write(question, choices.getLast().value());
    }
}
