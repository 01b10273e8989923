package dev.douane.rules.drools;

import dev.douane.rules.drl.EffectWords;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The list of what compiled rules may reach. */
final class CompiledReach {
    /** Classes of which any method may be called: what the engine's model is made of, and the rules themselves. */
    private static final List<String> PACKAGES = List.of("douane.classify.", "douane.evaluate.", "org.drools.model.");

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
            "org.drools.modelcompiler.dsl.pattern.D",
            "org.drools.modelcompiler.util.EvaluationUtil");

    /** Classes that may be named, and of which nothing but these methods may be called. */
    private static final Set<String> NAMED = Set.of(
            "java.lang.Object",
            "java.lang.Object#<init>",
            "java.lang.Object#equals",
            "java.lang.Class",
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

    /** The engine's description of the module, which holds nothing of the rules. */
    private static final String PROJECT = "org.drools.project.model.";

    private CompiledReach() {}

    /** Everything else that the classes of a ruleset name. */
    static SortedSet<String> beyond(CompiledRuleset compiled) {
        var beyond = new TreeSet<String>();
        compiled.parts()
                .values()
                .forEach(part -> part.classes().forEach((name, bytes) -> {
                    for (var reference : ReferencedClasses.of(bytes)) {
                        if (!name.startsWith(PROJECT) && !isAllowed(reference)) {
                            beyond.add(reference);
                        }
                    }
                }));
        return beyond;
    }

    /** Of the object that consequences speak to, the effects alone. */
    private static boolean isEffect(String reference) {
        var sink = EffectSink.class.getName();
        return reference.equals(sink)
                || EffectWords.all().stream().anyMatch(effect -> reference.equals(sink + "#" + effect.name()));
    }

    private static boolean isAllowed(String reference) {
        var owner = reference.replaceFirst("#.*", "");
        return PACKAGES.stream().anyMatch(owner::startsWith)
                || CLASSES.contains(owner)
                || isEffect(reference)
                || NAMED.contains(reference);
    }
}
