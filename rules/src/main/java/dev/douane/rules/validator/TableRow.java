package dev.douane.rules.validator;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Work;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.sheet.Numerals;
import dev.douane.rules.sheet.Sheet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one row of a decision table. */
final class TableRow {
    /** What a cell cannot be at fault for where it is not the cell that it is noted at: a cell holds values only. */
    private static final Set<String> OF_SNIPPETS = Stream.of(
                    Refusal.SYNTAX,
                    Refusal.NOT_FOR_PACKS,
                    Refusal.UNKNOWN_FIELD,
                    Refusal.UNKNOWN_EFFECT,
                    Refusal.EFFECT_OF_OTHER_CONCERN,
                    Refusal.UNKNOWN_PARAMETER,
                    Refusal.UNKNOWN_VARIABLE,
                    Refusal.UNKNOWN_WORD)
            .map(Refusal::code)
            .collect(Collectors.toUnmodifiableSet());

    private final Sheet sheet;
    private final int row;
    private final List<TableColumn> columns;
    private final PackWords words;
    private final Work filled;
    private final Refusals refusals;
    private final RuleSize size;
    private final Scope scope = new Scope();
    private final Map<String, Condition.Pattern> unasked = new LinkedHashMap<>();
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
        boolean wasBroken = isBroken;
        isBroken = false;
        var then = effects();
        if (then.isEmpty() && !isBroken) {
            refusals.add(header.place(), Refusal.TABLE, "rule (%s) has no effect".formatted(header.name()));
        }
        isBroken |= wasBroken;
        addFactsAskedFor(when);
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
            var noted = refusals.apart();
            scope.bind(binding, new Scope.Bound(column.factSeen(), null), column.factPlace(), noted);
            isBroken |= noted.size() > 0;
            noted.all().forEach(refusals::adopt);
        }
    }

    /**
     * Where all cells of a fact are empty, the row does not look at it. One of which there is always one can be bound all the same; which
     * budget or outage would be meant, nobody can say.
     */
    private void close(TableColumn first, List<Constraint> constraints, List<Condition> conditions) {
        var binding = first.binding();
        if (!constraints.isEmpty()) {
            size.pattern(place(first));
            conditions.add(new Condition.Pattern(first.factSeen(), binding, constraints, place(first)));
        } else if (binding != null && !isBroken && first.factSeen().isSingle()) {
            unasked.put(binding, new Condition.Pattern(first.factSeen(), binding, List.of(), place(first)));
        } else if (binding != null && !isBroken) {
            scope.unbind(binding);
            scope.leaveOut(binding, place(first));
        }
    }

    /** In front, so that all others may ask for them. */
    private void addFactsAskedFor(List<Condition> conditions) {
        var asked = unasked.entrySet().stream()
                .filter(each -> scope.isUsed(each.getKey()))
                .map(each -> each.getValue())
                .toList();
        asked.forEach(pattern -> size.pattern(pattern.place()));
        conditions.addAll(0, asked);
    }

    private List<Constraint> constraints(TableColumn column) {
        var cell = sheet.cell(row, column.at());
        if (column.snippet().isEmpty()) {
            return List.of();
        }
        if (cell.isEmpty()) {
            column.snippet().bound().forEach(variable -> scope.leaveOut(variable, place(column)));
            return List.of();
        }
        return read(column, cell, (tokens, inside, counted, noted) -> {
            var reader = new ConstraintReader(tokens, words, counted, noted);
            var read = reader.list(column.factSeen(), inside);
            reader.expectEnd();
            return read;
        });
    }

    /** Reads what a snippet has become. */
    private interface Reading<T> {
        List<T> of(Tokens tokens, Scope inside, RuleSize counted, Refusals noted);
    }

    /** Something that is wrong is read once more, to tell what is wrong with the snippet, once for all rows, from what is wrong with the cell. */
    private <T> List<T> read(TableColumn column, String cell, Reading<T> reading) {
        var noted = refusals.apart();
        var before = scope.inner();
        var inside = scope.inner();
        try {
            var read = reading.of(
                    column.snippet().filled(cell, place(column), numerals(column), filled, noted), inside, size, noted);
            if (noted.size() == 0) {
                return read;
            }
        } catch (Refusals.GiveUp wrong) {
            // told below
        } finally {
            scope.adopt(inside);
        }
        isBroken = true;
        var told = told(column, cell, before, reading);
        (told.isEmpty() ? noted.all() : told).forEach(refusals::adopt);
        return List.of();
    }

    private <T> List<PackProblem> told(TableColumn column, String cell, Scope before, Reading<T> reading) {
        var noted = refusals.apart();
        try {
            reading.of(
                    column.snippet().filledApart(cell, place(column), numerals(column), filled, noted),
                    before,
                    new RuleSize(noted),
                    noted);
        } catch (Refusals.GiveUp | Refusals.TooMuch wrong) {
            // noted
        }
        return noted.all().stream()
                .map(problem -> OF_SNIPPETS.contains(problem.code()) ? problem : at(problem, place(column)))
                .toList();
    }

    private static PackProblem at(PackProblem problem, Place cell) {
        return new PackProblem(cell.file(), cell.line(), cell.column(), problem.code(), problem.message());
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
        return read(column, cell, (tokens, inside, counted, noted) -> {
            var effects = new EffectReader(tokens, words, counted, noted).all(inside);
            if (!tokens.isAtEnd()) {
                noted.add(
                        tokens.peek().place(),
                        Refusal.SYNTAX,
                        "end stands behind the last rule, not in a table\nMaybe leave it out of the snippet.");
            }
            return effects;
        });
    }
}
