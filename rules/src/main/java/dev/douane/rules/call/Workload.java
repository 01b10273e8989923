package dev.douane.rules.call;

import org.jspecify.annotations.Nullable;

/**
 * What the call is for.
 *
 * @param task the caller's own word, kebab-case; null where not said
 * @param workloadClass what a classification pack made of it; the task itself where none spoke
 * @param criticality {@code low}, {@code standard}, {@code high}, {@code critical} or the installation's own words
 * @param phase {@code discovery}, {@code scaling}, {@code production}
 * @param interactive whether a person waits for the answer
 */
public record Workload(
        @Nullable String task, @Nullable String workloadClass, String criticality, String phase, boolean interactive) {
    /** Nothing was said: an interactive production workload of standard criticality. */
    public static final Workload UNKNOWN = new Workload(null, null, "standard", "production", true);

    public static Workload of(@Nullable String task, String criticality, String phase, boolean interactive) {
        return new Workload(task, task, criticality, phase, interactive);
    }

    public Workload classifiedAs(String workloadClass) {
        return new Workload(task, workloadClass, criticality, phase, interactive);
    }
}
