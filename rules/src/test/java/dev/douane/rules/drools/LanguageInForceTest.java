package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the reference lets an author write can come into force: each field is compared in each way, with each kind of other side, alone and
 * inside of other conditions, and none of what that compiles to is refused by who loads it.
 */
class LanguageInForceTest {
    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """ + ArbitraryConditions.PARAMETERS;

    /** Where a pattern may stand; what it uses is bound in front of it. */
    private static final List<String> PLACES = List.of(
            "%s %s",
            "%s not %s",
            "%s exists %s",
            "%s not (Budget() and %s)",
            "%s (Call() or %s)",
            "%s (Call() and (Workload() or %s))",
            "%s not (Call() and (Workload() or not %s))",
            "%s exists (Workload() or %s)");

    private final List<String> rules = new ArrayList<>();

    @Test
    void what_the_reference_says_can_be_written_comes_into_force() throws PackException {
        for (var field : FactFields.all()) {
            written(field);
        }
        var pack = PackReader.of(
                "example",
                List.of(new PackFile("pack.yaml", MANIFEST), new PackFile("rules/a.drl", String.join("\n", rules))));

        assertThatCode(() -> new DroolsCompiler(EngineLimits.DEFAULT)
                        .compile(Ruleset.enforcing(List.of(pack)))
                        .close())
                .doesNotThrowAnyException();
    }

    /** Once with each comparison for itself, and once with all of them in brackets. */
    private void written(FactField field) {
        for (var right : others(field)) {
            var comparisons = comparisons(field, right);
            rule(field, right.bound(), String.join(", ", comparisons));
            rule(
                    field,
                    right.bound(),
                    "!((%s) && (%s))"
                            .formatted(String.join(" || ", comparisons), String.join(" || ", comparisons.reversed())));
        }
    }

    private void rule(FactField field, String bound, String constraints) {
        int number = rules.size();
        var pattern = "%s(%s)".formatted(field.fact().word(), constraints);
        rules.add(PackOnDisk.rule(
                "R-" + number,
                "Rule " + number,
                PLACES.get(number % PLACES.size()).formatted(bound, pattern),
                "decision.flag(\"x\");"));
    }

    /**
     * The other side of a comparison.
     *
     * @param bound what must stand in front of the pattern
     * @param field what it holds, null where it is a value or a parameter
     */
    private record Other(
            String bound, String text, @Nullable FactField field) {
        static Other of(String text) {
            return new Other("", text, null);
        }

        boolean isParameterOfWords() {
            return text.equals("params.some") || text.equals("params.homes");
        }

        boolean isSet() {
            return field != null && field.type() == FieldType.TEXT_SET;
        }

        boolean mayBeMissing() {
            return field != null && field.mayBeMissing();
        }
    }

    /** Values, a field of the same fact, and fields that may and that cannot be missing of facts in front, by variable and by fact. */
    private static List<Other> others(FactField field) {
        var others = new ArrayList<Other>();
        values(field).forEach(text -> others.add(Other.of(text)));
        fitting(field)
                .filter(each -> each.fact() == field.fact())
                .limit(2)
                .forEach(each -> others.add(new Other("", each.name(), each)));
        for (boolean missing : List.of(true, false)) {
            fitting(field)
                    .filter(each -> each.mayBeMissing() == missing)
                    .limit(2)
                    .forEach(each -> {
                        others.add(new Other("%s($v : %s)".formatted(each.fact().word(), each.name()), "$v", each));
                        others.add(new Other("$f : %s()".formatted(each.fact().word()), "$f." + each.name(), each));
                    });
        }
        return others;
    }

    private static Stream<FactField> fitting(FactField field) {
        return FactFields.all().stream()
                .filter(each -> !each.name().contains("."))
                .filter(each -> field.type() != FieldType.TEXT_SET
                        ? each.type().comparesWith(field.type())
                                || (field.type() == FieldType.TEXT && each.type() == FieldType.TEXT_SET)
                        : each.type() == FieldType.TEXT && !each.mayBeMissing());
    }

    private static List<String> values(FactField field) {
        return switch (field.type()) {
            case TEXT, TEXT_SET ->
                switch (field.words()) {
                    case COUNTRY -> List.of("\"DE\"", "params.homes");
                    case DATE -> List.of("\"2026-11-16\"");
                    case WEEKDAY -> List.of("\"MONDAY\"");
                    default -> List.of("\"a\"", "params.some");
                };
            case WHOLE -> List.of("0", "500", "-1", "params.whole");
            case DECIMAL -> List.of("0", "500", "0.5", "-0.5", "params.amount", "params.whole");
            case YES_NO -> List.of("true", "false");
            case DURATION -> List.of("\"PT24H\"", "params.span");
        };
    }

    private static List<String> comparisons(FactField field, Other right) {
        var signs = new ArrayList<String>();
        if (field.type() == FieldType.TEXT_SET) {
            signs.addAll(List.of("contains", "not contains"));
        } else if (right.isParameterOfWords() || right.isSet()) {
            signs.addAll(List.of("memberOf", "not memberOf"));
        } else {
            signs.addAll(List.of("==", "!="));
            if (field.isOrdered() && !right.mayBeMissing()) {
                signs.addAll(List.of("<", "<=", ">", ">="));
            }
        }
        var name = field.name();
        var comparisons = new ArrayList<String>();
        signs.forEach(sign -> comparisons.add("%s %s %s".formatted(name, sign, right.text())));
        if ((field.type() == FieldType.TEXT || field.type().isNumber()) && !right.isSet()) {
            comparisons.add("%1$s in (%2$s, %2$s)".formatted(name, right.text()));
            comparisons.add("%1$s not in (%2$s, %2$s)".formatted(name, right.text()));
        }
        if (field.mayBeMissing()) {
            comparisons.add(name + " == null");
            comparisons.add(name + " != null");
        }
        if (field.type() == FieldType.TEXT && field.words() == WordKind.FREE) {
            comparisons.add(name + " str[startsWith] \"a\"");
            comparisons.add(name + " not str[endsWith] \"b\"");
        }
        if (field.type() == FieldType.YES_NO) {
            comparisons.add(name);
            comparisons.add("!" + name);
        }
        return comparisons;
    }
}
