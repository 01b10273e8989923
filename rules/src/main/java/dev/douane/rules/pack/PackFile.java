package dev.douane.rules.pack;

import java.nio.charset.StandardCharsets;

/**
 * One file of a pack. All files of a pack are text.
 *
 * @param path relative to the pack's directory, parts separated by {@code /}
 * @param text the content, read as strict UTF-8
 */
public record PackFile(String path, String text) {
    /** The content as it stands on disk. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean isRules() {
        return path.startsWith("rules/");
    }

    boolean isTable() {
        return path.startsWith("tables/");
    }

    boolean isTest() {
        return path.startsWith("tests/");
    }
}
