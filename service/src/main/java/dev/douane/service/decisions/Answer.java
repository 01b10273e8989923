package dev.douane.service.decisions;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.douane.rules.call.Options.Explain;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Verdict;
import dev.douane.service.ledger.AccountAfter;
import dev.douane.service.ledger.Hold;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer but for what only the ledger knows, the hold and the budgets, as its bytes are left and right of that. {@link DecisionView}
 * describes the whole.
 */
final class Answer {
    private final byte[] written;
    private final int middle;

    private Answer(byte[] written, int middle) {
        this.written = written;
        this.middle = middle;
    }

    static Answer of(UUID id, Plan plan, Decision decision) {
        var middle = new int[1];
        var written = JsonBytes.written((json, soFar) -> {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            left(json, plan, decision);
            json.flush();
            middle[0] = soFar.size();
            right(json, plan, decision);
            json.writeEndObject();
        });
        return new Answer(written, middle[0]);
    }

    /** The whole answer, JSON in UTF-8. */
    byte[] with(@Nullable Hold hold, List<AccountAfter> accounts) {
        var between = JsonBytes.written(json -> {
            json.writeStartObject();
            if (hold != null) {
                DecisionParts.hold(json, hold);
            }
            DecisionParts.budgets(json, accounts);
            json.writeEndObject();
        });
        // without its braces it is the members that belong there, and there is one at least
        int length = between.length - 2;
        var answer = new byte[written.length + 1 + length];
        System.arraycopy(written, 0, answer, 0, middle);
        answer[middle] = ',';
        System.arraycopy(between, 1, answer, middle + 1, length);
        System.arraycopy(written, middle, answer, middle + 1 + length, written.length - middle);
        return answer;
    }

    private static void left(JsonGenerator json, Plan plan, Decision decision) throws IOException {
        var verdict = decision.verdict();
        var target = verdict.target();
        json.writeStringField("verdict", verdict.word());
        DecisionParts.because(json, decision.because());
        var texts = DeploymentTexts.of(plan.snapshot().catalog().catalog());
        if (target != null) {
            json.writeFieldName("target");
            DecisionParts.target(json, texts, target.deployment());
            DecisionParts.alternatives(json, texts, decision.alternatives());
        }
        if (plan.question().options().explain() != Explain.NONE) {
            DecisionParts.reasons(json, decision.reasons());
            DecisionParts.wouldHave(json, texts, decision.wouldHave());
        }
        if (target != null) {
            json.writeObjectFieldStart("obligations");
            json.writeNumberField("maxOutputTokens", target.maxOutputTokens());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("cost");
        json.writeStringField("currency", plan.snapshot().catalog().catalog().currency());
        if (decision.requested() != null) {
            json.writeStringField("requested", decision.requested().toString());
        }
        if (target != null) {
            json.writeStringField("estimated", target.estimate().toString());
        }
        json.writeEndObject();
    }

    private static void right(JsonGenerator json, Plan plan, Decision decision) throws IOException {
        if (decision.verdict() instanceof Verdict.Defer(Instant retryAt)) {
            json.writeStringField("retryAfter", retryAt.toString());
        }
        if (decision.verdict() instanceof Verdict.Deny(var nearest)) {
            DecisionParts.nearestMiss(json, nearest);
        }
        if (plan.question().options().explain() == Explain.FULL) {
            DecisionParts.explanation(json, plan.explanation());
        }
        var ruleset = plan.snapshot().ruleset();
        json.writeObjectFieldStart("ruleset");
        json.writeNumberField("number", ruleset.number());
        json.writeStringField("digest", ruleset.digest());
        json.writeEndObject();
        json.writeObjectFieldStart("catalog");
        json.writeNumberField("version", plan.snapshot().catalog().catalog().version());
        json.writeEndObject();
        json.writeStringField("decidedAt", Times.toTheMillisecond(plan.at()));
    }
}
