package dev.douane.rules.signing;

import dev.douane.rules.limits.Limit;
import dev.douane.rules.pack.Pack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one signature document says of one pack under one policy, whatever other documents there are. The same three give the same for good, so it can
 * be remembered.
 *
 * @param signers names of the keys that count and whose signatures verify, with whose each is
 * @param faults why what is in it counts for nothing; each is read behind what it is about
 * @param untried signatures that were not held against every key, because {@link Limit#SIGNATURE_TRIES} was reached
 */
public record Weighed(SortedMap<String, String> signers, List<String> faults, int untried) {
    public Weighed {
        signers = Collections.unmodifiableSortedMap(new TreeMap<>(signers));
        faults = List.copyOf(faults);
    }

    /** Why a new document like this is not taken; empty where it is. Read behind what it is about. */
    public Optional<String> refusal() {
        return untried == 0 ? Optional.empty() : Optional.of(untriedFault(untried));
    }

    static Weighed of(Envelope envelope, Pack pack, TrustPolicy.Demand demand) {
        var objection = Statement.objection(envelope, pack);
        if (objection.isPresent()) {
            return new Weighed(Collections.emptySortedMap(), List.of(" " + objection.get()), 0);
        }
        var signers = new TreeMap<String, String>();
        var faults = new ArrayList<String>();
        if (envelope.signatures().isEmpty()) {
            faults.add(" holds no signature");
        }
        var signed = envelope.signedBytes();
        // those whose key is named have their try before the others share what is left: strangers' signatures keep none
        // out
        long left = Limit.SIGNATURE_TRIES.most()
                - envelope.signatures().stream()
                        .filter(each -> named(demand, each).isPresent())
                        .count();
        int untried = 0;
        for (var signature : envelope.signatures()) {
            var named = named(demand, signature);
            var all = named.map(List::of).orElse(demand.holders());
            var tried = named.isPresent() ? all : all.subList(0, (int) Math.min(left, all.size()));
            int tries = 0;
            var signer = Optional.<TrustPolicy.Holder>empty();
            var bytes = signature.bytes();
            while (signer.isEmpty() && tries < tried.size()) {
                var holder = tried.get(tries++);
                if (holder.key().verifies(signed, bytes)) {
                    signer = Optional.of(holder);
                }
            }
            left -= named.isPresent() ? 0 : tries;
            if (signer.isPresent()) {
                signers.put(signer.get().name(), signer.get().owner());
            } else if (tried.size() < all.size()) {
                untried++;
            } else {
                faults.add(": " + why(named, signature));
            }
        }
        if (untried > 0) {
            faults.add(untriedFault(untried));
        }
        return new Weighed(signers, faults, untried);
    }

    private static String untriedFault(int untried) {
        return (": signatures of a document are held against keys at most %d times, so %d of its signatures were not held against every key that"
                        + " counts; maybe name their keys (keyid), or sign in several documents")
                .formatted(Limit.SIGNATURE_TRIES.most(), untried);
    }

    /** The key id is a hint that anybody may write: it says which key to try, never which key it was. */
    private static Optional<TrustPolicy.Holder> named(TrustPolicy.Demand demand, Envelope.Signature signature) {
        return demand.holders().stream()
                .filter(holder -> holder.key().id().equals(signature.keyId()))
                .findFirst();
    }

    private static String why(Optional<TrustPolicy.Holder> named, Envelope.Signature signature) {
        if (signature.keyId().isEmpty()) {
            return "a signature without key id is by none of the keys that count here";
        }
        var id = signature.keyId().replaceAll("[^\\x20-\\x7e]", "?");
        var shown = id.length() <= 80 ? id : id.substring(0, 80) + "…";
        return named.map(
                        holder -> "the signature said to be by %s (%s) does not verify".formatted(holder.name(), shown))
                .orElse("key (%s) does not count for this concern".formatted(shown));
    }
}
