package dev.douane.service.packs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.worker.ProvenRule;
import java.util.List;
import java.util.Objects;

/** What a pack's own scenarios showed, as JSON in its row: its rules, and for each the scenarios that fire it. */
record VerifiedRules(List<RuleView> rules) {
    /**
     * One rule.
     *
     * @param firedBy names of the scenarios that fire it, at least one
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonPropertyOrder({"id", "reason", "cites", "firedBy"})
    record RuleView(String id, String reason, List<String> cites, List<String> firedBy) {
        RuleView {
            cites = Objects.requireNonNullElse(cites, List.of());
            firedBy = Objects.requireNonNullElse(firedBy, List.of());
        }
    }

    static VerifiedRules of(List<ProvenRule> rules) {
        return new VerifiedRules(rules.stream()
                .map(rule -> new RuleView(rule.id(), rule.reason(), rule.cites(), rule.firedBy()))
                .toList());
    }
}
