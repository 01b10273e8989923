package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.douane.rules.call.Options.Explain;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.usage.ExpectedCost;
import dev.douane.service.ledger.AccountAfter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what a decision was made from, as {@link Evidence} describes it. */
final class EvidenceWriter {
    private static final Comparator<Budget> BY_ACCOUNT =
            Comparator.comparing(Budget::name).thenComparing(Budget::scope).thenComparing(Budget::periodStart);

    // what stands around figures, none of which needs an escape
    private static final SerializedString SEEN = new SerializedString(",\"seen\":{\"held\":\"");
    private static final SerializedString AFTER = new SerializedString(",\"after\":{\"held\":\"");
    private static final SerializedString SPENT = new SerializedString("\",\"spent\":\"");
    private static final SerializedString END = new SerializedString("\"}");
    private static final SerializedString EXPECTED = new SerializedString(",\"expected\":{\"amount\":\"");
    private static final SerializedString BASIS = new SerializedString("\",\"basis\":\"");
    private static final SerializedString OUTPUT_TOKENS = new SerializedString("\",\"outputTokens\":");
    private static final SerializedString SAMPLES = new SerializedString(",\"samples\":");

    private EvidenceWriter() {}

    /**
     * @param after the accounts as they stand with the decision
     * @return JSON in UTF-8
     */
    static byte[] write(Plan plan, Decision decision, List<AccountAfter> after) {
        return JsonBytes.written(json -> {
            json.writeStartObject();
            workloadClass(json, plan);
            accounts(json, plan.facts().budgets(), after);
            outages(json, plan.snapshot().outages());
            if (plan.question().options().explain() == Explain.NONE) {
                if (!decision.reasons().isEmpty()) {
                    DecisionParts.reasons(json, decision.reasons());
                }
                var texts = DeploymentTexts.of(plan.snapshot().catalog().catalog());
                DecisionParts.wouldHave(json, texts, decision.wouldHave());
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

    /** First those that the ledger asked, then those that only the rules saw. */
    private static void accounts(JsonGenerator json, List<Budget> seen, List<AccountAfter> after) throws IOException {
        if (seen.isEmpty() && after.isEmpty()) {
            return;
        }
        var onlySeen = new ArrayList<>(seen);
        json.writeArrayFieldStart("budgets");
        for (var account : after) {
            account(json, taken(onlySeen, account.figures()), account.figures(), account.expectation());
        }
        onlySeen.sort(BY_ACCOUNT);
        for (var budget : onlySeen) {
            account(json, budget, null, null);
        }
        json.writeEndArray();
    }

    /** What was seen of the same account, which is taken out; null where it was not seen. */
    private static @Nullable Budget taken(List<Budget> from, Budget account) {
        for (int i = 0; i < from.size(); i++) {
            var budget = from.get(i);
            if (budget.scope().equals(account.scope())
                    && budget.name().equals(account.name())
                    && budget.periodStart().equals(account.periodStart())) {
                return from.remove(i);
            }
        }
        return null;
    }

    /** One of both is there at least; what is the same in both is written as it is after. */
    private static void account(
            JsonGenerator json, @Nullable Budget seen, @Nullable Budget after, @Nullable ExpectedCost expected)
            throws IOException {
        json.writeRawValue(AccountTexts.open(after == null ? Objects.requireNonNull(seen) : after));
        figures(json, SEEN, seen);
        figures(json, AFTER, after);
        if (expected != null) {
            json.writeRaw(EXPECTED);
            json.writeRaw(expected.amount().toString());
            json.writeRaw(BASIS);
            json.writeRaw(DecisionParts.word(expected.basis()));
            json.writeRaw(OUTPUT_TOKENS);
            json.writeRaw(Integer.toString(expected.outputTokens()));
            json.writeRaw(SAMPLES);
            json.writeRaw(Long.toString(expected.samples()));
            json.writeRaw('}');
        }
        json.writeRaw('}');
    }

    private static void figures(JsonGenerator json, SerializedString open, @Nullable Budget budget) throws IOException {
        if (budget != null) {
            json.writeRaw(open);
            json.writeRaw(budget.held().toDecimal(0));
            json.writeRaw(SPENT);
            json.writeRaw(budget.spent().toDecimal(0));
            json.writeRaw(END);
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
