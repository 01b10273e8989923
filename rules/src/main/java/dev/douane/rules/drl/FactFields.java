package dev.douane.rules.drl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one list of what rules may look at. The validator checks by it, compiled rules are written by it, and the reference is generated from it. */
public final class FactFields {
    private static final List<FactField> ALL = List.copyOf(list());

    private FactFields() {}

    private static List<FactField> list() {
        var of = new Listing();
        of.optionalWord(Fact.CALL, "model", WordKind.MODEL, "the model wanted: its id in the catalog, or `auto`");
        of.optionalWord(Fact.CALL, "provider", WordKind.PROVIDER, "the provider the call is pinned to");
        of.optionalWord(Fact.CALL, "region", WordKind.FREE, "the provider's region the call is pinned to");
        of.optionalWord(Fact.CALL, "deployment", WordKind.DEPLOYMENT, "the deployment the call is pinned to");
        of.word(Fact.CALL, "operation", WordKind.OPERATION, "what the model is asked to do");
        of.value(Fact.CALL, "inputTokens", FieldType.WHOLE, "all input tokens, cached ones included");
        of.value(Fact.CALL, "cachedInputTokens", FieldType.WHOLE, "input tokens read from the prompt cache");
        of.optional(Fact.CALL, "maxOutputTokens", FieldType.WHOLE, "the caller's own output cap");
        of.value(Fact.CALL, "n", FieldType.WHOLE, "completions asked for");
        of.word(Fact.CALL, "serviceTier", WordKind.SERVICE_TIER, "the provider's price class");
        of.set(Fact.CALL, "capabilities", WordKind.FREE, "what the target must be able to do");
        for (var name : List.of("organisation", "product", "team", "workflow", "user", "run", "environment")) {
            of.optionalWord(Fact.CALLER, name, WordKind.FREE, "the caller's " + name);
        }
        of.optionalWord(Fact.CALLER, "location", WordKind.COUNTRY, "the country the caller sits in");
        of.set(Fact.DATA, "classes", WordKind.DATA_CLASS, "data classes");
        of.set(Fact.DATA, "subjectLocations", WordKind.COUNTRY, "countries of the people the data is about");
        of.set(Fact.DATA, "subjectGroups", WordKind.GROUP, "jurisdiction groups that at least one of those falls in");
        of.optionalWord(Fact.WORKLOAD, "task", WordKind.FREE, "the caller's own word for the work");
        of.optionalWord(
                Fact.WORKLOAD, "workloadClass", WordKind.FREE, "what classification packs made of it, else the task");
        of.word(Fact.WORKLOAD, "criticality", WordKind.CRITICALITY, "how much hangs on it");
        of.word(Fact.WORKLOAD, "phase", WordKind.PHASE, "where in its life the work stands");
        of.value(Fact.WORKLOAD, "interactive", FieldType.YES_NO, "whether a person waits for the answer");
        of.word(Fact.BUDGET, "name", WordKind.FREE, "the budget's name");
        of.word(Fact.BUDGET, "owner", WordKind.FREE, "who answers for it");
        of.word(Fact.BUDGET, "scope", WordKind.FREE, "the scope value, such as `product=search`");
        of.value(Fact.BUDGET, "hard", FieldType.YES_NO, "whether a call that does not fit is refused");
        of.value(
                Fact.BUDGET,
                "usedFraction",
                FieldType.DECIMAL,
                "held and spent as a part of the limit: 1 is all of it");
        of.value(Fact.BUDGET, "remaining", FieldType.DECIMAL, "what is left, in whole units of the currency");
        of.optional(
                Fact.BUDGET,
                "elapsedFraction",
                FieldType.DECIMAL,
                "how much of the period has passed, 0 to 1; missing for a ceiling of one window or of a run");
        of.optional(
                Fact.BUDGET,
                "pace",
                FieldType.DECIMAL,
                "used part over passed part: 1 runs out exactly at the end; missing likewise");
        of.value(Fact.BUDGET, "untilPeriodEnd", FieldType.DURATION, "how long the period still lasts");
        of.optionalWord(Fact.OUTAGE, "provider", WordKind.PROVIDER, "the provider that is out");
        of.optionalWord(Fact.OUTAGE, "region", WordKind.FREE, "the region that is out");
        of.optionalWord(Fact.OUTAGE, "model", WordKind.MODEL, "the model that is out");
        of.optionalWord(Fact.OUTAGE, "deployment", WordKind.DEPLOYMENT, "the deployment that is out");
        of.optional(
                Fact.VALUE,
                "costPerOutcome",
                FieldType.DECIMAL,
                "spend over outcomes; missing while none was reported");
        of.optional(
                Fact.VALUE, "valuePerDollar", FieldType.DECIMAL, "value over spend; missing while none was reported");
        of.word(Fact.CLOCK, "date", WordKind.DATE, "calendar date, ISO 8601");
        of.value(Fact.CLOCK, "hour", FieldType.WHOLE, "0 to 23");
        of.word(Fact.CLOCK, "dayOfWeek", WordKind.WEEKDAY, "`MONDAY` to `SUNDAY`");
        of.value(Fact.CLOCK, "dayOfMonth", FieldType.WHOLE, "1 to 31");
        return of.fields;
    }

    /** All fields, fact by fact. */
    public static List<FactField> all() {
        return ALL;
    }

    /** The fields of one fact, in order of the list. */
    public static List<FactField> of(Fact fact) {
        return ALL.stream().filter(field -> field.fact() == fact).toList();
    }

    /** The field that a rule means by {@code name}. */
    public static Optional<FactField> find(Fact fact, String name) {
        return ALL.stream()
                .filter(field -> field.fact() == fact && field.name().equals(name))
                .findFirst();
    }

    private static final class Listing {
        private final List<FactField> fields = new ArrayList<>();

        void word(Fact fact, String name, WordKind words, String meaning) {
            fields.add(new FactField(fact, name, FieldType.TEXT, words, false, meaning));
        }

        void optionalWord(Fact fact, String name, WordKind words, String meaning) {
            fields.add(new FactField(fact, name, FieldType.TEXT, words, true, meaning));
        }

        void value(Fact fact, String name, FieldType type, String meaning) {
            fields.add(new FactField(fact, name, type, WordKind.FREE, false, meaning));
        }

        void optional(Fact fact, String name, FieldType type, String meaning) {
            fields.add(new FactField(fact, name, type, WordKind.FREE, true, meaning));
        }

        /** A set is never missing, only empty. */
        void set(Fact fact, String name, WordKind words, String meaning) {
            fields.add(new FactField(fact, name, FieldType.TEXT_SET, words, false, meaning));
            value(fact, name + ".empty", FieldType.YES_NO, "whether `%s` holds nothing".formatted(name));
        }
    }
}
