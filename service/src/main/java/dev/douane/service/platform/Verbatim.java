package dev.douane.service.platform;

/**
 * Tells the framework a setting that is known already: as it is, character by character. The framework takes dollars for expressions ({@code ${…}}, {@code $$}),
 * and a password or a directory may have some of its own.
 */
public final class Verbatim {
    private Verbatim() {}

    /** Before the framework reads its settings; what an environment variable says does not count then. */
    public static void set(String property, String value) {
        System.setProperty(property, value.replace("$", "\\$"));
    }

    /** What was set so; empty where nothing was. */
    public static String get(String property) {
        return System.getProperty(property, "").replace("\\$", "$");
    }
}
