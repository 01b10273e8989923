package dev.douane.rules.pack;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Parameter;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code pack.yaml} says.
 *
 * @param name kebab-case, at most 64 characters, unique in the installation
 * @param version raised with every change; a published version never changes
 * @param concern the one thing the pack is about
 * @param owners who answers for it, at least one
 * @param title one line
 * @param description what it promises, for people
 * @param parameters what is left to be set where the pack is put in force, by name
 */
public record PackManifest(
        String name,
        PackVersion version,
        Concern concern,
        List<String> owners,
        String title,
        String description,
        SortedMap<String, Parameter> parameters) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int NAME_LENGTH_MAX = 64;

    public PackManifest {
        name = checkedName(name);
        owners = List.copyOf(checkedOwners(owners));
        title = checkedTitle(title);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    static String checkedName(String name) {
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name (%s) must be kebab-case and at most %d characters".formatted(name, NAME_LENGTH_MAX));
        }
        return name;
    }

    static List<String> checkedOwners(List<String> owners) {
        if (owners.isEmpty() || owners.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("owners (%s) must name at least one owner".formatted(owners));
        }
        return owners;
    }

    static String checkedTitle(String title) {
        if (title.isBlank()) {
            throw new IllegalArgumentException("title must not be blank");
        }
        return title;
    }

    /** {@code name@version}, as decisions cite it. */
    public String reference() {
        return name + "@" + version;
    }
}
