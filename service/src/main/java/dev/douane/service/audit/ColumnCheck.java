package dev.douane.service.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.rules.money.Money;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the columns of a decision against its documents, which say the same: columns are what lists find it by, documents are what was said. Whoever
 * changes the one and not the other is told by this; whoever changes both alike is not.
 */
final class ColumnCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> contradicted = new ArrayList<>();
    private final DecisionSummary row;
    private final JsonNode answer;
    private final JsonNode request;
    private final JsonNode evidence;

    private ColumnCheck(DecisionSummary row, JsonNode answer, JsonNode request, JsonNode evidence) {
        this.row = row;
        this.answer = answer;
        this.request = request;
        this.evidence = evidence;
    }

    /** @return the columns that the documents contradict; {@code documents} alone where they cannot be read */
    static List<String> contradicted(LoggedDecision decision) {
        try {
            var documents = decision.documents();
            var check = new ColumnCheck(
                    decision.summary(),
                    JSON.readTree(documents.answer()),
                    JSON.readTree(documents.request()),
                    JSON.readTree(documents.evidence()));
            check.all();
            return check.contradicted;
        } catch (IOException | RuntimeException e) {
            return List.of("documents");
        }
    }

    private void all() {
        text("id", row.id().toString(), answer.path("id"));
        text(
                "decided_at",
                row.decidedAt().truncatedTo(ChronoUnit.MILLIS).toString(),
                instant(answer.path("decidedAt")));
        text("mode", row.mode(), request.at("/options/mode"));
        text("verdict", row.verdict(), answer.path("verdict"));
        text("because", row.because(), answer.at("/because/code"));
        text("would_have", row.wouldHave(), told("wouldHave").path("verdict"));
        caller();
        target();
        number("ruleset", row.ruleset(), answer.at("/ruleset/number"));
        number("catalog", row.catalog(), answer.at("/catalog/version"));
        money("requested_nanos", row.requested(), answer.at("/cost/requested"));
        money("held_nanos", row.held(), answer.at("/hold/amount"));
        if (!rules().equals(new TreeSet<>(row.rules()))) {
            contradicted.add("rules");
        }
    }

    private void caller() {
        var caller = request.path("caller");
        text("organisation", row.caller().organisation(), caller.path("organisation"));
        text("product", row.caller().product(), caller.path("product"));
        text("team", row.caller().team(), caller.path("team"));
        text("workflow", row.caller().workflow(), caller.path("workflow"));
        text("caller_user", row.caller().user(), caller.path("user"));
        text("run", row.caller().run(), caller.path("run"));
        text("environment", row.caller().environment(), caller.path("environment"));
        text("model_asked", row.modelAsked(), request.at("/call/model"));
    }

    private void target() {
        var said = answer.path("target");
        var target = row.target();
        text("deployment", target == null ? null : target.deployment(), said.path("deployment"));
        text("model", target == null ? null : target.model(), said.path("model"));
        text("provider", target == null ? null : target.provider(), said.path("provider"));
        text("region", target == null ? null : target.region(), said.path("region"));
        text("hosting", target == null ? null : target.hosting(), said.path("hosting"));
        text("control", target == null ? null : target.control(), said.path("control"));
        text("tier", target == null ? null : target.tier(), said.path("tier"));
        money("estimated_nanos", target == null ? null : target.estimated(), answer.at("/cost/estimated"));
    }

    /** Those of reasons, but for a rule that failed while it was only observed: that one stands under its own id in what would have been. */
    private Set<String> rules() {
        var rules = new TreeSet<String>();
        for (var reason : told("reasons")) {
            if (!reason.path("mode").asText().equals("observe")
                    || !reason.path("rule").asText().equals("rule-error")) {
                rules.add(reason.path("rule").asText());
            }
        }
        told("wouldHave").path("because").forEach(rule -> rules.add(rule.asText()));
        return rules;
    }

    /** In the answer, or in the evidence where the gateway asked to be spared it. */
    private JsonNode told(String member) {
        return answer.has(member) ? answer.path(member) : evidence.path(member);
    }

    private void text(String column, @Nullable String held, JsonNode said) {
        text(column, held, said.isMissingNode() ? null : said.asText());
    }

    private void text(String column, @Nullable String held, @Nullable String said) {
        if (held == null ? said != null : !held.equals(said)) {
            contradicted.add(column);
        }
    }

    private static @Nullable String instant(JsonNode said) {
        return said.isMissingNode() ? null : Instant.parse(said.asText()).toString();
    }

    private void number(String column, int held, JsonNode said) {
        if (!said.isInt() || said.intValue() != held) {
            contradicted.add(column);
        }
    }

    private void money(String column, @Nullable Money held, JsonNode said) {
        var amount = said.isMissingNode() ? null : Money.parse(said.asText());
        if (held == null ? amount != null : !held.equals(amount)) {
            contradicted.add(column);
        }
    }
}
