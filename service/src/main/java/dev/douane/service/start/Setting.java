package dev.douane.service.start;

import dev.douane.service.platform.Secrets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How settings are told of: by the name they were set under, with what is wrong in plain words. */
final class Setting {
    private static final Pattern NOT_CONVERTED = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern MISSING =
            Pattern.compile("The config property (\\S+) is required but it could not be found in any config source");
    private static final Pattern EMPTY = Pattern.compile("The config property (\\S+) is defined as the empty String");
    private static final Pattern CODE = Pattern.compile("^(?:[\\w.$]+Exception: )?(?:SRCFG\\d+: )?");
    private static final Pattern ENUM = Pattern.compile("Cannot convert .* to enum .*, allowed values: (.*)");
    private static final Pattern PROPERTY = Pattern.compile("\\b(?:douane|quarkus)(?:\\.[a-z0-9-]+)+");

    private Setting() {}

    /** The environment variable of a property: {@code douane.ledger.hold-ttl} is {@code DOUANE_LEDGER_HOLD_TTL}. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** What it was set to; a question mark where it was not, here or in the environment. */
    static String value(String property) {
        var environment = System.getenv(variable(property));
        return System.getProperty(property, environment == null ? "?" : environment);
    }

    /** What the configuration says of a setting it cannot use, in plain words; empty where it is not about a setting. */
    static Optional<String> explained(String complaint) {
        var converted = NOT_CONVERTED.matcher(complaint);
        if (converted.find()) {
            var property = converted.group(1);
            var value = Secrets.isOne(property) ? "…" : converted.group(2);
            return Optional.of(named("%s (%s) %s.".formatted(property, value, fault(converted.group(3)))));
        }
        var missing = MISSING.matcher(complaint);
        if (missing.find()) {
            return Optional.of(named("%s is missing.".formatted(missing.group(1))));
        }
        var empty = EMPTY.matcher(complaint);
        if (empty.find()) {
            return Optional.of(named("%s is empty. Maybe leave it out?".formatted(empty.group(1))));
        }
        return isAboutOne(complaint) ? Optional.of(named(complaint)) : Optional.empty();
    }

    private static boolean isAboutOne(String complaint) {
        return PROPERTY.matcher(complaint).results().anyMatch(found -> isSet(found.group()));
    }

    private static boolean isSet(String property) {
        return System.getProperty(property) != null || System.getenv(variable(property)) != null;
    }

    /** Names the property of a sentence as it was set, and beside it the other name it goes by. */
    static String named(String sentence) {
        return PROPERTY.matcher(sentence)
                .results()
                .map(found -> found.group())
                .filter(Setting::isSet)
                .findFirst()
                .map(property -> System.getProperty(property) == null
                        ? "%s [property %s]".formatted(sentence.replace(property, variable(property)), property)
                        : "%s [environment variable %s]".formatted(sentence, variable(property)))
                .orElse(sentence);
    }

    /** What follows the value. */
    private static String fault(String complaint) {
        var said = CODE.matcher(complaint.strip()).replaceFirst("").replaceFirst("\\.$", "");
        if (said.startsWith("must ")) {
            return said;
        }
        if (said.startsWith("Expected an integer") || said.startsWith("Expected a long")) {
            return "must be a whole number";
        }
        if (said.toLowerCase(Locale.ROOT).contains("duration")) {
            return "must be a duration such as PT15M";
        }
        if (said.contains("[0-9]+[B")) {
            return "must be a size such as 8M";
        }
        var words = ENUM.matcher(said);
        return words.find() ? "must be one of " + words.group(1) : "cannot be used: " + said;
    }
}
