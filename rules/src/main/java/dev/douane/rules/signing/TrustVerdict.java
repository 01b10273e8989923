package dev.douane.rules.signing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a pack is vouched for as its concern demands, and if not, exactly why not.
 *
 * @param accepted whether the pack may be used
 * @param signers names of the keys that count, with whose each is, each key once
 * @param threshold how many keys must have signed; 0 where unsigned packs of the concern are accepted
 * @param objections what keeps the pack out or did not count, in words; may hold remarks on ignored signatures even when accepted
 */
public record TrustVerdict(
        boolean accepted, SortedMap<String, String> signers, int threshold, List<String> objections) {
    public TrustVerdict {
        signers = Collections.unmodifiableSortedMap(new TreeMap<>(signers));
        objections = List.copyOf(objections);
    }

    /** The names of the keys that count. */
    public SortedSet<String> signerNames() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(signers.keySet()));
    }
}
