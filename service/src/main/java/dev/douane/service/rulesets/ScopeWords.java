package dev.douane.service.rulesets;

import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Spelling;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.Shown;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of a scope, held against what calls may say: a scope for what no call can say would be for nobody, and its pack silently off, or an
 * exception silently none.
 */
final class ScopeWords {
    private ScopeWords() {}

    /**
     * Why no call could say it, or why it looks like what others say; null where neither is so.
     *
     * @param attribute as the scope names it; what is asked of a word is asked of the value of an unknown one
     * @param value as {@link dev.douane.rules.call.Caller#spelled} has it, not empty
     */
    static @Nullable String fault(String attribute, String value) {
        if (attribute.equals(CallerAttribute.LOCATION.word())) {
            return Country.isCode(value)
                    ? null
                    : "[%s] is not a country code of ISO 3166-1 alpha-2 such as DE, so no call would ever say it. %s"
                            .formatted(Shown.of(value), maybeCountry(value))
                            .strip();
        }
        var unsayable = CallWords.faultInCaller(value, CallWords.Part.WHOLE);
        var fault = unsayable == null ? PlainText.faultInWord(value) : unsayable;
        return fault == null ? null : "[%s] %s".formatted(Shown.of(value), fault);
    }

    /** By its code in small letters, or by its name in English. */
    private static String maybeCountry(String value) {
        var code = value.toUpperCase(Locale.ROOT);
        if (Country.isCode(code)) {
            return "Maybe %s?".formatted(code);
        }
        var codes = new TreeMap<String, String>();
        for (var each : Locale.getISOCountries()) {
            codes.put(Locale.of("", each).getDisplayCountry(Locale.ENGLISH), each);
        }
        return Spelling.nearest(value, codes.keySet())
                .map(name -> "Maybe %s?".formatted(codes.get(name)))
                .orElse("");
    }
}
