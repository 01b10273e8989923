package dev.douane.rules.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UProperty;

/** Characters that are not seen, or change what is seen around them. */
final class Unseen {
    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int VIRAMA = 9;

    private Unseen() {}

    /**
     * The first one in sentences, -1 where there is none. Blanks that do not break a line, or are as wide as a letter of Chinese, are what
     * people write; so are joiners where a script needs them, and the style of an emoji.
     *
     * @param layout the controls that are seen, as layout
     */
    static int first(String text, int from, String layout) {
        for (int at = from; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            if (!isSeen(c) && !isBlankOfSentences(c) && layout.indexOf(c) < 0 && !isNeeded(c, text, at)) {
                return at;
            }
        }
        return -1;
    }

    /** The first one in a word, where nothing of that is needed; -1 where there is none. */
    static int firstInWord(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!isSeen(text.codePointAt(at))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isSeen(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default ->
                UCharacter.isDefined(c)
                        && c != 0x2800 // a Braille pattern without dots
                        && !(c >= 0xFFF9 && c <= 0xFFFD) // annotations, and what stands for something lost
                        && !UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }

    private static boolean isBlankOfSentences(int c) {
        return c == 0x00A0 || c == 0x202F || c == 0x3000;
    }

    /** RFC 5892, A.1 and A.2, and the styles of an emoji. */
    private static boolean isNeeded(int c, String text, int at) {
        if (at == 0) {
            return false;
        }
        int before = text.codePointBefore(at);
        return switch (c) {
            case TEXT_STYLE, EMOJI_STYLE -> before > 0xFF && UCharacter.hasBinaryProperty(before, UProperty.EMOJI);
            case JOINER -> UCharacter.getCombiningClass(before) == VIRAMA;
            case NON_JOINER -> UCharacter.getCombiningClass(before) == VIRAMA || standsBetweenJoined(text, at);
            default -> false;
        };
    }

    private static boolean standsBetweenJoined(String text, int at) {
        int before = at;
        int left = JoiningType.TRANSPARENT;
        while (before > 0 && left == JoiningType.TRANSPARENT) {
            int c = text.codePointBefore(before);
            left = joining(c);
            before -= Character.charCount(c);
        }
        int after = at + 1;
        int right = JoiningType.TRANSPARENT;
        while (after < text.length() && right == JoiningType.TRANSPARENT) {
            int c = text.codePointAt(after);
            right = joining(c);
            after += Character.charCount(c);
        }
        return (left == JoiningType.LEFT_JOINING || left == JoiningType.DUAL_JOINING)
                && (right == JoiningType.RIGHT_JOINING || right == JoiningType.DUAL_JOINING);
    }

    private static int joining(int c) {
        return UCharacter.getIntPropertyValue(c, UProperty.JOINING_TYPE);
    }
}
