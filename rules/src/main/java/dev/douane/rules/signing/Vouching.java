package dev.douane.rules.signing;

import dev.douane.rules.pack.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    private static final TrustPolicy.Demand NOTHING = new TrustPolicy.Demand(0, List.of());

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

    /** Counts one more signature document. */
    public Worth count(Envelope envelope) {
        documents++;
        var here = new TreeMap<String, String>();
        var faults = new ArrayList<String>(); // each is read behind what it is about
        look(envelope, demand == null ? NOTHING : demand, here, faults);
        var isFirstOf = !signers.keySet().containsAll(here.keySet());
        signers.putAll(here);
        faults.forEach(fault -> object("signature document %d%s".formatted(documents, fault)));
        return new Worth(
                here,
                isFirstOf,
                faults.stream().map(fault -> "the document" + fault).toList());
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

    private void look(
            Envelope envelope, TrustPolicy.Demand asked, SortedMap<String, String> here, List<String> faults) {
        var objection = Statement.objection(envelope, pack);
        if (objection.isPresent()) {
            faults.add(" " + objection.get());
            return;
        }
        if (envelope.signatures().isEmpty()) {
            faults.add(" holds no signature");
        }
        var signed = envelope.signedBytes();
        for (var signature : envelope.signatures()) {
            var holder = holder(asked, signed, signature);
            if (holder.isEmpty()) {
                faults.add(": " + why(asked, signature));
            } else {
                here.put(holder.get().name(), holder.get().owner());
            }
        }
    }

    /** The key id is a hint that anybody may write: it says which key to try, never which key it was. */
    private static Optional<TrustPolicy.Holder> holder(
            TrustPolicy.Demand demand, byte[] signed, Envelope.Signature signature) {
        var hinted = demand.holders().stream()
                .filter(holder -> holder.key().id().equals(signature.keyId()))
                .toList();
        return (hinted.isEmpty() ? demand.holders() : hinted)
                .stream()
                        .filter(holder -> holder.key().verifies(signed, signature.bytes()))
                        .findFirst();
    }

    private static String why(TrustPolicy.Demand demand, Envelope.Signature signature) {
        if (signature.keyId().isEmpty()) {
            return "a signature without key id is by none of the keys that count here";
        }
        var id = signature.keyId().replaceAll("[^\\x20-\\x7e]", "?");
        var shown = id.length() <= 80 ? id : id.substring(0, 80) + "…";
        return demand.holders().stream()
                .filter(holder -> holder.key().id().equals(signature.keyId()))
                .findFirst()
                .map(holder -> "the signature said to be by %s (%s) does not verify".formatted(holder.name(), shown))
                .orElse("key (%s) does not count for this concern".formatted(shown));
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
