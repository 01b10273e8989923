package dev.douane.rules.drools;

import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;

/**
 * The rules of one file of a pack as DRL, before they are compiled.
 *
 * @param place where the pack stands in its ruleset, from 0
 * @param label the file's path as problems name it
 * @param file the file as written
 * @param drl its rules: a rule file's own text, a decision table expanded
 */
record DrlSource(int place, Ruleset.Entry entry, String label, PackFile file, String drl) {
    Stage stage() {
        return Stage.of(entry);
    }

    /** The rule base its rules belong to. */
    Part part() {
        return Part.of(place, entry);
    }

    /** The package its rules are compiled into. */
    String packageName() {
        return stage().packageOf(place);
    }

    /** Where the compiler is told the file stands. */
    String compiledPath() {
        return packageName().replace('.', '/') + "/" + file.path().replace('/', '_')
                + (isExpandedTable() ? ".drl" : "");
    }

    boolean isExpandedTable() {
        return file.path().startsWith("tables/");
    }

    /** The same file with only these of its rules. */
    DrlSource holding(String rules) {
        return new DrlSource(place, entry, label, file, rules);
    }

    /** Lines of an expanded table mean nothing to its author; there the row with the rule's name is looked for. */
    PackProblem problem(int line, String message) {
        return new PackProblem(label, isExpandedTable() ? 0 : line, message);
    }

    PackProblem problemOfRule(String rule, int line, String message) {
        return new PackProblem(label, isExpandedTable() ? rowOf(rule) : line, "rule (%s) %s".formatted(rule, message));
    }

    private int rowOf(String rule) {
        int row = 0;
        for (var line : file.text().lines().toList()) {
            row++;
            if (line.startsWith("\"" + rule + "\"") || line.startsWith(rule + ",")) {
                return row;
            }
        }
        return 0;
    }
}
