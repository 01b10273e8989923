package dev.douane.service.platform;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What no URI may hold, whatever is asked for: half an escape, NUL, bytes that are not UTF-8, characters that have to be escaped, and parameters in its path,
 * which everybody would pass over. Routes and resources would each meet them in their own way, the database last.
 */
final class StrictUri {
    /** In a query they are taken as they are: people type them, and nothing mistakes them for something else. */
    private static final String ESCAPED_IN_A_PATH = "\"<>[\\]^`{|}";

    private StrictUri() {}

    /**
     * What is wrong with it.
     *
     * @param uri path and query as they were sent
     */
    static Optional<String> fault(String uri) {
        var isPath = true;
        var isEscaped = false;
        for (int i = 0; i < uri.length(); i++) {
            var c = uri.charAt(i);
            if (c == '%') {
                if (!isHex(uri, i + 1) || !isHex(uri, i + 2)) {
                    return Optional.of("The URI has a [%%] at character %d that begins no escape; write it as %%25."
                            .formatted(i + 1));
                }
                isEscaped = true;
            } else if (c == '?') {
                isPath = false;
            } else if (isPath && c == ';') {
                return Optional.of(
                        "The path has a parameter [%s], and nothing here reads one; ask in the query, or write the semicolon as %%3B."
                                .formatted(Shown.of(parameter(uri, i))));
            } else if (c <= ' ' || c >= 0x7F || (isPath && ESCAPED_IN_A_PATH.indexOf(c) >= 0)) {
                return Optional.of(
                        "The URI has the character U+%04X at character %d, which has to be escaped as its bytes in UTF-8."
                                .formatted((int) c, i + 1));
            }
        }
        return isEscaped ? undecodable(uri) : Optional.empty();
    }

    /** With its semicolon, up to the next part of the URI. */
    private static String parameter(String uri, int from) {
        var end = from + 1;
        while (end < uri.length() && "/;?".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(from, end);
    }

    private static boolean isHex(String uri, int at) {
        return at < uri.length() && Character.digit(uri.charAt(at), 16) >= 0;
    }

    private static Optional<String> undecodable(String uri) {
        var bytes = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            var c = uri.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(uri, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return text.chars().anyMatch(c -> c == 0)
                    ? Optional.of("The URI has an escaped NUL (%00), which nothing here is named with.")
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("The URI has escaped bytes that are not UTF-8.");
        }
    }
}
