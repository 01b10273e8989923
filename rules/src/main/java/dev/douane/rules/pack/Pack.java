package dev.douane.rules.pack;

import java.util.List;

/**
 * A rule pack: rules, tables and tests about one concern, with a version. Immutable, and not yet compiled.
 *
 * @param manifest what it says of itself
 * @param files all files, {@code pack.yaml} included, sorted by path
 * @param digest {@link PackDigest} of the files, {@code sha256:} and 64 hex digits
 * @param level how strict the checks are that it is held to: those of the day it was accepted, for as long as it is stored
 */
public record Pack(PackManifest manifest, List<PackFile> files, String digest, int level) {
    /** How strict the checks are today; raised whenever they refuse what passed before. */
    public static final int LEVEL = 3;

    /** The level of packs that were accepted before levels were counted: text may mislead, and years have any number of digits. */
    public static final int FIRST_LEVEL = 1;

    public Pack {
        files = List.copyOf(files);
    }

    /** One that is new: held to the checks of today. */
    public Pack(PackManifest manifest, List<PackFile> files, String digest) {
        this(manifest, files, digest, LEVEL);
    }

    /** The same, held to the checks of that level. */
    public Pack at(int itsLevel) {
        return new Pack(manifest, files, digest, itsLevel);
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
