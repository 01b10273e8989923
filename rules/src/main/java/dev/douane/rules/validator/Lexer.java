package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a text into tokens, comments left out. Escapes of Java are no escapes here: outside a text a backslash is a sign that nothing accepts,
 * inside one it may stand before a quote or another backslash only.
 */
final class Lexer {
    private static final List<String> SIGNS =
            List.of("==", "!=", "<=", ">=", "&&", "||", ":=", "::", "->", "?.", "!.", "=~", "+=", "-=", "++", "--");

    /** Quotes that word processors set in place of straight ones. */
    private static final String TYPOGRAPHIC = "\u201C\u201D\u201E\u201F\u00AB\u00BB\u2018\u2019\u201A";

    /** Bounded, so that it is written out in few digits. */
    private static final Pattern EXPONENT = Pattern.compile("[0-9]{1,20}(?:\\.[0-9]{1,20})?[eE][-+]?[0-9]{1,2}");

    /** Thousands apart, as people write them in one country or another; a comma parts values, so it is none. */
    private static final Pattern GROUPED =
            Pattern.compile("[0-9]{1,3}(?:[_'\u2019 \u00A0\u202F][0-9]{3})+(?![0-9A-Za-z_])");

    private final String text;
    private final Places places;
    private final Refusals refusals;
    private final boolean isCell;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text, Places places, Refusals refusals, boolean isCell) {
        this.text = text;
        this.places = places;
        this.refusals = refusals;
        this.isCell = isCell;
    }

    static Tokens read(String text, Places places, Refusals refusals) {
        var lexer = new Lexer(text, places, refusals, false);
        lexer.readAll();
        return new Tokens(lexer.tokens);
    }

    /** The tokens of a table's cell, the end among them. What a cell shows counts, so since {@link TableReader#SINCE} it has no comments. */
    static List<Token> ofCell(String text, Place cell, Refusals refusals) {
        var lexer = new Lexer(text, Places.all(cell), refusals, true);
        lexer.readAll();
        return lexer.tokens;
    }

    private void readAll() {
        at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                refuseInCell();
                skipLine();
            } else if (text.startsWith("/*", at)) {
                refuseInCell();
                skipComment();
            } else if (isNameStart(c)) {
                name();
            } else if (isDigit(c)) {
                number();
            } else if (c == '"' || c == '\'') {
                quoted(c);
            } else if (TYPOGRAPHIC.indexOf(c) >= 0) {
                typographic();
            } else {
                sign();
            }
        }
        tokens.add(new Token(Token.Kind.END, "", places.at(text.length())));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean isNameAt(int offset) {
        return offset < text.length() && (isNameStart(text.charAt(offset)) || isDigit(text.charAt(offset)));
    }

    private boolean isDigitAt(int offset) {
        return offset < text.length() && isDigit(text.charAt(offset));
    }

    private void refuseInCell() {
        if (isCell && refusals.asksSince(TableReader.SINCE)) {
            refusals.add(
                    places.at(at),
                    Refusal.TABLE,
                    "a cell holds a comment (%s), and part of what it shows would not count\nMaybe say it in a column of reasons."
                            .formatted(shortened(at, text.length())));
        }
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            refusals.add(
                    places.at(at), Refusal.SYNTAX, "a comment begins here and does not end\nMaybe write */ behind it.");
            at = text.length();
        } else {
            at = end + 2;
        }
    }

    private void name() {
        int start = at;
        while (isNameAt(at)) {
            at++;
        }
        add(Token.Kind.NAME, start);
    }

    private void number() {
        int start = at;
        var grouped = GROUPED.matcher(text).region(at, text.length());
        if (grouped.lookingAt()) {
            at = grouped.end();
            var digits = grouped.group().replaceAll("[^0-9]", "");
            refusals.add(
                    places.at(start),
                    Refusal.SYNTAX,
                    "number (%s) has its digits in groups\nMaybe write %s.".formatted(grouped.group(), digits));
            tokens.add(new Token(Token.Kind.NUMBER, digits, places.at(start)));
            return;
        }
        while (isDigitAt(at)) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '.' && isDigitAt(at + 1)) {
            at++;
            while (isDigitAt(at)) {
                at++;
            }
        }
        int end = at;
        var exponent = EXPONENT.matcher(text).region(start, text.length());
        if (exponent.lookingAt() && !isNameAt(exponent.end())) {
            at = exponent.end();
            var plain = new BigDecimal(exponent.group()).toPlainString();
            refusals.add(
                    places.at(start),
                    Refusal.SYNTAX,
                    "number (%s) is written with an exponent\nMaybe write %s.".formatted(shortened(start, at), plain));
            tokens.add(new Token(Token.Kind.NUMBER, plain, places.at(start)));
            return;
        }
        while (isNameAt(at)) {
            at++;
        }
        if (at > end) {
            refusals.add(
                    places.at(start),
                    Refusal.SYNTAX,
                    "number (%s) has letters behind it\nMaybe write %s."
                            .formatted(shortened(start, at), shortened(start, end)));
        }
        tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, end), places.at(start)));
    }

    private void add(Token.Kind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, at), places.at(start)));
    }

    private String shortened(int from, int to) {
        return text.substring(from, Math.min(to, from + 40));
    }

    private void sign() {
        int start = at;
        var known = SIGNS.stream().filter(sign -> text.startsWith(sign, start)).findFirst();
        at += known.map(String::length).orElse(Character.charCount(text.codePointAt(start)));
        add(Token.Kind.SIGN, start);
    }

    /** Read on as the text that is meant, so that one wrong quote is one problem. */
    private void typographic() {
        int start = at++;
        while (at < text.length()
                && TYPOGRAPHIC.indexOf(text.charAt(at)) < 0
                && text.charAt(at) != '"'
                && text.charAt(at) != '\n'
                && text.charAt(at) != '\r') {
            at++;
        }
        var content = text.substring(start + 1, at);
        if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        refusals.add(
                places.at(start),
                Refusal.SYNTAX,
                "a typographic quote (%s) begins no text\nMaybe write straight quotes: \"%s\"."
                        .formatted(
                                text.charAt(start), content.length() > 40 ? content.substring(0, 40) + "…" : content));
        tokens.add(new Token(Token.Kind.TEXT, content, places.at(start)));
    }

    private void quoted(char quote) {
        int start = at++;
        var content = new StringBuilder();
        boolean closed = false;
        while (at < text.length() && !closed && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            char c = text.charAt(at++);
            if (c == quote) {
                closed = true;
            } else if (c == '\\' && at < text.length() && isEscaped(text.charAt(at))) {
                content.append(text.charAt(at++));
            } else {
                if (c == '\\') {
                    refusals.add(
                            places.at(at - 1),
                            Refusal.SYNTAX,
                            "a backslash in a text must stand before a quote or a backslash\nMaybe write the character itself.");
                }
                content.append(c);
            }
        }
        var place = places.at(start);
        if (!closed) {
            refusals.add(
                    place,
                    Refusal.SYNTAX,
                    "a text begins here and does not end on its line\nMaybe a quote is missing.");
        } else if (quote == '\'') {
            refusals.add(place, Refusal.SYNTAX, "texts stand in double quotes\nMaybe write \"%s\".".formatted(content));
        }
        refuseHidden(content, place, refusals);
        tokens.add(new Token(Token.Kind.TEXT, content.toString(), place));
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\';
    }

    /** What a reader cannot see must not change what a rule says. */
    static void refuseHidden(CharSequence content, Place place, Refusals refusals) {
        content.codePoints()
                .filter(Lexer::isHidden)
                .findFirst()
                .ifPresent(hidden -> refusals.add(
                        place,
                        Refusal.SYNTAX,
                        "a text must not hold the invisible character U+%04X".formatted(hidden)));
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
