package dev.douane.rules.lint;

import java.util.Locale;

/** How bad a finding is. The worse comes first. */
public enum Severity {
    /** Calls will be decided in a way nobody can have meant. */
    ERROR,
    /** Probably not meant. */
    WARNING,
    /** Worth a look. */
    NOTE;

    /** As written in output: {@code warning}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
