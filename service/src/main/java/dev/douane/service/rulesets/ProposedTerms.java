package dev.douane.service.rulesets;

import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What is asked of a pack's terms when they are proposed, and never again: whatever was accepted stays as it is. */
final class ProposedTerms {
    private final String pointer;
    private final List<Violation> violations;

    /** @param pointer the pack's, such as {@code /packs/0} */
    ProposedTerms(String pointer, List<Violation> violations) {
        this.pointer = pointer;
        this.violations = violations;
    }

    /** Words are compared with what callers say, so each has one way to be written. */
    void refuseMisleading(EntryTerms terms) {
        scope("/scope", terms.scope());
        var scopes = terms.scopes() == null ? List.<EntryTerms.ScopeTerms>of() : terms.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            scope("/scopes/" + i + "/scope", scopes.get(i).scope());
        }
        var parameters = terms.parameters() == null ? Map.<String, String>of() : terms.parameters();
        parameters.forEach((name, value) -> {
            for (var word : value.split(",", -1)) {
                word("/parameters/" + name, word.strip());
            }
        });
    }

    private void scope(String at, @Nullable SortedMap<String, SortedSet<String>> scope) {
        if (scope != null) {
            scope.forEach((attribute, values) -> values.forEach(value -> word(at + "/" + attribute, value)));
        }
    }

    private void word(String at, String word) {
        var fault = PlainText.faultInWord(word);
        if (fault != null) {
            violations.add(new Violation(pointer + at, "(%s) %s".formatted(word, fault)));
        }
    }

    /** Who observes until a day that has passed enforces from the first call on, which nobody who writes it means. */
    void refusePast(EntryTerms terms, Instant now) {
        until("/until", terms.until(), now);
        var scopes = terms.scopes() == null ? List.<EntryTerms.ScopeTerms>of() : terms.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            until("/scopes/" + i + "/until", scopes.get(i).until(), now);
        }
    }

    private void until(String at, @Nullable Instant until, Instant now) {
        if (until != null && !until.isAfter(now)) {
            violations.add(new Violation(
                    pointer + at,
                    "(%s) must be later than now (%s). Maybe leave the mode out: the pack is then enforced at once."
                            .formatted(until, now)));
        }
    }
}
