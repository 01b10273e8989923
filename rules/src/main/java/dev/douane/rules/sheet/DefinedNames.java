package dev.douane.rules.sheet;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names that a workbook gives to formulas, as far as a formula that asks for one may come to something else each time. */
final class DefinedNames {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_\\\\][\\p{L}\\p{N}_.\\\\?]*+");

    private final Set<String> names = new HashSet<>();
    private @Nullable String changing;

    void take(String name, String formula) {
        names.add(name.toLowerCase(Locale.ROOT));
        var why = ChangingFormula.why(formula);
        changing = why == null ? changing : why;
    }

    /** Why a formula is one, null where it is none: it asks for a name, and one of the names is; which asks for which is not followed. */
    @Nullable
    String whyChanging(String formula) {
        return changing != null
                        && NAME.matcher(formula)
                                .results()
                                .anyMatch(found -> names.contains(found.group().toLowerCase(Locale.ROOT)))
                ? changing
                : null;
    }
}
