package dev.douane.rules.gate;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Work;
import dev.douane.rules.sheet.Numerals;
import dev.douane.rules.sheet.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one row of a decision table. */
final class TableRow {
    private final Sheet sheet;
    private final int row;
    private final List<TableColumn> columns;
    private final PackWords words;
    private final Work filled;
    private final Refusals refusals;
    private final RuleSize size;
    private final Scope scope = new Scope();
    private boolean isBroken;

    TableRow(Sheet sheet, int row, List<TableColumn> columns, PackWords words, Work filled, Refusals refusals) {
        this.sheet = sheet;
        this.row = row;
        this.columns = columns;
        this.words = words;
        this.filled = filled;
        this.refusals = refusals;
        this.size = new RuleSize(refusals);
    }

    /** The rule, empty where something was wrong, which is noted. */
    Optional<RuleTree> read() {
        int before = refusals.size();
        try {
            var rule = rule();
            return refusals.size() == before && !isBroken ? Optional.of(rule) : Optional.empty();
        } catch (Refusals.GiveUp | Refusals.TooMuch noted) {
            return Optional.empty();
        }
    }

    private RuleTree rule() {
        var header = header();
        var when = conditions();
        int before = refusals.size();
        var then = effects();
        if (then.isEmpty() && refusals.size() == before) {
            refusals.add(header.place(), Refusal.TABLE, "rule (%s) has no effect".formatted(header.name()));
        }
        return new RuleTree(
                header.id(), header.name(), header.reason(words), header.cites(), header.place(), when, then);
    }

    private Header header() {
        var name = columns.stream()
                .filter(column -> column.kind() == TableColumn.Kind.NAME)
                .findFirst()
                .map(TableColumn::at)
                .orElse(1);
        var header = new Header(sheet.cell(row, name), sheet.place(row, name), refusals);
        for (var column : columns) {
            var cell = sheet.cell(row, column.at());
            if (column.kind() == TableColumn.Kind.METADATA && !cell.isEmpty()) {
                plain(cell, column);
                header.say(column.annotation(), cell, place(column));
            }
        }
        return header;
    }

    /** Nothing is put into it, so it is looked at as a text in a snippet is. */
    private void plain(String cell, TableColumn column) {
        try {
            new Cell(cell, place(column), numerals(column), refusals).text(cell);
        } catch (Refusals.GiveUp noted) {
            isBroken = true;
        }
    }

    private Place place(TableColumn column) {
        return sheet.place(row, column.at());
    }

    private Numerals numerals(TableColumn column) {
        return sheet.numerals(row, column.at());
    }

    private List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        var open = new ArrayList<Constraint>();
        TableColumn first = null;
        for (var column : columns) {
            if (column.kind() != TableColumn.Kind.CONDITION) {
                continue;
            }
            if (first != null && !column.continues()) {
                close(first, open, conditions);
                open.clear();
            }
            if (first == null || !column.continues()) {
                first = column;
                bind(column);
            }
            open.addAll(constraints(column));
        }
        if (first != null) {
            close(first, open, conditions);
        }
        return conditions;
    }

    private void bind(TableColumn column) {
        var binding = column.binding();
        if (binding != null) {
            scope.bind(binding, new Scope.Bound(column.factSeen(), null), place(column), refusals);
        }
    }

    /** Where all cells of a fact are empty, the row does not look at it. */
    private void close(TableColumn first, List<Constraint> constraints, List<Condition> conditions) {
        if (!constraints.isEmpty()) {
            size.pattern(place(first));
            conditions.add(new Condition.Pattern(first.factSeen(), first.binding(), constraints, place(first)));
        }
    }

    private List<Constraint> constraints(TableColumn column) {
        var cell = sheet.cell(row, column.at());
        if (cell.isEmpty() || column.snippet().isEmpty()) {
            return List.of();
        }
        try {
            var tokens = column.snippet().filled(cell, place(column), numerals(column), filled, refusals);
            var reader = new ConstraintReader(tokens, words, size, refusals);
            var read = reader.list(column.factSeen(), scope);
            reader.expectEnd();
            return read;
        } catch (Refusals.GiveUp noted) {
            isBroken = true;
            return List.of();
        }
    }

    private List<EffectCall> effects() {
        var effects = new ArrayList<EffectCall>();
        for (var column : columns) {
            var cell = sheet.cell(row, column.at());
            if (column.kind() == TableColumn.Kind.ACTION
                    && !cell.isEmpty()
                    && !column.snippet().isEmpty()) {
                effects.addAll(effects(column, cell));
            }
        }
        return effects;
    }

    private List<EffectCall> effects(TableColumn column, String cell) {
        try {
            var tokens = column.snippet().filled(cell, place(column), numerals(column), filled, refusals);
            var effects = new EffectReader(tokens, words, size, refusals).all(scope);
            if (!tokens.isAtEnd()) {
                refusals.add(
                        place(column),
                        Refusal.SYNTAX,
                        "end stands behind the last rule, not in a table\nMaybe leave it out of the snippet.");
            }
            return effects;
        } catch (Refusals.GiveUp noted) {
            isBroken = true;
            return List.of();
        }
    }
}
