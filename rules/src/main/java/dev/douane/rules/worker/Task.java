package dev.douane.rules.worker;

import java.util.Locale;

/** What is done with packs. */
public enum Task {
    /** A pack is read from its archive or its files. */
    READ,
    /** Packs are held against what may be said. */
    CHECK,
    /** Packs are looked at for what is odd about them. */
    LINT,
    /** A pack is compiled and held against its own scenarios. */
    PROVE,
    /** Packs are compiled together. */
    COMPILE;

    /** As people and figures have it: {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean compiles() {
        return this == PROVE || this == COMPILE;
    }
}
