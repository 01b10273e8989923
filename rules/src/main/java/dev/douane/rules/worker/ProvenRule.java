package dev.douane.rules.worker;

import java.util.List;

/**
 * A rule of a pack that keeps what its scenarios promise.
 *
 * @param id the rule's {@code @id}
 * @param reason its {@code @reason}, parameters filled in
 * @param cites articles it rests on
 * @param firedBy names of the scenarios that fire it
 */
public record ProvenRule(String id, String reason, List<String> cites, List<String> firedBy) {
    public ProvenRule {
        cites = List.copyOf(cites);
        firedBy = List.copyOf(firedBy);
    }
}
