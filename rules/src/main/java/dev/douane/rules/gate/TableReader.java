package dev.douane.rules.gate;

import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the decision tables of a sheet: {@code RuleSet}, then for each table {@code RuleTable …}, a row with what each column is, one with
 * the facts, one with the snippets, one with titles, and a row for each rule.
 */
final class TableReader {
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

    private final Grid grid;
    private final PackWords words;
    private final Work filled;
    private final Refusals refusals;
    private final List<RuleTree> rules = new ArrayList<>();

    private TableReader(Grid grid, PackWords words, Work filled, Refusals refusals) {
        this.grid = grid;
        this.words = words;
        this.filled = filled;
        this.refusals = refusals;
    }

    /**
     * The rows in which nothing was wrong, as rules; what was is noted.
     *
     * @param filled what cells of the pack have become so far, put into their columns' snippets
     */
    static List<RuleTree> read(Grid grid, PackWords words, Work filled, Refusals refusals) {
        var reader = new TableReader(grid, words, filled, refusals);
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
        while (grid.isBlank(row) && row <= grid.height()) {
            row++;
        }
        int column = firstCell(row);
        var first = grid.cell(row, column).toLowerCase(Locale.ROOT);
        if (first.matches("\"?ruleset\"?[;\t].*")) {
            throw refusals.giveUp(
                    grid.place(row, column),
                    Refusal.TABLE,
                    "its cells are parted by %s, not by commas\nMaybe save it as CSV with commas, and numbers with a decimal point."
                            .formatted(first.indexOf(';') >= 0 ? "semicolons" : "tabs"));
        }
        if (!first.equals("ruleset")) {
            throw refusals.giveUp(
                    grid.place(row, column),
                    Refusal.TABLE,
                    "is not a decision table: it must begin with a cell RuleSet\nMaybe start from a table that works.");
        }
        row++;
        boolean any = false;
        while (row <= grid.height()) {
            if (grid.isBlank(row)) {
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
                    grid.place(Math.max(1, grid.height()), 1),
                    Refusal.TABLE,
                    "is not a decision table: it has no cell RuleTable …");
        }
    }

    private void limit() {
        if (grid.height() > GateLimits.ROWS_MAX) {
            throw refusals.giveUp(
                    grid.place(GateLimits.ROWS_MAX, 1),
                    Refusal.LIMIT,
                    "a sheet has at most %d rows".formatted(GateLimits.ROWS_MAX));
        }
        for (int row = 1; row <= grid.height(); row++) {
            if (grid.width(row) > GateLimits.COLUMNS_MAX + 1) {
                throw refusals.giveUp(
                        grid.place(row, GateLimits.COLUMNS_MAX + 1),
                        Refusal.LIMIT,
                        "a table has at most %d columns".formatted(GateLimits.COLUMNS_MAX));
            }
        }
    }

    private int firstCell(int row) {
        for (int column = 1; column <= grid.width(row); column++) {
            if (!grid.cell(row, column).isEmpty()) {
                return column;
            }
        }
        return 1;
    }

    private boolean isTable(int row) {
        return grid.cell(row, firstCell(row)).toLowerCase(Locale.ROOT).startsWith(RULE_TABLE);
    }

    private void refuseLine(int row) {
        int column = firstCell(row);
        var word = grid.cell(row, column);
        if (NOT_FOR_PACKS.contains(word.toLowerCase(Locale.ROOT))) {
            refusals.add(
                    grid.place(row, column),
                    Refusal.NOT_FOR_PACKS,
                    "%s is not for packs to write: a pack holds rules only".formatted(word.toLowerCase(Locale.ROOT)));
        } else {
            refusals.add(
                    grid.place(row, column),
                    Refusal.TABLE,
                    "(%s) stands where a cell RuleTable … must stand"
                            .formatted(word.length() > 60 ? word.substring(0, 60) + "…" : word));
        }
    }

    /** @return the row behind the table */
    private int table(int top, int left) {
        var columns = TableColumn.read(grid, top, left, words, refusals);
        int row = top + 5;
        while (row <= grid.height() && !grid.isBlank(row) && !isTable(row)) {
            try {
                new TableRow(grid, row, columns, words, filled, refusals).read().ifPresent(rules::add);
            } catch (OverLimit e) {
                throw refusals.giveUp(
                        grid.place(row, left),
                        Refusal.LIMIT,
                        "the row %s\nMaybe shorten its cells, or what its columns make of them."
                                .formatted(e.getMessage()));
            }
            row++;
        }
        return row;
    }
}
