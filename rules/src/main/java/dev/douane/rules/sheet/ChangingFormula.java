package dev.douane.rules.sheet;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows formulas that come to something else each time they are worked out: what stands beside them is nobody's word for what they are. */
final class ChangingFormula {
    /** Functions of the clock, of chance, of other places of the sheet or the program by their names, and of other computers. */
    private static final Pattern CALL = Pattern.compile(
            "(?<![\\p{L}\\p{N}_])"
                    + "(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|RAND\\.NV|RANDBETWEEN\\.NV"
                    + "|OFFSET|INDIRECT|CELL|INFO|CURRENT|EVALUATE|CALL|REGISTER\\.ID|GET\\.[A-Z.]+"
                    + "|WEBSERVICE|RTD|DDE|SQL\\.REQUEST|STOCKHISTORY|TRANSLATE|DETECTLANGUAGE|COPILOT|IMAGE|PY|CUBE[A-Z]+"
                    + "|IMPORT(?:DATA|FEED|HTML|RANGE|XML)|GOOGLE[A-Z]+)\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    /** Functions that whoever opens the sheet may have, or not. */
    private static final Pattern ADDED = Pattern.compile("_xl(?:l|udf)\\.", Pattern.CASE_INSENSITIVE);

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*+\"");

    private ChangingFormula() {}

    /** Why a formula is one, as the function that it asks; null where it is none. */
    static @Nullable String why(String formula) {
        var asked = TEXT.matcher(formula).replaceAll("\"\"");
        var call = CALL.matcher(asked);
        if (call.find()) {
            return call.group(1);
        }
        return ADDED.matcher(asked).find() ? "a function of an add-in" : null;
    }
}
