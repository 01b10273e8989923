package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What the line {@code RuleSet} says of how its sheet is read: behind the sheet's name, {@code locale} and a language, and {@code formulas} and
 * {@code values}. Anything else there is for people.
 *
 * @param namesLocale whether it says how numbers are written
 * @param formulaValues whether what a formula last came to is taken for its value
 */
record SheetWords(Numerals numerals, boolean namesLocale, boolean formulaValues) {
    static final SheetWords NONE = new SheetWords(Numerals.UNSAID, false, false);

    private static final int FIRST = 2;

    /**
     * @param line the cells of the first line that is not blank
     * @param place where a cell of it stands, counted from 1
     * @param faults takes what is wrong with it
     */
    static SheetWords of(List<String> line, IntFunction<Place> place, List<SheetFault> faults) {
        var numerals = Numerals.UNSAID;
        boolean namesLocale = false;
        boolean formulaValues = false;
        for (int at = FIRST; at < line.size(); at++) {
            var next = at + 1 < line.size() ? line.get(at + 1) : "";
            if (line.get(at).equalsIgnoreCase("locale")) {
                var known = Numerals.of(next);
                if (known.isEmpty()) {
                    faults.add(new SheetFault(
                            place.apply(at + 2),
                            SheetFault.Kind.LAYOUT,
                            "locale (%s) is not known\nMaybe write one of %s."
                                    .formatted(SheetFault.shortened(next), Numerals.languages())));
                }
                if (namesLocale) {
                    faults.add(new SheetFault(
                            place.apply(at + 1), SheetFault.Kind.LAYOUT, "locale is said twice\nMaybe leave one out."));
                }
                numerals = known.orElse(Numerals.UNSAID);
                namesLocale = true;
            } else if (line.get(at).equalsIgnoreCase("formulas")) {
                if (!next.equalsIgnoreCase("values")) {
                    faults.add(new SheetFault(
                            place.apply(at + 2),
                            SheetFault.Kind.LAYOUT,
                            "formulas can only be taken by their values, not by (%s)\nMaybe write formulas, and values in the cell beside it."
                                    .formatted(SheetFault.shortened(next))));
                }
                formulaValues = true;
            }
        }
        return new SheetWords(numerals, namesLocale, formulaValues);
    }
}
