package dev.douane.rules.signing;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    private static final Demand NOTHING = new Demand(0, List.of());

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

    /** Begins to hold a pack against the policy; nothing is signed so far. */
    public Vouching vouching(Pack pack) {
        return new Vouching(pack, demands.get(pack.manifest().concern()));
    }

    /** What a signature document says of a pack under this policy. */
    public Weighed weigh(Pack pack, Envelope envelope) {
        return Weighed.of(envelope, pack, demands.getOrDefault(pack.manifest().concern(), NOTHING));
    }

    /**
     * Holds a pack against the policy.
     *
     * @param envelopes all signatures that came with the pack, in any order; every one is looked at, and one that would be refused accepts nothing
     */
    public TrustVerdict verify(Pack pack, List<Envelope> envelopes) {
        var vouching = vouching(pack);
        boolean taken = true;
        for (var envelope : envelopes) {
            var weighed = weigh(pack, envelope);
            taken &= weighed.refusal().isEmpty();
            vouching.count(weighed);
        }
        var verdict = vouching.verdict();
        return taken ? verdict : new TrustVerdict(false, verdict.signers(), verdict.threshold(), verdict.objections());
    }
}
