package dev.douane.rules.gate;

import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts cells into snippets. What comes out of a cell is a value and stays one: in quotes it is a text whatever it holds, outside of quotes
 * it must be numbers, {@code true}, {@code false} or texts in quotes.
 */
final class Cells {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(param|[1-9])(?![A-Za-z0-9_])");
    private static final int CELL_MAX = 20_000;

    private Cells() {}

    /**
     * The snippet with the cell in its place.
     *
     * @param filled what all cells of the pack have become so far
     * @throws dev.douane.rules.limits.OverLimit if that is too much
     */
    static Tokens filled(String snippet, String cell, Place place, Work filled, Refusals refusals) {
        if (cell.length() > CELL_MAX || snippet.length() > CELL_MAX) {
            throw refusals.giveUp(place, Refusal.LIMIT, "a cell has at most %d characters".formatted(CELL_MAX));
        }
        var parts = Arrays.stream(cell.split(",", -1)).map(String::strip).toList();
        var placeholder = PLACEHOLDER.matcher(snippet);
        var text = new StringBuilder();
        boolean any = false;
        boolean quoted = false;
        int seen = 0;
        filled.spend(snippet.length());
        while (placeholder.find()) {
            any = true;
            var value = value(placeholder.group(1), cell, parts, place, refusals);
            filled.spend(value.length());
            quoted = isQuoted(snippet, seen, placeholder.start(), quoted);
            seen = placeholder.start();
            placeholder.appendReplacement(
                    text, Matcher.quoteReplacement(quoted ? escaped(value) : plain(value, place, refusals)));
        }
        placeholder.appendTail(text);
        if (!any && !cell.equalsIgnoreCase("x")) {
            throw refusals.giveUp(
                    place,
                    Refusal.TABLE,
                    "the column's snippet takes no value, and this cell holds (%s)\nMaybe write x, or $param into the snippet."
                            .formatted(shortened(cell)));
        }
        return Lexer.read(text.toString(), Places.all(place), refusals);
    }

    private static String value(String which, String cell, List<String> parts, Place place, Refusals refusals) {
        if (which.equals("param")) {
            return cell;
        }
        int number = Integer.parseInt(which);
        if (number > parts.size()) {
            throw refusals.giveUp(
                    place,
                    Refusal.TABLE,
                    "the column's snippet takes a value $%d, and this cell holds %d between commas"
                            .formatted(number, parts.size()));
        }
        return parts.get(number - 1);
    }

    private static boolean isQuoted(String snippet, int from, int until, boolean before) {
        boolean quoted = before;
        for (int i = from; i < until; i++) {
            if (snippet.charAt(i) == '\\') {
                i++;
            } else if (snippet.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String plain(String value, Place place, Refusals refusals) {
        var tokens = Lexer.read(value, Places.all(place), refusals);
        while (!tokens.isAtEnd()) {
            var token = tokens.take();
            boolean isValue = switch (token.kind()) {
                case TEXT, NUMBER -> true;
                case NAME -> token.is("true") || token.is("false");
                case SIGN -> token.is(",") || token.is("-");
                case END -> false;
            };
            if (!isValue) {
                throw refusals.giveUp(
                        place,
                        Refusal.TABLE,
                        "(%s) is no value\nMaybe write a number, true, false, or texts in quotes with commas between."
                                .formatted(shortened(value)));
            }
        }
        return value;
    }

    static String shortened(String cell) {
        return cell.length() > 60 ? cell.substring(0, 60) + "…" : cell;
    }

    /** A name, id, reason or citation is text and nothing is put into it, so it is looked at as a text in quotes is. */
    static void refuseHidden(String cell, Place place, Refusals refusals) {
        var lines = new ArrayList<>(cell.lines().toList());
        if (lines.size() > 1) {
            refusals.add(place, Refusal.TABLE, "the cell must be one line");
        } else {
            Lexer.read("\"" + escaped(cell) + "\"", Places.all(place), refusals);
        }
    }
}
