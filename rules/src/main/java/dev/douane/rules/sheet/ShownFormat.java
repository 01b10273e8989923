package dev.douane.rules.sheet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.IndexedColorMap;

/** What the format of a cell makes of what it holds, beside the digits that it shows: nothing, more of it, or a colour. */
final class ShownFormat {
    private static final Pattern COLOUR = Pattern.compile(
            "\\[ *(?:(black|blue|cyan|green|magenta|red|white|yellow)|color *([0-9]{1,2})) *]",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, byte[]> NAMED = Map.of(
            "black", Contrast.BLACK,
            "blue", new byte[] {0, 0, -1},
            "cyan", new byte[] {0, -1, -1},
            "green", new byte[] {0, -1, 0},
            "magenta", new byte[] {-1, 0, -1},
            "red", new byte[] {-1, 0, 0},
            "white", Contrast.WHITE,
            "yellow", new byte[] {-1, -1, 0});

    /** The first numbered colour of a format in the list of colours. */
    private static final int FIRST_NUMBERED = 8;

    /** Formats of positive and negative numbers, of zeros, and of texts. */
    private static final int FORMATS_WITH_TEXT = 4;

    /** Those of positive and negative numbers, and of zeros. */
    private static final int FORMATS_WITH_ZERO = 3;

    /** In an outline: digits in a row, a fraction and an exponent, and no sign of a number in front or behind. */
    private static final Pattern ONE_NUMBER =
            Pattern.compile("[^0d!.,E]*+(?:[0d][0d,]*+(?:\\.[0d]*+)?+(?:E[0d]++)?+|\\.[0d]++)?+[^0d!.,E]*+");

    private static final Pattern OF_NUMBERS = Pattern.compile("[0-9.,]");

    /** A sign of money that a number's own signs stand in; what is behind its dash is a language. */
    private static final Pattern SYMBOL_OF_NUMBERS = Pattern.compile("^\\[\\$[^-]*[0-9.,]");

    private static final Pattern GENERAL = Pattern.compile("general", Pattern.CASE_INSENSITIVE);

    /** What shows nothing by itself: a colour, a language, and room as wide as a sign. */
    private static final String UNSEEN = "(?:" + COLOUR.pattern() + "|\\[\\$-[^\\]]*+]|_.)*+";

    private static final Pattern GENERAL_ALONE = Pattern.compile(UNSEEN + "General(?:_.)*+", Pattern.CASE_INSENSITIVE);

    /** The same behind a sign, as numbers below zero have it in a format of their own. */
    private static final Pattern GENERAL_BELOW_ZERO =
            Pattern.compile(UNSEEN + "-General(?:_.)*+", Pattern.CASE_INSENSITIVE);

    /** What stands behind the dash of a sign of money. */
    private static final Pattern LANGUAGE = Pattern.compile("\\[\\$[^\\]-]*-([^\\]]*)]");

    private static final Pattern LANGUAGE_CODE = Pattern.compile("[0-9A-Fa-f]{1,8}");
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})*+");

    /** Codes in place of a language: a date, and a time, as the computer writes them that shows the cell. */
    private static final Set<Integer> OF_COMPUTER = Set.of(0xF800, 0xF400);

    /** Digits of a script are said in front of the language's own 24 bits; up to this number they are those that everybody reads. */
    private static final long USUAL_DIGITS = 1;

    private static final int BITS_BEHIND_DIGITS = 24;
    private static final int LANGUAGE_BITS = 0xFFFF;

    private static final Pattern SPELLED = Pattern.compile("\\[(?:DB|Nat)Num", Pattern.CASE_INSENSITIVE);

    private final String format;

    ShownFormat(String format) {
        this.format = format;
    }

    /**
     * Whether it may show nothing of what is there.
     *
     * @param ground how light it is behind the cell
     * @param colours those of the workbook
     */
    boolean hides(double ground, IndexedColorMap colours) {
        return Arrays.stream(format.split(";", -1)).anyMatch(String::isBlank)
                || !colours(colours).allMatch(colour -> Contrast.isSeen(colour, ground));
    }

    /** Whether it may show other digits than a number has: some of its own, or a number's with something between. */
    boolean changesNumbers() {
        return addsToGeneral()
                || isOfOtherDigits()
                || !Arrays.stream(outline().split(";", -1))
                        .allMatch(part -> ONE_NUMBER.matcher(part).matches());
    }

    /** Whether something stands beside the form General: programs show it, and the library that reads the cell does not. */
    private boolean addsToGeneral() {
        var parts = format.split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            var alone = i == 1
                    ? GENERAL_BELOW_ZERO
                    : GENERAL_ALONE; // a format for those below zero shows no sign by itself
            if (!alone.matcher(parts[i]).matches() && GENERAL.matcher(parts[i]).find()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number is shown in digits of another script, in words, or as a date of the computer that shows it. */
    private boolean isOfOtherDigits() {
        return SPELLED.matcher(format).find()
                || LANGUAGE.matcher(format)
                        .results()
                        .map(found -> found.group(1))
                        .anyMatch(ShownFormat::changesDigits);
    }

    private static boolean changesDigits(String language) {
        if (!LANGUAGE_CODE.matcher(language).matches()) {
            return !LANGUAGE_TAG.matcher(language).matches();
        }
        long code = Long.parseLong(language, 16);
        return OF_COMPUTER.contains((int) (code & LANGUAGE_BITS)) || code >> BITS_BEHIND_DIGITS > USUAL_DIGITS;
    }

    /** Whether it may show nothing in place of a zero: where it asks for digits only as far as there are any. */
    boolean hidesZero() {
        var parts = outline().split(";", -1);
        var part = parts.length < FORMATS_WITH_ZERO ? parts[0] : parts[FORMATS_WITH_ZERO - 1];
        return part.indexOf('d') >= 0 && part.indexOf('0') < 0;
    }

    /** Whether it may show another text in place of one. */
    boolean changesTexts() {
        boolean isPlain = format.equals("General") || format.equals("@");
        return !isPlain && (format.contains("@") || format.split(";", -1).length >= FORMATS_WITH_TEXT);
    }

    /**
     * A letter for each sign, and for each piece of text, of a format: {@code 0} for a digit, {@code d} for one if there is one, and
     * {@code !} for what digits are added by.
     */
    private String outline() {
        var outline = new StringBuilder();
        int end;
        for (int at = 0; at < format.length(); at = end) {
            char c = format.charAt(at);
            end = Math.min(
                    format.length(),
                    switch (c) {
                        case '"' -> behind('"', at);
                        case '[' -> behind(']', at);
                        case '\\', '_', '*' -> at + 2;
                        case 'E', 'e' -> isSigned(at) ? at + 2 : at + 1;
                        default -> at + 1;
                    });
            outline.append(letter(c, format.substring(at, end)));
        }
        return outline.toString();
    }

    private int behind(char sign, int at) {
        int found = format.indexOf(sign, at + 1);
        return found < 0 ? format.length() : found + 1;
    }

    private boolean isSigned(int at) {
        return format.startsWith("+", at + 1) || format.startsWith("-", at + 1);
    }

    /** @param first of the piece */
    private static char letter(char first, String piece) {
        return switch (first) {
            case '#', '?' -> 'd';
            case '0', '.', ',', ';' -> first;
            case 'E', 'e' -> piece.length() > 1 ? 'E' : ' ';
            case '*' -> piece.equals("* ") ? ' ' : '!'; // fills the cell with what is behind it
            case '_' -> ' ';
            case '[' -> SYMBOL_OF_NUMBERS.matcher(piece).find() ? '!' : ' ';
            default -> OF_NUMBERS.matcher(piece).find() ? '!' : ' ';
        };
    }

    private Stream<Double> colours(IndexedColorMap own) {
        return COLOUR.matcher(format).results().map(found -> {
            var name = found.group(1);
            return Contrast.lightness(
                    name == null
                            ? own.getRGB(FIRST_NUMBERED - 1 + Integer.parseInt(found.group(2)))
                            : NAMED.get(name.toLowerCase(Locale.ROOT)));
        });
    }
}
