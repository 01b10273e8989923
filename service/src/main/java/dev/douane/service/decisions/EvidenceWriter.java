package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.douane.rules.call.Options.Explain;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.service.usage.Expectation;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what a decision was made from, as {@link Evidence} describes it. */
final class EvidenceWriter {
    private static final int USUAL_SIZE = 1_024;

    private EvidenceWriter() {}

    /**
     * @param after the accounts as they stand with the decision
     * @param expected what the hold stands on, account by account; empty where that is the worst case
     * @return JSON in UTF-8
     */
    static byte[] write(Plan plan, Decision decision, List<Budget> after, List<Expectation> expected) {
        return DecisionParts.written(USUAL_SIZE, json -> {
            json.writeStartObject();
            workloadClass(json, plan);
            accounts(json, plan.facts().budgets(), after, expected);
            outages(json, plan.snapshot().outages());
            if (plan.question().options().explain() == Explain.NONE) {
                if (!decision.reasons().isEmpty()) {
                    DecisionParts.reasons(json, decision.reasons());
                }
                DecisionParts.wouldHave(json, decision.wouldHave());
            }
            json.writeEndObject();
        });
    }

    private static void workloadClass(JsonGenerator json, Plan plan) throws IOException {
        var asked = plan.question().workload().workloadClass();
        var ruled = plan.facts().workload().workloadClass();
        if (ruled != null && !ruled.equals(asked)) {
            json.writeStringField("workloadClass", ruled);
        }
    }

    private record Key(String name, String scope, Instant from) implements Comparable<Key> {
        static Key of(Budget budget) {
            return new Key(budget.name(), budget.scope(), budget.periodStart());
        }

        @Override
        public int compareTo(Key other) {
            int byName = name.compareTo(other.name);
            int byScope = byName == 0 ? scope.compareTo(other.scope) : byName;
            return byScope == 0 ? from.compareTo(other.from) : byScope;
        }
    }

    /** First those that the ledger asked, then those that only the rules saw. */
    private static void accounts(JsonGenerator json, List<Budget> seen, List<Budget> after, List<Expectation> expected)
            throws IOException {
        if (seen.isEmpty() && after.isEmpty()) {
            return;
        }
        var before = new TreeMap<Key, Budget>();
        for (var budget : seen) {
            before.put(Key.of(budget), budget);
        }
        json.writeArrayFieldStart("budgets");
        for (int i = 0; i < after.size(); i++) {
            var budget = after.get(i);
            account(json, budget, before.remove(Key.of(budget)), budget, expected.isEmpty() ? null : expected.get(i));
        }
        for (var budget : before.values()) {
            account(json, budget, budget, null, null);
        }
        json.writeEndArray();
    }

    private static void account(
            JsonGenerator json,
            Budget budget,
            @Nullable Budget seen,
            @Nullable Budget after,
            @Nullable Expectation expected)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", budget.name());
        json.writeStringField("scope", budget.scope());
        json.writeStringField("owner", budget.owner());
        json.writeBooleanField("hard", budget.hard());
        json.writeStringField("limit", budget.limit().toDecimal(0));
        json.writeStringField("from", budget.periodStart().toString());
        json.writeStringField("until", budget.periodEnd().toString());
        figures(json, "seen", seen);
        figures(json, "after", after);
        if (expected != null) {
            json.writeObjectFieldStart("expected");
            json.writeStringField("amount", expected.amount().toString());
            json.writeStringField("basis", DecisionParts.word(expected.basis()));
            json.writeNumberField("outputTokens", expected.outputTokens());
            json.writeNumberField("samples", expected.samples());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void figures(JsonGenerator json, String name, @Nullable Budget budget) throws IOException {
        if (budget != null) {
            json.writeObjectFieldStart(name);
            json.writeStringField("held", budget.held().toDecimal(0));
            json.writeStringField("spent", budget.spent().toDecimal(0));
            json.writeEndObject();
        }
    }

    private static void outages(JsonGenerator json, Collection<Outage> outages) throws IOException {
        if (outages.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("outages");
        for (var outage : outages) {
            json.writeStartObject();
            textIfThere(json, "provider", outage.provider());
            textIfThere(json, "region", outage.region());
            textIfThere(json, "model", outage.model());
            textIfThere(json, "deployment", outage.deployment());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void textIfThere(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
