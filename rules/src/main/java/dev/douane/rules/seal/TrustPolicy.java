package dev.douane.rules.seal;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom an installation believes: for each concern, which keys may vouch for a pack and how many of them must.
 *
 * <p>A concern that the policy does not name accepts no pack at all. Immutable and safe for use by many threads.
 */
public final class TrustPolicy {
    /**
     * A key that is believed.
     *
     * @param name what the policy calls it
     * @param owner whose it is
     */
    record Holder(String name, String owner, TrustedKey key) {}

    /**
     * What one concern asks for.
     *
     * @param threshold how many different keys must have signed, 0 for none
     * @param holders whose signatures count
     */
    record Demand(int threshold, List<Holder> holders) {
        Demand {
            holders = List.copyOf(holders);
        }
    }

    private final Map<Concern, Demand> demands;

    TrustPolicy(Map<Concern, Demand> demands) {
        this.demands = new EnumMap<>(Concern.class);
        this.demands.putAll(demands);
    }

    /** The policy of an installation that asks for no signatures. */
    public static TrustPolicy acceptingUnsigned() {
        var demands = new EnumMap<Concern, Demand>(Concern.class);
        for (var concern : Concern.values()) {
            demands.put(concern, new Demand(0, List.of()));
        }
        return new TrustPolicy(demands);
    }

    /**
     * Reads a policy in YAML; the form is in {@code docs/governance/keys.md}.
     *
     * @throws IllegalArgumentException saying what is wrong in it
     */
    public static TrustPolicy parse(String yaml) {
        return TrustPolicyYaml.parse(yaml);
    }

    /**
     * What of the signatures that came with a pack says nothing about it, whoever is believed: it is about something else, or is no
     * signature. Empty where nothing is.
     */
    public static List<String> misfits(Pack pack, List<Envelope> envelopes) {
        var misfits = new ArrayList<String>();
        if (envelopes.size() > Size.ENVELOPES.most()) {
            misfits.add(
                    "signature documents (%d) must be at most %d".formatted(envelopes.size(), Size.ENVELOPES.most()));
        }
        for (int i = 0; i < Math.min(envelopes.size(), Size.ENVELOPES.most()); i++) {
            var objection = Statement.objection(envelopes.get(i), pack);
            if (objection.isPresent()) {
                misfits.add("signature document %d %s".formatted(i + 1, objection.get()));
            } else if (envelopes.get(i).signatures().isEmpty()) {
                misfits.add("signature document %d holds no signature".formatted(i + 1));
            }
        }
        return misfits;
    }

    /**
     * Holds a pack against the policy. Signatures are counted by key: two by the same key count once, and a signature that does not
     * verify, is by a key that does not count here, or is about something else counts for nothing and is named among the objections.
     *
     * @param envelopes all signatures that came with the pack, in any order
     */
    public TrustVerdict verify(Pack pack, List<Envelope> envelopes) {
        var concern = pack.manifest().concern();
        var demand = demands.get(concern);
        if (demand == null) {
            return new TrustVerdict(
                    false,
                    Collections.emptySortedMap(),
                    0,
                    List.of("the trust policy says nothing about packs of concern (%s), so none is accepted"
                            .formatted(concern.word())));
        }
        var objections = new ArrayList<String>();
        if (envelopes.size() > Size.ENVELOPES.most()) {
            objections.add("signature documents (%d) must be at most %d: none was looked at"
                    .formatted(envelopes.size(), Size.ENVELOPES.most()));
        }
        var signers = new TreeMap<String, String>();
        if (envelopes.size() <= Size.ENVELOPES.most()) {
            for (int i = 0; i < envelopes.size(); i++) {
                count(pack, envelopes.get(i), "signature document %d".formatted(i + 1), demand, signers, objections);
            }
        }
        boolean accepted = signers.size() >= demand.threshold();
        if (!accepted) {
            objections.add("%s asks for signatures by %d of %s, but %s"
                    .formatted(concern.word(), demand.threshold(), names(demand), has(signers)));
        }
        return new TrustVerdict(accepted, signers, demand.threshold(), objections);
    }

    /**
     * What one signature document is worth for a pack.
     *
     * @param signers names of the keys that count and whose signatures verify, with whose each is
     * @param objections why what is in it counts for nothing, in words
     */
    public record Worth(SortedMap<String, String> signers, List<String> objections) {
        public Worth {
            signers = Collections.unmodifiableSortedMap(new TreeMap<>(signers));
            objections = List.copyOf(objections);
        }
    }

    /** Looks at one signature document by itself, as {@link #verify} counts it. */
    public Worth worth(Pack pack, Envelope envelope) {
        var objections = new ArrayList<String>();
        var signers = new TreeMap<String, String>();
        var demand = demands.getOrDefault(pack.manifest().concern(), new Demand(0, List.of()));
        count(pack, envelope, "the document", demand, signers, objections);
        return new Worth(signers, objections);
    }

    private static void count(
            Pack pack,
            Envelope envelope,
            String document,
            Demand demand,
            SortedMap<String, String> signers,
            List<String> objections) {
        var objection = Statement.objection(envelope, pack);
        if (objection.isPresent()) {
            objections.add("%s %s".formatted(document, objection.get()));
            return;
        }
        if (envelope.signatures().isEmpty()) {
            objections.add("%s holds no signature".formatted(document));
        }
        var signed = envelope.signedBytes();
        for (var signature : envelope.signatures()) {
            var holder = holder(demand, signed, signature);
            if (holder.isEmpty()) {
                objections.add("%s: %s".formatted(document, why(demand, signature)));
            } else {
                signers.put(holder.get().name(), holder.get().owner());
            }
        }
    }

    /** The key id is a hint that anybody may write: it says which key to try, never which key it was. */
    private static Optional<Holder> holder(Demand demand, byte[] signed, Envelope.Signature signature) {
        var hinted = demand.holders().stream()
                .filter(holder -> holder.key().id().equals(signature.keyId()))
                .toList();
        return (hinted.isEmpty() ? demand.holders() : hinted)
                .stream()
                        .filter(holder -> holder.key().verifies(signed, signature.bytes()))
                        .findFirst();
    }

    private static String why(Demand demand, Envelope.Signature signature) {
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

    private static String names(Demand demand) {
        return String.join(
                ", ", demand.holders().stream().map(Holder::name).sorted().toList());
    }

    private static String has(SortedMap<String, String> signers) {
        return switch (signers.size()) {
            case 0 -> "none of them signed";
            case 1 -> "only %s signed".formatted(signers.firstKey());
            default -> "only %s signed".formatted(String.join(", ", signers.keySet()));
        };
    }
}
