package dev.douane.rules.drools;

import dev.douane.rules.pack.PackProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the rules that do not compile.
 *
 * <p>Drools stops at the first it meets, and mostly does not say which that was. So the rules are compiled again in halves, until each that
 * does not compile stands alone. Only ever done for rulesets that are refused.
 */
final class Diagnosis {
    /** Bounds the work for a pack of which nothing compiles; what is not looked at is told as Drools tells it. */
    private static final int BUILDS_MAX = 100;

    private final Function<DrlSource, String> header;
    private int builds;

    /** @param header what stands before the rules of a source */
    Diagnosis(Function<DrlSource, String> header) {
        this.header = header;
    }

    /** What is wrong with each of {@code rules}, which do not compile together. */
    List<PackProblem> of(List<DrlRule> rules) {
        var problems = new ArrayList<PackProblem>();
        RuleBuild.compile(sources(rules), header, problems);
        builds++;
        if (problems.isEmpty() || builds >= BUILDS_MAX) {
            return problems;
        }
        if (rules.size() == 1) {
            var rule = rules.getFirst();
            return problems.stream()
                    .map(problem -> rule.source()
                            .problemOfRule(rule.name(), rule.line(), "does not compile: " + problem.message()))
                    .distinct()
                    .toList();
        }
        int half = rules.size() / 2;
        var alone = new ArrayList<PackProblem>();
        alone.addAll(of(rules.subList(0, half)));
        alone.addAll(of(rules.subList(half, rules.size())));
        return alone.isEmpty() ? problems : alone;
    }

    private static List<DrlSource> sources(List<DrlRule> rules) {
        var texts = new LinkedHashMap<DrlSource, StringBuilder>();
        for (var rule : rules) {
            texts.computeIfAbsent(rule.source(), source -> new StringBuilder())
                    .append(rule.text())
                    .append('\n');
        }
        return texts.entrySet().stream()
                .map(entry -> entry.getKey().holding(entry.getValue().toString()))
                .toList();
    }
}
