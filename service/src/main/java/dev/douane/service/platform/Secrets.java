package dev.douane.service.platform;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What this process was told and must not tell: the values of settings whose names say so. */
public final class Secrets {
    /** What is counted in tokens, or per key, is none. */
    private static final Pattern NAME = Pattern.compile("PASSWORD|SECRET|TOKEN(?!S)|CREDENTIAL|(^|(?<!PER)[._])KEY$");

    /** Shorter values are no secrets, and occur in words. */
    private static final int SHORTEST = 3;

    private Secrets() {}

    /** Whether the value of a setting, a property or a variable, is one. */
    public static boolean isOne(String setting) {
        return NAME.matcher(setting.toUpperCase(Locale.ROOT).replace('-', '_')).find();
    }

    /** The text with every secret taken out. */
    public static String hidden(String text) {
        var hidden = text;
        for (var secret :
                all().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
            hidden = hidden.replace(secret, "…");
        }
        return hidden;
    }

    private static Stream<String> all() {
        var properties = System.getProperties().stringPropertyNames().stream()
                .filter(Secrets::isOne)
                .map(System::getProperty);
        var variables = System.getenv().entrySet().stream()
                .filter(variable -> isOne(variable.getKey()))
                .map(Map.Entry::getValue);
        return Stream.concat(properties, variables)
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .distinct();
    }
}
