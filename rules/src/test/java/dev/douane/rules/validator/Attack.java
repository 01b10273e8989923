package dev.douane.rules.validator;

import dev.douane.rules.pack.PackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** One line of the attack corpus. */
record Attack(String name, String code, String where, String text) {
    static List<Attack> all() {
        try (var in = Objects.requireNonNull(Attack.class.getResourceAsStream("/validator/attacks.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Attack::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Attack of(String line) {
        var parts = line.split(" ¦ ", 4);
        return new Attack(
                parts[0],
                parts[1],
                parts[2],
                parts[3].replace('⏎', '\n').replace('␀', '\0').replace("%LONG%", "x".repeat(500)));
    }

    /** A file that is good but for the attack. */
    PackFile file() {
        return switch (where) {
            case "when" -> rule("", text, "decision.flag(\"a\");");
            case "then" -> rule("", "$w : Workload()", text);
            case "head" -> rule(text, "Workload()", "decision.flag(\"a\");");
            case "file" -> new PackFile("rules/attack.drl", text + "\n");
            case "cell" -> row("bad", text, "", "seen", "", "A reason.");
            case "value" -> row("bad", "", text, "seen", "", "A reason.");
            case "number" -> row("bad", "", "", "seen", text, "A reason.");
            case "meta" -> row("bad", "", "", "seen", "", text);
            case "name" -> row(text, "", "", "seen", "", "A reason.");
            case "sheet" -> new PackFile("tables/attack.csv", text);
            default -> throw new IllegalArgumentException(where);
        };
    }

    private static PackFile rule(String head, String when, String then) {
        return new PackFile("rules/attack.drl", """
                rule "attack" @id("A-1") @reason("Because.") %s
                when
                    %s
                then
                    %s
                end
                """.formatted(head, when, then));
    }

    private static PackFile row(String name, String task, String classes, String mark, String tokens, String reason) {
        var cells = List.of(name, task, classes, mark, tokens, "T-2", reason);
        return new PackFile(
                "tables/attack.csv",
                table(String.join(
                        ",",
                        cells.stream()
                                .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                                .toList())));
    }

    private static String table(String row) {
        return """
            "RuleSet","attack",,,,,
            "RuleTable Attack",,,,,,
            "NAME","CONDITION","CONDITION","ACTION","ACTION","METADATA","METADATA"
            ,"Workload","Workload",,,,
            ,"workloadClass == ""$param\""","workloadClass in ($param)","decision.flag(""$param"");","decision.capOutputTokens($param);","id(""$param"")","reason(""$param"")"
            "rule","task","classes","mark","tokens","id","reason"
            "good","chat","\""chat"", ""mail\""","seen","500","T-1","A good row."
            %s
            """.formatted(row);
    }

    @Override
    public String toString() {
        return name;
    }
}
