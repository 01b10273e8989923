package dev.douane.service.decisions;

import dev.douane.rules.call.Question;
import dev.douane.service.identity.Reach;
import dev.douane.service.platform.ProblemException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gateway asks, as it was understood: absent members stand at their defaults.
 *
 * @param attributes the gateway's own marks; recorded, and of no consequence
 */
record DecisionRequest(Question question, SortedMap<String, String> attributes) {
    DecisionRequest {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /**
     * The same, asked with a key of this reach.
     *
     * @param pointer where the request stands in what was sent
     * @throws ProblemException as {@link Reach#completed}
     */
    DecisionRequest within(Reach reach, String pointer) {
        return reach == Reach.UNLIMITED
                ? this
                : new DecisionRequest(
                        question.from(reach.completed(question.caller(), pointer + "/caller")), attributes);
    }
}
