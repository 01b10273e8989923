package dev.douane.rules.pack;

import java.util.List;

/**
 * A rule pack: rules, tables and tests about one concern, with a version. Immutable, and not yet compiled.
 *
 * @param manifest what it says of itself
 * @param files all files, {@code pack.yaml} included, sorted by path
 * @param digest {@link PackDigest} of the files, {@code sha256:} and 64 hex digits
 */
public record Pack(PackManifest manifest, List<PackFile> files, String digest) {
    /** The most rules a pack may hold, those of its tables included. */
    public static final int RULES_MAX = 2_000;

    public Pack {
        files = List.copyOf(files);
    }

    /** {@code name@version}, as decisions cite it. */
    public String reference() {
        return manifest.reference();
    }

    /** The files under {@code rules/}, sorted by path. */
    public List<PackFile> rules() {
        return files.stream().filter(PackFile::isRules).toList();
    }

    /** The decision tables under {@code tables/}, sorted by path. */
    public List<PackFile> tables() {
        return files.stream().filter(PackFile::isTable).toList();
    }

    /** The scenarios under {@code tests/}, sorted by path. */
    public List<PackFile> tests() {
        return files.stream().filter(PackFile::isTest).toList();
    }
}
