package dev.douane.rules.pack;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must come of a scenario. What is null is not looked at.
 *
 * @param verdict the word of the API: {@code allow}, {@code reroute}, {@code downgrade}, {@code defer} or {@code deny}
 * @param deployment where the call goes
 * @param because the ids of exactly the rules that fire
 * @param workloadClass what the call is classified as
 * @param maxOutputTokens the output cap that the answer obliges the gateway to
 * @param flags exactly the marks that are set
 * @param effects exactly the effects, as rules write them: {@code requireHosting(EEA)}
 */
public record Expectation(
        String verdict,
        @Nullable String deployment,
        SortedSet<String> because,
        @Nullable String workloadClass,
        @Nullable Integer maxOutputTokens,
        @Nullable SortedSet<String> flags,
        @Nullable SortedSet<String> effects) {
    public Expectation {
        because = sorted(because);
        flags = flags == null ? null : sorted(flags);
        effects = effects == null ? null : sorted(effects);
    }

    private static SortedSet<String> sorted(Collection<String> words) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
}
