package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Looks at the shape of DRL before it is compiled: it parses, holds rules and nothing else, and every rule has an id of its own and a reason.
 *
 * <p>What stands inside a {@code when} or {@code then} part is not looked at here.
 */
final class DrlShape {
    private final List<PackProblem> problems;
    private final List<DrlRule> rules = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<Integer, Integer> rulesByPlace = new HashMap<>();
    private final Map<Integer, HashSet<String>> namesByPlace = new HashMap<>();

    /** @param problems where everything wrong is noted */
    DrlShape(List<PackProblem> problems) {
        this.problems = problems;
    }

    void check(DrlSource source) {
        var parsed = parse(source);
        if (parsed != null) {
            onlyRules(source, parsed);
            parsed.getRules().stream().filter(rule -> !rule.isQuery()).forEach(rule -> check(source, rule));
        }
    }

    private @org.jspecify.annotations.Nullable PackageDescr parse(DrlSource source) {
        var parser = new DrlParser(LanguageLevelOption.DRL6);
        try {
            var parsed = parser.parse(false, source.drl());
            if (!parser.hasErrors() && parsed != null) {
                return parsed;
            }
        } catch (DroolsParserException e) {
            problems.add(source.problem(0, "cannot be parsed: %s".formatted(e.getMessage())));
            return null;
        }
        for (var error : parser.getErrors()) {
            int line = error.getLines().length == 0 ? 0 : error.getLines()[0];
            problems.add(source.problem(line, error.getMessage().strip()));
        }
        return null;
    }

    private void onlyRules(DrlSource source, PackageDescr parsed) {
        if (parsed.getName() != null && !parsed.getName().isEmpty()) {
            problems.add(source.problem(1, "package lines are not for packs to write: leave it out"));
        }
        refuse(source, "import", parsed.getImports());
        refuse(source, "import function", parsed.getFunctionImports());
        refuse(source, "import accumulate", parsed.getAccumulateImports());
        refuse(source, "global", parsed.getGlobals());
        refuse(source, "function", parsed.getFunctions());
        refuse(source, "declare", parsed.getTypeDeclarations());
        refuse(source, "declare enum", parsed.getEnumDeclarations());
        refuse(source, "declare entry-point", parsed.getEntryPointDeclarations());
        refuse(source, "declare window", parsed.getWindowDeclarations());
        refuse(source, "attribute", parsed.getAttributes());
        refuse(
                source,
                "query",
                parsed.getRules().stream().filter(RuleDescr::isQuery).toList());
        if (parsed.getUnit() != null) {
            refuse(source, "unit", List.of(parsed.getUnit()));
        }
    }

    private void refuse(DrlSource source, String what, Collection<? extends BaseDescr> found) {
        found.forEach(each -> problems.add(source.problem(
                each.getLine(), "%s is not for packs to write: a pack holds rules only".formatted(what))));
    }

    private void check(DrlSource source, RuleDescr rule) {
        var name = rule.getName();
        rules.add(new DrlRule(
                source,
                name,
                rule.getLine(),
                source.drl().substring(rule.getStartCharacter(), rule.getEndCharacter() + 1)));
        rule.getAttributes()
                .values()
                .forEach(attribute -> problems.add(source.problemOfRule(
                        name,
                        attribute.getLine(),
                        "has the attribute (%s): rules have none, for their order must not matter"
                                .formatted(attribute.getName()))));
        if (!namesByPlace
                .computeIfAbsent(source.place(), place -> new HashSet<>())
                .add(name)) {
            problems.add(source.problemOfRule(name, rule.getLine(), "shares its name with another rule of the pack"));
        }
        if (rulesByPlace.merge(source.place(), 1, Integer::sum) == Pack.RULES_MAX + 1) {
            problems.add(source.problemOfRule(
                    name, rule.getLine(), "is one too many: a pack holds at most %d rules".formatted(Pack.RULES_MAX)));
        }
        try {
            noteId(
                    source,
                    rule,
                    Metadata.read(annotations(rule), source.entry().pack().reference()));
        } catch (IllegalArgumentException e) {
            problems.add(source.problemOfRule(name, rule.getLine(), String.valueOf(e.getMessage())));
        }
    }

    private void noteId(DrlSource source, RuleDescr rule, RuleRef ref) {
        var other = ids.putIfAbsent(ref.id(), rule.getName());
        if (other != null) {
            problems.add(source.problemOfRule(
                    rule.getName(), rule.getLine(), "has the @id (%s) of rule (%s)".formatted(ref.id(), other)));
        }
    }

    private static Map<String, Object> annotations(RuleDescr rule) {
        var values = new HashMap<String, Object>();
        for (var annotation : rule.getAnnotations()) {
            if (annotation.isDuplicated()) {
                throw new IllegalArgumentException("has @%s more than once: write one, with \"; \" between its parts"
                        .formatted(annotation.getName()));
            }
            var value = annotation.getSingleValue();
            if (value != null) {
                values.put(annotation.getName(), value);
            }
        }
        return values;
    }

    /** The rules looked at, in the order of their sources. */
    List<DrlRule> rules() {
        return List.copyOf(rules);
    }
}
