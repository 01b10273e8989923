package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import dev.douane.rules.sheet.Numerals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** One cell of a row, and the values that it stands for. Nothing that comes out of it is anything else than a value. */
final class Cell {
    /** Texts in quotes, whose commas part nothing. */
    private static final Pattern TEXTS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    /** No number to anybody, but a rest, or a line of a list. */
    private static final Pattern MINUS_APART = Pattern.compile("-\\s+[0-9]");

    private final String cell;
    private final Place place;
    private final Numerals numerals;
    private final Refusals refusals;

    /** @param cell not empty */
    Cell(String cell, Place place, Numerals numerals, Refusals refusals) {
        this.cell = cell;
        this.place = place;
        this.numerals = numerals;
        this.refusals = refusals;
    }

    /** What it holds between commas, or semicolons where commas stand in numbers: as many as are taken. */
    List<String> parts(int taken) {
        var parts = Arrays.stream(cell.split(String.valueOf(numerals.between()), -1))
                .map(String::strip)
                .toList();
        if (parts.size() < taken || refusals.asksSince(TableReader.SINCE)) {
            refuseGlued(cell);
        }
        if (parts.size() < taken || (parts.size() > taken && refusals.asksSince(TableReader.SINCE))) {
            throw giveUp("the column's snippet takes %d values between %s, and this cell holds %d: (%s)"
                    .formatted(taken, between(), parts.size(), shortened(cell)));
        }
        return parts;
    }

    private String between() {
        return numerals.between() == ';' ? "semicolons" : "commas";
    }

    /** A text, whatever it holds, as long as it is seen and on one line. */
    String text(String value) {
        if (isOverLines(value)) {
            throw giveUp("the cell must be one line");
        }
        if (numerals.isOfTextFile() && refusals.asksSince(TableReader.SINCE) && OtherwiseShown.is(cell.strip())) {
            throw giveUp(
                    "(%s) is a number, a day or a time to spreadsheet programs, which show it in another way\nMaybe write a word that is none, or keep the table as XLSX with cells of text."
                            .formatted(shortened(cell)));
        }
        Lexer.refuseHidden(value, place, refusals);
        return value;
    }

    /** A text that is an amount of money, with a point in front of its fraction; one that is none stays as it is. */
    String amount(String value) {
        var advice = NumberText.advice(value, numerals);
        if (advice != null) {
            throw giveUp(advice);
        }
        return numerals == Numerals.COMMA && value.matches("-?[0-9]+,[0-9]+") ? value.replace(',', '.') : text(value);
    }

    /**
     * A number, {@code true}, {@code false} or a text in quotes.
     *
     * @param several whether it may be more than one of them, with commas between, which are among the tokens then
     */
    List<Token> values(String value, boolean several) {
        if (!several || refusals.asksSince(TableReader.SINCE)) {
            refuseGlued(value);
        }
        if (refusals.asksSince(TableReader.SINCE)
                && MINUS_APART.matcher(TEXTS.matcher(value).replaceAll("\"\"")).find()) {
            throw noValue(value);
        }
        var tokens = new Tokens(Lexer.ofCell(numerals == Numerals.COMMA ? pointed(value) : value, place, refusals));
        var values = new ArrayList<>(one(tokens, value));
        while (several && tokens.isNext(",")) {
            values.add(tokens.take());
            values.addAll(one(tokens, value));
        }
        if (tokens.isNext(",")) {
            throw giveUp("(%s) are several values, and one is taken here".formatted(shortened(value)));
        }
        if (!tokens.isAtEnd()) {
            throw noValue(value);
        }
        return values;
    }

    private List<Token> one(Tokens tokens, String value) {
        var first = tokens.take();
        if (first.is("-") && tokens.peek().kind() == Token.Kind.NUMBER && isValue(tokens.peek())) {
            return List.of(first, tokens.take());
        }
        if (!isValue(first)) {
            throw noValue(value);
        }
        return List.of(first);
    }

    private static boolean isValue(Token token) {
        return switch (token.kind()) {
            case TEXT, NUMBER -> true;
            case NAME -> token.is("true") || token.is("false");
            case SIGN, END -> false;
        };
    }

    private Refusals.GiveUp noValue(String value) {
        return giveUp("(%s) is no value\nMaybe write a number, true, false, or texts in quotes with %s between."
                .formatted(shortened(value), between()));
    }

    /** {@code 10,000} and {@code 0,90} are one number to whoever writes them; two of them have a blank between. */
    private void refuseGlued(String value) {
        var separator = numerals == Numerals.COMMA ? ";" : ",\\s+|\\s+,";
        for (var part : TEXTS.matcher(value).replaceAll("\"\"").split(separator, -1)) {
            var advice = NumberText.advice(part.strip(), numerals);
            if (advice != null) {
                throw giveUp(advice);
            }
        }
    }

    /** As it would be written with points in numbers and commas between values. */
    private String pointed(String value) {
        var pointed = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted && i + 1 < value.length()) {
                pointed.append(c).append(value.charAt(++i));
            } else if (quoted || (c != ',' && c != ';' && c != '.')) {
                quoted ^= c == '"';
                pointed.append(c);
            } else if (c == ';') {
                pointed.append(',');
            } else if (c == ',' && isDigit(value, i - 1) && isDigit(value, i + 1)) {
                pointed.append('.');
            } else {
                throw noValue(value);
            }
        }
        return pointed.toString();
    }

    private static boolean isDigit(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private Refusals.GiveUp giveUp(String message) {
        return refusals.giveUp(place, Refusal.TABLE, message);
    }

    static boolean isOverLines(String cell) {
        return cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0;
    }

    static String shortened(String cell) {
        return cell.length() > 60 ? cell.substring(0, 60) + "…" : cell;
    }
}
