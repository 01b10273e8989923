package dev.douane.rules.catalog;

import java.util.regex.Pattern;

/** The form that ids of the catalog share. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    private Ids() {}

    static void check(String value, String what) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s (%s) must be lower-case letters, digits, dots, underscores and dashes".formatted(what, value));
        }
    }
}
