package dev.douane.service.decisions;

import dev.douane.rules.call.Question;
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
}
