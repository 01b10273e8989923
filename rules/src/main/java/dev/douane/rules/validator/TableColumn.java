package dev.douane.rules.validator;

import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.Place;
import dev.douane.rules.sheet.Sheet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column of a decision table.
 *
 * @param at the sheet's column, from 1
 * @param fact what a condition looks at, null for other kinds
 * @param binding the variable that holds the fact, null where none does
 * @param continues whether it looks at the same fact as the column to its left
 * @param snippet what each of its cells is put into
 */
record TableColumn(
        Kind kind, int at, @Nullable Fact fact, @Nullable String binding, boolean continues, Snippet snippet) {
    enum Kind {
        NAME,
        CONDITION,
        ACTION,
        METADATA
    }

    private static final Pattern METADATA = Pattern.compile("([A-Za-z]+)\\s*\\(\\s*\"\\$param\"\\s*\\)");

    /** The annotation that a metadata column writes. */
    String annotation() {
        var matcher = METADATA.matcher(snippet.text());
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** The cell that says what it looks at, above that of the snippet. */
    Place factPlace() {
        return snippet.place().at(snippet.place().line() - 1, snippet.place().column());
    }

    Fact factSeen() {
        return Objects.requireNonNull(fact, "only conditions look at facts");
    }

    /** The columns of the table whose RuleTable cell stands there; one that is wrong is noted and left out. */
    static List<TableColumn> read(Sheet sheet, int top, int left, PackWords words, Refusals refusals) {
        var columns = new ArrayList<TableColumn>();
        for (int at = 1; at <= width(sheet, top); at++) {
            var word = sheet.cell(top + 1, at);
            if (word.isEmpty() || at < left) {
                refuseWithoutKind(sheet, top, at, at < left, refusals);
                continue;
            }
            var kind = Arrays.stream(Kind.values())
                    .filter(each -> each.name().equals(word))
                    .findFirst();
            if (kind.isEmpty()) {
                refusals.add(
                        sheet.place(top + 1, at),
                        Refusal.NOT_FOR_PACKS,
                        "(%s) is no kind of column\nMaybe write NAME, CONDITION, ACTION or METADATA."
                                .formatted(Cell.shortened(word)));
                continue;
            }
            try {
                columns.add(column(kind.get(), sheet, top, at, columns, refusals));
            } catch (Refusals.GiveUp noted) {
                columns.add(new TableColumn(
                        kind.get(), at, Fact.CALL, null, false, new Snippet("", sheet.place(top + 3, at))));
            }
        }
        if (columns.stream().filter(column -> column.kind() == Kind.NAME).count() != 1) {
            refusals.add(
                    sheet.place(top + 1, left),
                    Refusal.TABLE,
                    "a table must have one column NAME, so that each row has a name");
        }
        return columns;
    }

    private static int width(Sheet sheet, int top) {
        return IntStream.rangeClosed(top + 1, top + 4).map(sheet::width).max().orElse(0);
    }

    /** People read a title, a fact or a snippet as if its column counted. */
    private static void refuseWithoutKind(Sheet sheet, int top, int at, boolean isLeft, Refusals refusals) {
        if (!isLeft && !sheet.cell(top + 3, at).isEmpty()) {
            refusals.add(
                    sheet.place(top + 1, at),
                    Refusal.TABLE,
                    "a column must say what it is: NAME, CONDITION, ACTION or METADATA");
        } else if (refusals.asksSince(TableReader.SINCE)) {
            IntStream.rangeClosed(top + 1, top + 4)
                    .filter(row -> !sheet.cell(row, at).isEmpty())
                    .limit(1)
                    .forEach(row -> refusals.add(
                            sheet.place(row, at),
                            Refusal.TABLE,
                            "(%s) stands in a column that counts for nothing: %s\nMaybe leave the column out."
                                    .formatted(
                                            Cell.shortened(sheet.cell(row, at)),
                                            isLeft
                                                    ? "it is left of the cell RuleTable"
                                                    : "it does not say NAME, CONDITION, ACTION or METADATA")));
        }
    }

    private static TableColumn column(
            Kind kind, Sheet sheet, int top, int at, List<TableColumn> before, Refusals refusals) {
        var place = sheet.place(top + 3, at);
        var snippet = new Snippet(sheet.cell(top + 3, at), place);
        if (kind == Kind.NAME) {
            if (refusals.asksSince(TableReader.SINCE)
                    && !(snippet.isEmpty() && sheet.cell(top + 2, at).isEmpty())) {
                refusals.add(
                        place, Refusal.TABLE, "a column NAME has no fact and no snippet\nMaybe leave the cells empty.");
            }
            return new TableColumn(kind, at, null, null, false, new Snippet("", place));
        }
        if (snippet.isEmpty()) {
            throw refusals.giveUp(place, Refusal.TABLE, "a column must have a snippet that its cells are put into");
        }
        if (kind != Kind.METADATA && refusals.asksSince(TableReader.SINCE)) {
            snippet.look(refusals);
        }
        var object = sheet.cell(top + 2, at);
        if (kind == Kind.CONDITION) {
            return condition(sheet, top, at, object, snippet, before, refusals);
        }
        if (!object.isEmpty()) {
            throw refusals.giveUp(
                    sheet.place(top + 2, at),
                    Refusal.TABLE,
                    "(%s) stands above an %s\nMaybe leave the cell empty.".formatted(object, kind));
        }
        var column = new TableColumn(kind, at, null, null, false, snippet);
        if (kind == Kind.METADATA && column.annotation().isEmpty()) {
            throw refusals.giveUp(
                    place,
                    Refusal.TABLE,
                    "(%s) is no metadata\nMaybe write id(\"$param\"), reason(\"$param\") or cites(\"$param\")."
                            .formatted(Cell.shortened(snippet.text())));
        }
        return column;
    }

    private static TableColumn condition(
            Sheet sheet, int top, int at, String object, Snippet snippet, List<TableColumn> before, Refusals refusals) {
        var place = sheet.place(top + 2, at);
        var left = before.isEmpty() || before.getLast().kind() != Kind.CONDITION ? null : before.getLast();
        if (object.isEmpty() && left != null) {
            return new TableColumn(Kind.CONDITION, at, left.fact(), left.binding(), true, snippet);
        }
        var tokens = Lexer.read(object, Places.all(place), refusals);
        String binding = null;
        if (tokens.peek().isVariable() && tokens.peek(1).is(":")) {
            binding = tokens.take().text();
            tokens.take();
        }
        var fact = Fact.of(tokens.take().text()).orElse(null);
        if (fact == null || !tokens.isAtEnd()) {
            throw refusals.giveUp(
                    place,
                    Refusal.UNKNOWN_FACT,
                    "(%s) is no fact\nMaybe write one of %s."
                            .formatted(
                                    Cell.shortened(object),
                                    String.join(
                                            ", ",
                                            Arrays.stream(Fact.values())
                                                    .map(Fact::word)
                                                    .toList())));
        }
        boolean continues = left != null
                && left.fact() == fact
                && Objects.equals(left.binding(), binding)
                && (fact.isSingle() || binding != null);
        return new TableColumn(Kind.CONDITION, at, fact, binding, continues, snippet);
    }
}
