package dev.douane.rules.decide;

import java.util.List;

/**
 * How the catalog came down to what was eligible.
 *
 * @param catalog deployments in the catalog
 * @param steps one per reason that can exclude, in the order they were asked
 * @param eligible deployments nothing ruled out
 */
public record Explanation(int catalog, List<Step> steps, int eligible) {
    /**
     * One reason's part.
     *
     * @param excluded deployments it rules out, whatever others rule out too
     * @param left deployments left of the catalog after it and all before it
     */
    public record Step(String rule, String effect, int excluded, int left) {}

    public Explanation {
        steps = List.copyOf(steps);
    }
}
