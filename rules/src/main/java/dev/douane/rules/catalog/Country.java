package dev.douane.rules.catalog;

import java.util.Locale;
import java.util.Set;

/**
 * A country.
 *
 * @param code ISO 3166-1 alpha-2, upper case
 */
public record Country(String code) implements Comparable<Country> {
    private static final Set<String> CODES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    public Country {
        if (!isCode(code)) {
            throw new IllegalArgumentException("country (%s) must be an ISO 3166-1 alpha-2 code".formatted(code));
        }
    }

    /** Whether {@code text} is an assigned code. */
    public static boolean isCode(String text) {
        return CODES.contains(text);
    }

    @Override
    public int compareTo(Country other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
