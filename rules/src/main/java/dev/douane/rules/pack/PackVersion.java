package dev.douane.rules.pack;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A semantic version without pre-release or build parts.
 *
 * @param major zero or more
 * @param minor zero or more
 * @param patch zero or more
 */
public record PackVersion(int major, int minor, int patch) implements Comparable<PackVersion> {
    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");
    private static final Comparator<PackVersion> ORDER = Comparator.comparingInt(PackVersion::major)
            .thenComparingInt(PackVersion::minor)
            .thenComparingInt(PackVersion::patch);

    public PackVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException(
                    "version (%d.%d.%d) must not have negative parts".formatted(major, minor, patch));
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not of the form {@code 1.2.3} */
    public static PackVersion parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("version (%s) must be of the form 1.2.3".formatted(text));
        }
        return new PackVersion(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    @Override
    public int compareTo(PackVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
