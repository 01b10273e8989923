package dev.douane.service.cli.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what was answered to a file of calls. One thread at a time. */
final class Tally {
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, String> messages = new TreeMap<>();
    private final Map<String, Long> tokensByHosting = new TreeMap<>();
    private final Map<String, Long> tokensByControl = new TreeMap<>();
    private final List<Long> latencies = new ArrayList<>();
    private String currency = "";
    private String ruleset = "";
    private String catalog = "";
    private BigDecimal asked = BigDecimal.ZERO;
    private BigDecimal askedOfServed = BigDecimal.ZERO;
    private BigDecimal decided = BigDecimal.ZERO;
    private int unpricedAsAsked;

    void add(JsonNode question, JsonNode decision, long nanos) {
        latencies.add(nanos);
        verdicts.merge(decision.path("verdict").asText(), 1, Integer::sum);
        currency = decision.path("cost").path("currency").asText();
        ruleset = decision.path("ruleset").path("number").asText();
        catalog = decision.path("catalog").path("version").asText();
        var served = decision.path("target").isObject();
        for (var reason : decision.path("reasons")) {
            if (served && !reason.has("pack")) {
                continue; // the house's own checks explain a refusal; of a call that may go they are no news
            }
            var rule = reason.path("rule").asText();
            reasons.merge(rule, 1, Integer::sum);
            messages.putIfAbsent(rule, reason.path("message").asText());
        }
        cost(decision);
        var target = decision.path("target");
        if (target.isObject()) {
            var tokens = question.path("call").path("inputTokens").asLong()
                    + decision.path("obligations").path("maxOutputTokens").asLong();
            tokensByHosting.merge(target.path("hosting").asText("unknown"), tokens, Long::sum);
            tokensByControl.merge(target.path("control").asText("unknown"), tokens, Long::sum);
        }
    }

    private void cost(JsonNode decision) {
        var requested = decision.path("cost").path("requested");
        var served = decision.path("target").isObject();
        if (requested.isMissingNode() || requested.isNull()) {
            unpricedAsAsked++;
            return;
        }
        var amount = new BigDecimal(requested.asText());
        asked = asked.add(amount);
        if (served) {
            askedOfServed = askedOfServed.add(amount);
            decided = decided.add(
                    new BigDecimal(decision.path("cost").path("estimated").asText()));
        }
    }

    int calls() {
        return latencies.size();
    }

    Map<String, Integer> verdicts() {
        return verdicts;
    }

    /** Calls by rule. */
    Map<String, Integer> reasons() {
        return reasons;
    }

    String message(String rule) {
        return messages.getOrDefault(rule, "");
    }

    /** Input and largest output tokens of the calls that may go, by hosting country. */
    Map<String, Long> tokensByHosting() {
        return tokensByHosting;
    }

    Map<String, Long> tokensByControl() {
        return tokensByControl;
    }

    String currency() {
        return currency;
    }

    String ruleset() {
        return ruleset;
    }

    String catalog() {
        return catalog;
    }

    /** What all calls would have cost as asked. */
    BigDecimal asked() {
        return asked;
    }

    /** What the calls that may go would have cost as asked. */
    BigDecimal askedOfServed() {
        return askedOfServed;
    }

    /** What the calls that may go cost as decided. */
    BigDecimal decided() {
        return decided;
    }

    /** Calls that name no model of a known price, so that there is no price as asked to compare with. */
    int unpricedAsAsked() {
        return unpricedAsAsked;
    }

    /**
     * The latency that so many of a hundred calls stayed within, in nanoseconds; zero where there was none.
     *
     * @param percent 0 to 100
     */
    long latency(int percent) {
        if (latencies.isEmpty()) {
            return 0;
        }
        var sorted = latencies.stream().sorted().toList();
        return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1));
    }
}
