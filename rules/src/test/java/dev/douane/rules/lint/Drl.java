package dev.douane.rules.lint;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.validator.PackValidator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Rules in a few words, through the real validator, with the shipped words, catalog and groups. */
public final class Drl {
    public static final CatalogIndex CATALOG = new CatalogIndex(
            CatalogReader.shipped(), JurisdictionsReader.shipped().on(LocalDate.of(2026, 11, 22)));
    public static final Vocabulary WORDS =
            Vocabulary.SHIPPED.with(CatalogReader.shipped()).with(JurisdictionsReader.shipped());

    private final String concern;
    private final StringBuilder parameters = new StringBuilder();
    private final StringBuilder rules = new StringBuilder();
    private final List<PackFile> tables = new ArrayList<>();
    private String version = "1.0.0";

    private Drl(String concern) {
        this.concern = concern;
    }

    public static Drl of(String concern) {
        return new Drl(concern);
    }

    public Drl version(String other) {
        version = other;
        return this;
    }

    public Drl rule(String id, String when, String then) {
        return rule(id, "Because of %s.".formatted(id), "@cites(\"Art. 1\")", when, then);
    }

    public Drl rule(String id, String reason, String cites, String when, String then) {
        rules.append("""
                rule "Rule %s"
                    @id("%s")
                    @reason("%s")
                    %s
                when
                    %s
                then
                    %s
                end

                """.formatted(id, id, reason, cites, when, then));
        return this;
    }

    /** A table of one condition on the workload class and one tier, under the given rows. */
    public Drl table(String condition, String... rows) {
        tables.add(new PackFile("tables/t.csv", """
                "RuleSet","t",,,,
                "RuleTable Tiers",,,,,
                "NAME","CONDITION","CONDITION","ACTION","METADATA","METADATA"
                ,"Workload","Workload",,,
                ,%s,"decision.capTier(""$param"");","id(""$param"")","reason(""$param"")"
                "rule","a","b","tier","id","reason"
                """.formatted(condition) + String.join("\n", rows) + "\n"));
        return this;
    }

    public Drl parameter(String name, String type, String value) {
        parameters.append("  %s: {type: %s, default: %s, description: For a test}%n".formatted(name, type, value));
        return this;
    }

    public Pack pack() {
        var files = new ArrayList<PackFile>();
        files.add(new PackFile(
                "pack.yaml",
                """
                name: example
                version: %s
                concern: %s
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                """.formatted(version, concern) + (parameters.isEmpty() ? "" : "parameters:\n" + parameters)));
        if (!rules.isEmpty()) {
            files.add(new PackFile("rules/a.drl", rules.toString()));
        }
        files.addAll(tables);
        try {
            return PackReader.of("example", files);
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<RuleTree> rules() {
        try {
            return new PackValidator(WORDS).read(pack());
        } catch (PackException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What lint says: {@code severity code rule}, in order. */
    List<String> lint() {
        return said(findings());
    }

    /** The same of rules that were published before, and would be refused in a new pack. */
    List<String> published() {
        return said(findings(new PackValidator(WORDS).check(pack()).rules()));
    }

    private static List<String> said(List<Finding> findings) {
        return findings.stream()
                .map(found -> "%s %s %s"
                        .formatted(found.severity().word(), found.code().code(), found.rule())
                        .strip())
                .toList();
    }

    List<Finding> findings() {
        return findings(rules());
    }

    private List<Finding> findings(List<RuleTree> rules) {
        var manifest = pack().manifest();
        return new Linter(WORDS, CATALOG).check(new LintSubject(manifest.concern(), manifest.parameters(), rules));
    }
}
