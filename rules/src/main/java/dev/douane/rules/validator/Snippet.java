package dev.douane.rules.validator;

import dev.douane.rules.drl.ArgumentType;
import dev.douane.rules.drl.EffectWords;
import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Size;
import dev.douane.rules.limits.Work;
import dev.douane.rules.sheet.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each cell of a column is put into. It is cut into tokens once, and a cell puts values where its holes are: {@code $param} for the
 * whole cell, {@code $1} to {@code $9} for its parts. The two are never put together as text and cut again, so a cell can hold nothing that
 * becomes a part of a rule.
 */
final class Snippet {
    private static final Pattern BINDING = Pattern.compile("(\\$[A-Za-z_][A-Za-z0-9_]*)\\s*:");
    private static final Pattern HOLE = Pattern.compile("\\$(param|[1-9])(?![A-Za-z0-9_])");

    private final String text;
    private final Place place;
    private final boolean takesValue;
    private final int partsTaken;
    private @Nullable List<Token> tokens;
    private boolean isBroken;

    Snippet(String text, Place place) {
        this.text = text;
        this.place = place;
        this.takesValue = HOLE.matcher(text).find();
        this.partsTaken = HOLE.matcher(text)
                .results()
                .map(hole -> hole.group(1))
                .filter(hole -> !hole.equals("param"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    String text() {
        return text;
    }

    Place place() {
        return place;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The variables that it binds where a cell is put into it. */
    List<String> bound() {
        return BINDING.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** Notes what is wrong with it before a cell is put in. */
    void look(Refusals refusals) {
        tokens(refusals);
    }

    private List<Token> tokens(Refusals refusals) {
        var known = tokens;
        if (known == null) {
            int before = refusals.size();
            known = Lexer.ofCell(text, place, refusals);
            isBroken = refusals.size() > before;
            tokens = known;
        }
        return known;
    }

    /**
     * Its tokens, with the values of the cell where the holes are.
     *
     * @param cell not empty
     * @param at where the cell stands, and with it all of what it becomes
     * @param filled what all cells of the pack have become so far
     * @throws dev.douane.rules.limits.OverLimit if that is too much ({@link Limit#FILLED_CHARS})
     */
    Tokens filled(String cell, Place at, Numerals numerals, Work filled, Refusals refusals) {
        return filled(cell, at, at, numerals, filled, refusals);
    }

    /** The same, but what stands in it whatever the cell holds stands where the snippet does: what is wrong with that is wrong once. */
    Tokens filledApart(String cell, Place at, Numerals numerals, Work filled, Refusals refusals) {
        return filled(cell, at, place, numerals, filled, refusals);
    }

    private Tokens filled(String cell, Place at, Place own, Numerals numerals, Work filled, Refusals refusals) {
        if (cell.length() > Size.CELL_CHARS.most() || text.length() > Size.CELL_CHARS.most()) {
            throw refusals.giveUp(
                    at, Refusal.LIMIT, "a cell has at most %d characters".formatted(Size.CELL_CHARS.most()));
        }
        filled.spend(text.length());
        var known = tokens(refusals);
        if (isBroken) {
            throw new Refusals.GiveUp();
        }
        if (!takesValue && !cell.equalsIgnoreCase("x")) {
            throw refusals.giveUp(
                    at,
                    Refusal.TABLE,
                    "the column's snippet takes no value, and this cell holds (%s)\nMaybe write x, or $param into the snippet."
                            .formatted(Cell.shortened(cell)));
        }
        return new Filling(known, cell, new Cell(cell, at, numerals, refusals), filled).tokens(at, own);
    }

    /** One cell on its way into the holes. */
    private final class Filling {
        private final List<Token> own;
        private final String whole;
        private final Cell cell;
        private final Work filled;
        private final List<String> parts;

        Filling(List<Token> own, String whole, Cell cell, Work filled) {
            this.own = own;
            this.whole = whole;
            this.cell = cell;
            this.filled = filled;
            this.parts = partsTaken == 0 ? List.of() : cell.parts(partsTaken);
        }

        Tokens tokens(Place at, Place ofOwn) {
            var all = new ArrayList<Token>();
            boolean inList = false;
            for (int i = 0; i < own.size(); i++) {
                var token = own.get(i);
                inList = token.is("(") ? i > 0 && own.get(i - 1).is("in") : inList && !token.is(")");
                if (token.kind() == Token.Kind.TEXT) {
                    boolean isOwn = !HOLE.matcher(token.text()).find();
                    all.add(new Token(
                            token.kind(), isMoney(i) ? amount(token.text()) : text(token.text()), isOwn ? ofOwn : at));
                } else if (token.kind() == Token.Kind.NAME && isHole(token.text())) {
                    all.addAll(cell.values(value(token.text().substring(1)), inList));
                } else {
                    all.add(new Token(token.kind(), token.text(), ofOwn));
                }
            }
            return new Tokens(all);
        }

        private String value(String hole) {
            var value = hole.equals("param") ? whole : parts.get(Integer.parseInt(hole) - 1);
            filled.spend(value.length());
            return value;
        }

        /** The one text that is read as a number. */
        private boolean isMoney(int at) {
            return isHole(own.get(at).text())
                    && at > 1
                    && own.get(at - 1).is("(")
                    && EffectWords.find(own.get(at - 2).text())
                            .filter(effect -> effect.argument() == ArgumentType.MONEY)
                            .isPresent();
        }

        private String amount(String hole) {
            return cell.amount(value(hole.substring(1)));
        }

        private String text(String written) {
            return HOLE.matcher(written).replaceAll(hole -> Matcher.quoteReplacement(cell.text(value(hole.group(1)))));
        }
    }

    private static boolean isHole(String text) {
        return HOLE.matcher(text).matches();
    }
}
