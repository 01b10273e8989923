package dev.douane.service.packs;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.signing.Envelope;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A pack on its way in: read, trusted, held against its scenarios, stored. Whatever is wrong with it is said in one answer. */
@ApplicationScoped
class Publishing {
    private final Packs packs;
    private final PackTrust trust;
    private final CompileQueue queue;
    private final PackWorkers proving;
    private final PackVocabulary vocabulary;
    private final PublishingAllowance allowance;
    private final StrictJson json;

    @Inject
    Publishing(
            Packs packs,
            PackTrust trust,
            CompileQueue queue,
            PackWorkers proving,
            PackVocabulary vocabulary,
            PublishingAllowance allowance,
            StrictJson json) {
        this.packs = packs;
        this.trust = trust;
        this.queue = queue;
        this.proving = proving;
        this.vocabulary = vocabulary;
        this.allowance = allowance;
        this.json = json;
    }

    /** @param fresh false where the same version with the same content was there already */
    record Published(Pack pack, boolean fresh) {}

    /**
     * Publishes.
     *
     * @param signatures DSSE envelopes as JSON; they are stored beside the pack
     * @throws ProblemException PACK_REJECTED with everything that is wrong, CONFLICT where the version exists with another content or has no
     *     room for a signature, TOO_MANY_REQUESTS where the key published as much as it may, OVERLOADED
     */
    Published publish(byte[] zip, List<String> signatures, String by) {
        check(signatures);
        try {
            return queue.run(() -> published(zip, signatures, by));
        } catch (PackException e) {
            throw PackProblems.rejected(e);
        }
    }

    private Published published(byte[] zip, List<String> signatures, String by) throws PackException {
        var pack = proving.authors().read("The archive", zip);
        var digest =
                packs.digest(pack.manifest().name(), pack.manifest().version().toString());
        if (digest.isPresent() && digest.get().equals(pack.digest())) {
            trust.demand(pack, signatures, vouching -> packs.count(pack, vouching));
            packs.addSignatures(pack, signatures, by);
            return new Published(pack, false);
        }
        trust.demand(pack, signatures);
        if (digest.isPresent()) {
            throw exists(pack, digest.get());
        }
        allowance.demand(pack, by);
        var verified = VerifiedRules.of(proving.authors().prove(pack, vocabulary.today()));
        var report = new String(json.write(verified), StandardCharsets.UTF_8);
        var stored = packs.publish(pack, report, signatures, by);
        if (!stored.equals(pack.digest())) {
            throw exists(pack, stored);
        }
        return new Published(pack, true);
    }

    private static void check(List<String> signatures) {
        if (signatures.size() > Size.ENVELOPES.most()) {
            throw new ProblemException(
                    ProblemType.PACK_REJECTED,
                    "signature documents (%d) must be at most %d.".formatted(signatures.size(), Size.ENVELOPES.most()));
        }
        for (int i = 0; i < signatures.size(); i++) {
            try {
                var unused = Envelope.parse(signatures.get(i));
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        ProblemType.PACK_REJECTED, "Signature document %d %s.".formatted(i + 1, e.getMessage()));
            }
        }
    }

    private static ProblemException exists(Pack pack, String digest) {
        return new ProblemException(
                ProblemType.CONFLICT,
                "pack (%s) is already stored with another digest: %s, not %s. Maybe raise the version in pack.yaml."
                        .formatted(pack.reference(), digest, pack.digest()));
    }
}
