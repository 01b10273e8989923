package dev.douane.rules.signing;

import dev.douane.rules.pack.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds one pack against a trust policy, signature document by signature document: every one is looked at, however many there are, and they need
 * not be in memory together. Not safe for use by several threads.
 *
 * <p>Signatures are counted by key: two by the same key count once, and a signature that does not verify, is by a key that does not count here,
 * or is about something else counts for nothing and is named among the objections.
 */
public final class Vouching {
    /** Objections that a verdict names; of more it says how many. */
    static final int OBJECTIONS_MAX = 100;

    private final Pack pack;
    private final TrustPolicy.@Nullable Demand demand;
    private final SortedMap<String, String> signers = new TreeMap<>();
    private final List<String> objections = new ArrayList<>();
    private long documents;
    private long unnamed;

    /** @param demand what the pack's concern asks for; null where the policy does not name the concern */
    Vouching(Pack pack, TrustPolicy.@Nullable Demand demand) {
        this.pack = pack;
        this.demand = demand;
    }

    /**
     * What one signature document is worth.
     *
     * @param signers names of the keys that count and whose signatures verify, with whose each is
     * @param isFirstOf whether one of them signed in no document before
     * @param objections why what is in it counts for nothing, in words
     */
    public record Worth(SortedMap<String, String> signers, boolean isFirstOf, List<String> objections) {
        public Worth {
            signers = Collections.unmodifiableSortedMap(new TreeMap<>(signers));
            objections = List.copyOf(objections);
        }
    }

    /** Counts one more signature document, which was weighed for this pack under this policy. */
    public Worth count(Weighed document) {
        documents++;
        var isFirstOf = !signers.keySet().containsAll(document.signers().keySet());
        signers.putAll(document.signers());
        document.faults().forEach(fault -> object("signature document %d%s".formatted(documents, fault)));
        return new Worth(
                document.signers(),
                isFirstOf,
                document.faults().stream().map(fault -> "the document" + fault).toList());
    }

    private void object(String objection) {
        if (objections.size() < OBJECTIONS_MAX) {
            objections.add(objection);
        } else {
            unnamed++;
        }
    }

    /** Whether what was counted so far is enough. */
    public TrustVerdict verdict() {
        if (demand == null) {
            return new TrustVerdict(
                    false,
                    Collections.emptySortedMap(),
                    0,
                    List.of("the trust policy says nothing about packs of concern (%s), so none is accepted"
                            .formatted(pack.manifest().concern().word())));
        }
        var told = new ArrayList<>(objections);
        if (unnamed > 0) {
            told.add("%d more signatures and documents count for nothing".formatted(unnamed));
        }
        boolean accepted = signers.size() >= demand.threshold();
        if (!accepted) {
            told.add("%s asks for signatures by %d of %s, but %s"
                    .formatted(pack.manifest().concern().word(), demand.threshold(), names(demand), has(signers)));
        }
        return new TrustVerdict(accepted, signers, demand.threshold(), told);
    }

    private static String names(TrustPolicy.Demand demand) {
        return String.join(
                ", ",
                demand.holders().stream().map(TrustPolicy.Holder::name).sorted().toList());
    }

    private static String has(SortedMap<String, String> signers) {
        return switch (signers.size()) {
            case 0 -> "none of them signed";
            case 1 -> "only %s signed".formatted(signers.firstKey());
            default -> "only %s signed".formatted(String.join(", ", signers.keySet()));
        };
    }
}
