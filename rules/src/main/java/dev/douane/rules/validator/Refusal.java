package dev.douane.rules.validator;

import java.util.Locale;

/** Why the validator refuses something. The code is stable: tools may count on it. */
public enum Refusal {
    SYNTAX("It cannot be read as a rule or a table."),
    NOT_FOR_PACKS(
            "It is not on the list of what a pack may hold: imports, globals, functions, attributes, calls of Java …"),
    METADATA("`@id`, `@reason` or `@cites` is missing, double or not as it must be, or a name or id is taken."),
    UNKNOWN_FACT("There is no such fact."),
    UNKNOWN_FIELD("The fact has no such field."),
    UNKNOWN_WORD("The word is none of those that the field or effect knows."),
    UNKNOWN_VARIABLE("The variable is not bound here, or bound twice."),
    UNKNOWN_PARAMETER("`pack.yaml` declares no such parameter."),
    UNKNOWN_EFFECT("There is no such effect."),
    EFFECT_OF_OTHER_CONCERN("The effect belongs to packs of another concern."),
    TYPE("Two things do not go together: a text and a number, an order and a word …"),
    UNSURE_VALUE(
            "An effect is told a field that may be missing, too long or zero, and the conditions do not say otherwise."),
    PARAMETER("A parameter's value does not fit where it is used."),
    LIMIT("It is larger, deeper or more than a pack may hold."),
    TABLE("The decision table is not laid out as it must be."),
    MISLEADING_TEXT("What stands there is not what people see: something unseen, or letters that look like others."),
    SPREADSHEET(
            "The XLSX file holds something that no table needs (formulas, macros, links), or shows a cell otherwise than it is.");

    private final String meaning;

    Refusal(String meaning) {
        this.meaning = meaning;
    }

    /** In kebab-case: {@code unknown-field}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for authors. */
    public String meaning() {
        return meaning;
    }
}
