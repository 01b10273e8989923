package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Numbers with long exponents, refused before anything is made of a body: past ten digits no decimal is made of them but an error, and well
 * before that a few bytes stand for a number of a thousand million digits.
 */
final class JsonNumbers {
    /** No amount, count or fraction needs more; with 40 digits in front of it, it still is a finite double. */
    private static final int EXPONENT_DIGITS = 2;

    private JsonNumbers() {}

    /** @throws ProblemException INVALID_REQUEST with the place of the first number whose exponent has more than two digits */
    static void check(byte[] body, JsonFactory json) {
        if (mayHaveLongExponent(body)) {
            checkNumbers(body, json);
        }
    }

    /** Texts that look like it have their body looked at more closely, and so cost a little, once. */
    private static boolean mayHaveLongExponent(byte[] body) {
        for (int i = 1; i < body.length; i++) {
            if ((body[i] | 0x20) == 'e' && isDigit(body[i - 1]) && isLong(body, i + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLong(byte[] body, int after) {
        var first = after < body.length && (body[after] == '+' || body[after] == '-') ? after + 1 : after;
        for (int i = first; i <= first + EXPONENT_DIGITS; i++) {
            if (i >= body.length || !isDigit(body[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /** Broken JSON is left to whoever reads it. */
    private static void checkNumbers(byte[] body, JsonFactory json) {
        try (var parser = json.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && exponentDigits(parser.getText()) > EXPONENT_DIGITS) {
                    throw ProblemException.at(
                            parser.getParsingContext().pathAsPointer().toString(),
                            "a limit is passed: a number's exponent may have %d digits".formatted(EXPONENT_DIGITS));
                }
            }
        } catch (JsonProcessingException broken) {
            return; // the reader says where
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
    }

    private static int exponentDigits(String number) {
        var e = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (e < 0) {
            return 0;
        }
        var sign = number.charAt(e + 1);
        return number.length() - e - (sign == '+' || sign == '-' ? 2 : 1);
    }
}
