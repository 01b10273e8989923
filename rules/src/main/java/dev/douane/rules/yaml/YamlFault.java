package dev.douane.rules.yaml;

import dev.douane.rules.limits.Message;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a document before anybody asks what it means.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, with the value in brackets; cut where that is long ({@link Message})
 * @param wayOut what to write instead, null where we do not know
 */
public record YamlFault(
        YamlPath at,
        int line,
        int column,
        String message,
        @Nullable String wayOut) {
    public YamlFault {
        message = Message.bounded(message);
    }
}
