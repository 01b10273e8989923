package dev.douane.rules.drools;

import dev.douane.rules.drl.EffectWords;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The list of what compiled rules may reach. What was compiled here reaches nothing else, since the validator let nothing else through; what comes from a file
 * is asked before a class of it is loaded.
 */
final class CompiledReach {
    /** Where the rules' own classes are, of which any method may be called. */
    private static final List<String> OWN = List.of("douane.classify.", "douane.evaluate.");

    /** What the engine's model is made of: any class may be named, but for what lets a consequence at the engine itself. */
    private static final String MODEL = "org.drools.model.";

    private static final String MODEL_CLASS = "org.drools.modelcompiler.dsl.pattern.D";

    private static final String ENGINE = "org.drools.model.Drools";

    /**
     * The words of the model that rules are written in. Others can do more: run a script, draw facts from anywhere, put facts in.
     */
    private static final Set<String> MODEL_WORDS = Set.of(
            "<init>",
            "INSTANCE",
            "addGlobal",
            "addRule",
            "addRuleNames",
            "alphaIndexedBy",
            "and",
            "betaIndexedBy",
            "bind",
            "build",
            "declarationOf",
            "eval",
            "execute",
            "exists",
            "expr",
            "getPropertyIndex",
            "globalOf",
            "not",
            "on",
            "or",
            "pattern",
            "reactOn",
            "rule",
            "setMoreThanMaxRuleDefs",
            "watch",
            "EQUAL",
            "NOT_EQUAL",
            "GREATER_OR_EQUAL",
            "GREATER_THAN",
            "LESS_OR_EQUAL",
            "LESS_THAN");

    private static final Set<String> CLASSES = Set.of(
            "dev.douane.rules.call.Call",
            "dev.douane.rules.call.Caller",
            "dev.douane.rules.call.Data",
            "dev.douane.rules.call.Workload",
            "dev.douane.rules.facts.Budget",
            "dev.douane.rules.facts.Clock",
            "dev.douane.rules.facts.Outage",
            "dev.douane.rules.facts.Value",
            "java.lang.Boolean",
            "java.lang.Double",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.util.ArrayList",
            "java.util.Collection",
            "java.util.List",
            "java.util.Set",
            "java.util.SortedSet",
            "org.drools.compiler.kie.builder.MaterializedLambda",
            "org.drools.modelcompiler.util.EvaluationUtil");

    /** Classes that may be named, and of which nothing but these methods may be called. */
    private static final Set<String> NAMED = Set.of(
            Shown.class.getName(),
            Shown.class.getName() + "#of",
            "java.lang.Object",
            "java.lang.Object#<init>",
            "java.lang.Object#equals",
            "java.lang.Class",
            "java.lang.Comparable",
            "java.lang.Comparable#compareTo",
            "java.lang.Override",
            "java.lang.Exception",
            "java.lang.invoke.CallSite",
            "java.lang.invoke.LambdaMetafactory",
            "java.lang.invoke.LambdaMetafactory#metafactory",
            "java.lang.invoke.LambdaMetafactory#altMetafactory",
            "java.lang.invoke.MethodHandle",
            "java.lang.invoke.MethodHandles",
            "java.lang.invoke.MethodHandles$Lookup",
            "java.lang.invoke.MethodType",
            "java.lang.invoke.SerializedLambda",
            "java.io.Serializable",
            // what the engine writes into every model, whatever the rules
            "java.lang.Enum",
            "java.lang.Enum#<init>",
            "java.lang.Enum#valueOf",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalArgumentException#<init>",
            "java.lang.Number",
            "java.lang.RuntimeException",
            "java.lang.RuntimeException#<init>",
            "java.lang.System",
            "java.lang.System#arraycopy",
            "java.lang.invoke.StringConcatFactory",
            "java.lang.invoke.StringConcatFactory#makeConcatWithConstants",
            "java.time.format.DateTimeFormatter",
            "java.time.format.DateTimeFormatterBuilder",
            "java.time.format.DateTimeFormatterBuilder#<init>",
            "java.time.format.DateTimeFormatterBuilder#appendPattern",
            "java.time.format.DateTimeFormatterBuilder#parseCaseInsensitive",
            "java.time.format.DateTimeFormatterBuilder#toFormatter",
            "java.util.Arrays",
            "java.util.Arrays#asList",
            "java.util.Collections",
            "java.util.Collections#emptyList",
            "java.util.Locale",
            "java.util.Locale#ENGLISH",
            "org.drools.util.DateUtils",
            "org.drools.util.DateUtils#getDateFormatMask");

    /** Of the object that consequences speak to, the effects alone. */
    private static final Set<String> EFFECTS = EffectWords.all().stream()
            .map(effect -> EffectSink.class.getName() + "#" + effect.name())
            .collect(Collectors.toUnmodifiableSet());

    private CompiledReach() {}

    /**
     * Everything else that the classes of a ruleset name, and those of them that are not where rules are.
     *
     * @throws IOException if one of them is no class file
     */
    static SortedSet<String> beyond(CompiledRuleset compiled) throws IOException {
        var beyond = new TreeSet<String>();
        for (var part : compiled.parts().values()) {
            for (var each : part.classes().entrySet()) {
                if (OWN.stream().noneMatch(each.getKey()::startsWith)) {
                    beyond.add(each.getKey());
                }
                for (var reference : ReferencedClasses.of(each.getValue())) {
                    if (!isAllowed(reference)) {
                        beyond.add(reference);
                    }
                }
            }
        }
        return beyond;
    }

    /** Whether rules may name it: a class, or {@code owner#member}. */
    static boolean isAllowed(String reference) {
        var end = reference.indexOf('#');
        var owner = end < 0 ? reference : reference.substring(0, end);
        if (isOfModel(owner)) {
            return end < 0 || MODEL_WORDS.contains(reference.substring(end + 1));
        }
        return OWN.stream().anyMatch(owner::startsWith)
                || CLASSES.contains(owner)
                || NAMED.contains(reference)
                || EFFECTS.contains(reference)
                || reference.equals(EffectSink.class.getName());
    }

    private static boolean isOfModel(String owner) {
        return owner.equals(MODEL_CLASS) || (owner.startsWith(MODEL) && !owner.startsWith(ENGINE));
    }
}
