package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.drl.Place;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.RuleCompiler;
import dev.douane.rules.pack.Ruleset;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Compiles packs as they are written, around the validator and with Drools' own reading of rules and tables: to compare the validator with, and for
 * tests of what the validator would not let happen.
 */
public final class Unvalidated {
    private Unvalidated() {}

    /** A compiler without a validator. */
    public static RuleCompiler compiler() {
        return ruleset -> compile(ruleset, EngineLimits.DEFAULT);
    }

    /** What a ruleset compiles to. */
    static CompiledRuleset classes(Ruleset ruleset) throws PackException {
        return DroolsCompiler.compiled(written(ruleset));
    }

    static WrittenRuleset written(Ruleset ruleset) {
        var packs = new ArrayList<WrittenPack>();
        for (int place = 0; place < ruleset.entries().size(); place++) {
            packs.add(pack(place, ruleset.entries().get(place)));
        }
        return new WrittenRuleset(ruleset, packs);
    }

    static DroolsRules compile(Ruleset ruleset, EngineLimits limits) throws PackException {
        var written = written(ruleset);
        try {
            return new DroolsRules(ruleset, DroolsCompiler.compiled(written), limits, false, Quarantine.NONE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WrittenPack pack(int place, Ruleset.Entry entry) {
        var stage = Stage.of(entry);
        var texts = new ArrayList<String>();
        entry.pack().rules().forEach(file -> texts.add(file.text()));
        entry.pack().tables().forEach(file -> texts.add(expanded(file)));
        var drl = WrittenPack.header(stage.packageOf(place)) + String.join("\n", texts);
        var rules = descriptions(drl).stream()
                .map(rule -> new WrittenRule(rule.getName(), ref(rule, entry), new Place("", 0, 0), rule.getLine()))
                .toList();
        return new WrittenPack(Part.of(place, entry), stage.packageOf(place), rules, drl);
    }

    private static String expanded(PackFile table) {
        return new SpreadsheetCompiler()
                .compile(new ByteArrayInputStream(table.text().getBytes(StandardCharsets.UTF_8)), InputType.CSV)
                .replaceFirst("\\Apackage [^;\\n]*;", "");
    }

    private static List<RuleDescr> descriptions(String drl) {
        try {
            return new DrlParser(LanguageLevelOption.DRL6).parse(false, drl).getRules();
        } catch (DroolsParserException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuleRef ref(RuleDescr rule, Ruleset.Entry entry) {
        return new RuleRef(
                annotation(rule, "id"),
                entry.pack().reference(),
                annotation(rule, "reason"),
                Arrays.stream(annotation(rule, "cites").split(";"))
                        .map(String::strip)
                        .filter(cite -> !cite.isEmpty())
                        .collect(Collectors.toList()));
    }

    private static String annotation(RuleDescr rule, String name) {
        return rule.getAnnotations().stream()
                .filter(annotation -> annotation.getName().equals(name))
                .map(annotation -> String.valueOf(annotation.getSingleValue()))
                .map(text -> text.substring(1, text.length() - 1).translateEscapes())
                .findFirst()
                .orElse("");
    }
}
