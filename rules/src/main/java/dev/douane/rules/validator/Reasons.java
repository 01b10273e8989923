package dev.douane.rules.validator;

import dev.douane.rules.drl.ParameterValue;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the values of parameters where a reason names them: {@code At most {ceiling} a call.} */
public final class Reasons {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)}");

    private Reasons() {}

    /** The reason as people read it. Every parameter it names must be among {@code values}. */
    public static String filled(String reason, Map<String, ParameterValue> values) {
        return PARAMETER
                .matcher(reason)
                .replaceAll(found ->
                        Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)), found.group(1))
                                .shown()));
    }

    /** The first parameter it names that is not declared, null where there is none. */
    static @Nullable String unknownParameter(String reason, Set<String> declared) {
        return PARAMETER
                .matcher(reason)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !declared.contains(name))
                .findFirst()
                .orElse(null);
    }
}
