package dev.douane.rules.validator;

import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.sheet.Sheet;
import dev.douane.rules.sheet.SheetLimits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the decision tables of a sheet: {@code RuleSet}, then for each table {@code RuleTable …}, a row with what each column is, one with
 * the facts, one with the snippets, one with titles, and a row for each rule.
 */
final class TableReader {
    /** The level since which whatever is shown in a table is read, or refused: cells in no column, comments, parts that no snippet takes. */
    static final int SINCE = 2;

    private static final String RULE_TABLE = "ruletable";

    /** Lines that Drools knows in front of a table, and a pack does not hold. */
    private static final Set<String> NOT_FOR_PACKS = Set.of(
            "import",
            "variables",
            "functions",
            "queries",
            "declare",
            "unit",
            "dialect",
            "notes",
            "sequential",
            "sequentialmaxpriority",
            "sequentialminpriority",
            "escapequotes",
            "numericdisabled",
            "ignorenumericformat",
            "package",
            "globals");

    private final Sheet sheet;
    private final PackWords words;
    private final Work filled;
    private final Refusals refusals;
    private final List<RuleTree> rules = new ArrayList<>();

    private TableReader(Sheet sheet, PackWords words, Work filled, Refusals refusals) {
        this.sheet = sheet;
        this.words = words;
        this.filled = filled;
        this.refusals = refusals;
    }

    /**
     * The rows in which nothing was wrong, as rules; what was is noted.
     *
     * @param filled what cells of the pack have become so far, put into their columns' snippets
     */
    static List<RuleTree> read(Sheet sheet, PackWords words, Work filled, Refusals refusals) {
        var reader = new TableReader(sheet, words, filled, refusals);
        try {
            reader.all();
        } catch (Refusals.GiveUp noted) {
            return reader.rules;
        }
        return reader.rules;
    }

    private void all() {
        limit();
        int row = 1;
        while (sheet.isBlank(row) && row <= sheet.height()) {
            row++;
        }
        int column = firstCell(row);
        var first = sheet.cell(row, column).toLowerCase(Locale.ROOT);
        if (!first.equals("ruleset")) {
            throw refusals.giveUp(
                    sheet.place(row, column),
                    Refusal.TABLE,
                    "is not a decision table: it must begin with a cell RuleSet\nMaybe start from a table that works.");
        }
        oneLine(row++);
        boolean any = false;
        while (row <= sheet.height()) {
            if (sheet.isBlank(row)) {
                row++;
            } else if (isTable(row)) {
                row = table(row, firstCell(row));
                any = true;
            } else {
                refuseLine(row++);
            }
        }
        if (!any) {
            refusals.add(
                    sheet.place(Math.max(1, sheet.height()), 1),
                    Refusal.TABLE,
                    "is not a decision table: it has no cell RuleTable …");
        }
    }

    private void limit() {
        if (sheet.height() > SheetLimits.ROWS_MAX) {
            throw refusals.giveUp(
                    sheet.place(SheetLimits.ROWS_MAX, 1),
                    Refusal.LIMIT,
                    "a sheet has at most %d rows".formatted(SheetLimits.ROWS_MAX));
        }
        for (int row = 1; row <= sheet.height(); row++) {
            if (sheet.width(row) > SheetLimits.COLUMNS_MAX + 1) {
                throw refusals.giveUp(
                        sheet.place(row, SheetLimits.COLUMNS_MAX + 1),
                        Refusal.LIMIT,
                        "a table has at most %d columns".formatted(SheetLimits.COLUMNS_MAX));
            }
        }
    }

    private int firstCell(int row) {
        for (int column = 1; column <= sheet.width(row); column++) {
            if (!sheet.cell(row, column).isEmpty()) {
                return column;
            }
        }
        return 1;
    }

    private boolean isTable(int row) {
        return sheet.cell(row, firstCell(row)).toLowerCase(Locale.ROOT).startsWith(RULE_TABLE);
    }

    private void refuseLine(int row) {
        int column = firstCell(row);
        var word = sheet.cell(row, column);
        if (NOT_FOR_PACKS.contains(word.toLowerCase(Locale.ROOT))) {
            refusals.add(
                    sheet.place(row, column),
                    Refusal.NOT_FOR_PACKS,
                    "%s is not for packs to write: a pack holds rules only".formatted(word.toLowerCase(Locale.ROOT)));
        } else {
            refusals.add(
                    sheet.place(row, column),
                    Refusal.TABLE,
                    "(%s) stands where a cell RuleTable … must stand".formatted(Cell.shortened(word)));
        }
    }

    /** @return the row behind the table */
    private int table(int top, int left) {
        var columns = TableColumn.read(sheet, top, left, words, refusals);
        List.of(top, top + 1, top + 2, top + 4).forEach(this::oneLine);
        var counted = counted(top, columns);
        int row = top + 5;
        while (row <= sheet.height() && !sheet.isBlank(row) && !isTable(row)) {
            refuseBeside(row, counted);
            try {
                new TableRow(sheet, row, columns, words, filled, refusals)
                        .read()
                        .ifPresent(rules::add);
            } catch (OverLimit e) {
                throw refusals.giveUp(
                        sheet.place(row, left),
                        Refusal.LIMIT,
                        "the row %s\nMaybe shorten its cells, or what its columns make of them."
                                .formatted(e.getMessage()));
            }
            row++;
        }
        return row;
    }

    /** A quote that is opened in a text for people must not take in the lines below, which others read as rows. */
    private void oneLine(int row) {
        for (int column = 1; column <= sheet.width(row) && sheet.isText(); column++) {
            var cell = sheet.cell(row, column);
            if (Cell.isOverLines(cell) && refusals.asksSince(SINCE)) {
                refusals.add(
                        sheet.place(row, column),
                        Refusal.TABLE,
                        "the cell must be one line, and goes on to: (%s)\nMaybe a quote is missing at its end."
                                .formatted(Cell.shortened(
                                        cell.lines().skip(1).findFirst().orElse(""))));
            }
        }
    }

    /** The columns that are read, and those of which it was said before that they are not. */
    private BitSet counted(int top, List<TableColumn> columns) {
        var counted = new BitSet();
        columns.forEach(column -> counted.set(column.at()));
        for (int row = top + 1; row <= top + 4; row++) {
            for (int column = 1; column <= sheet.width(row); column++) {
                if (!sheet.cell(row, column).isEmpty()) {
                    counted.set(column);
                }
            }
        }
        return counted;
    }

    private void refuseBeside(int row, BitSet counted) {
        for (int column = 1; column <= sheet.width(row) && refusals.asksSince(SINCE); column++) {
            var cell = sheet.cell(row, column);
            if (!cell.isEmpty() && !counted.get(column)) {
                refusals.add(
                        sheet.place(row, column),
                        Refusal.TABLE,
                        "(%s) stands in no column of the table\nMaybe it is the rest of a cell with a comma in it: put that cell in quotes."
                                .formatted(Cell.shortened(cell)));
            }
        }
    }
}
