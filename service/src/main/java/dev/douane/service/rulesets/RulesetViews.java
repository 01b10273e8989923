package dev.douane.service.rulesets;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows rulesets with their approvals and activations. Called inside a transaction. */
@ApplicationScoped
class RulesetViews {
    /** Approvals that are shown with a ruleset; whoever is the first to approve it is among them. */
    private static final int APPROVALS_MAX = 50;

    private final RulesetRows rows;
    private final ActivationRows activations;
    private final ChangeRows changes;
    private final StrictJson json;
    private final KnownKeys known;
    private final TimeSource time;

    @Inject
    RulesetViews(
            RulesetRows rows,
            ActivationRows activations,
            ChangeRows changes,
            StrictJson json,
            KnownKeys known,
            TimeSource time) {
        this.rows = rows;
        this.activations = activations;
        this.changes = changes;
        this.json = json;
        this.known = known;
        this.time = time;
    }

    /** @throws ProblemException RULESET_NOT_FOUND */
    RulesetView of(int number) {
        var row = rows.findById(number);
        if (row == null) {
            throw new ProblemException(ProblemType.RULESET_NOT_FOUND, "There is no ruleset (%d).".formatted(number));
        }
        return of(List.of(row)).getFirst();
    }

    /** In the same order. */
    List<RulesetView> of(List<RulesetRow> shown) {
        var now = time.now();
        var numbers = shown.stream().map(row -> row.number).toList();
        var approvals = byRuleset(changes.first(ChangeRow.APPROVE, numbers, APPROVALS_MAX));
        var proposals = byRuleset(changes.first(ChangeRow.PROPOSE, numbers, Rulesets.REASONS_MAX));
        var last = new HashMap<Integer, ActivationRow>();
        activations.lastEffective(numbers, now).forEach(activation -> last.put(activation.ruleset, activation));
        var next = new HashMap<Integer, Instant>();
        activations
                .scheduled(now)
                .forEach(activation -> next.putIfAbsent(activation.ruleset, activation.effectiveFrom()));
        return shown.stream()
                .map(row -> RulesetView.of(
                        row,
                        proposals.getOrDefault(row.number, List.of()),
                        approvals.getOrDefault(row.number, List.of()),
                        next.get(row.number),
                        last.get(row.number),
                        json,
                        known))
                .toList();
    }

    private static Map<Integer, List<ChangeRow>> byRuleset(List<ChangeRow> changes) {
        return changes.stream().collect(Collectors.groupingBy(change -> change.ruleset));
    }
}
