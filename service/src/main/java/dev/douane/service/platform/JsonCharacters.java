package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What no JSON text may hold, however it is written: bytes that are not UTF-8, the character NUL and half a character. The database cannot
 * keep them, so they are refused before anything is made of a body.
 */
final class JsonCharacters {
    private JsonCharacters() {}

    /** @throws ProblemException INVALID_REQUEST with the place */
    static void check(byte[] body, JsonFactory json) {
        if (!isPlain(body) && isEscaped(body)) {
            checkTexts(body, json);
        }
    }

    /**
     * As above, of one part of a body whose bytes {@link #checkBytes} has seen.
     *
     * @param pointer where the part stands
     */
    static void check(JsonNode part, String pointer) {
        if (part.isTextual() && !isText(part.textValue())) {
            throw notText(pointer);
        }
        part.properties().forEach(member -> {
            if (!isText(member.getKey())) {
                throw notText(pointer);
            }
            check(
                    member.getValue(),
                    pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"));
        });
        for (int i = 0; part.isArray() && i < part.size(); i++) {
            check(part.get(i), pointer + "/" + i);
        }
    }

    /** @throws ProblemException INVALID_REQUEST if the bytes are not UTF-8 without NUL */
    static void checkBytes(byte[] body) {
        if (!isPlain(body)) {
            isEscaped(body);
        }
    }

    /** ASCII without NUL and escapes, which nearly every body is: one pass without a branch for each byte. */
    private static boolean isPlain(byte[] body) {
        int odd = 0;
        for (byte b : body) {
            odd |= ((b ^ '\\') - 1) | (b - 1); // below zero for a backslash, for NUL and outside ASCII
        }
        return odd >= 0;
    }

    /** Whether it has an escape such as {@code \u0000}. */
    private static boolean isEscaped(byte[] body) {
        boolean escaped = false;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == 0) {
                throw notUtf8(i);
            }
            escaped |= i > 0 && body[i - 1] == '\\' && body[i] == 'u';
        }
        var bytes = ByteBuffer.wrap(body);
        var read = StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(body.length), true);
        if (read.isError()) {
            throw notUtf8(bytes.position());
        }
        return escaped;
    }

    private static ProblemException notUtf8(int at) {
        return ProblemException.at("", "byte %d of the body is not JSON in UTF-8".formatted(at));
    }

    private static ProblemException notText(String place) {
        return ProblemException.at(place, "has the character NUL or half a character");
    }

    /** Broken JSON is left to whoever reads it. */
    private static void checkTexts(byte[] body, JsonFactory json) {
        try (var parser = json.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if ((token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) && !isText(parser.getText())) {
                    throw notText(place(parser, token));
                }
            }
        } catch (JsonProcessingException broken) {
            return; // the reader says where
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
    }

    private static String place(JsonParser parser, JsonToken token) {
        var context = parser.getParsingContext();
        return (token == JsonToken.FIELD_NAME ? context.getParent() : context)
                .pathAsPointer()
                .toString();
    }

    /** Whether a text has neither NUL nor half of a pair of surrogates. */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
