package dev.douane.service.packs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.signing.Envelope;
import dev.douane.rules.signing.TrustPolicy;
import dev.douane.rules.signing.TrustVerdict;
import dev.douane.rules.signing.Vouching;
import dev.douane.rules.signing.Weighed;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Whose word it takes here to publish a pack. Read at start: a policy that cannot be read stops it. */
@Startup(PacksFirstLook.FIRST)
@ApplicationScoped
class PackTrust {
    private static final String NO_POLICY = "none";
    private static final String NOTHING_ACCEPTED =
            "this installation has no trust policy, so it accepts no pack over HTTP: name one with"
                    + " douane.packs.trust, or accept unsigned packs with douane.packs.unsigned=allow";

    /** Documents remembered, a few kilobytes each. One per cent, where the cache keeps what is new to it, holds all that one request looks at. */
    private static final int REMEMBERED = 5_000;

    /** A document beside a pack. */
    private record Subject(String pack, String packDigest, String documentDigest) {}

    /** Under the policy below, which is the same as long as this server runs. */
    private final Cache<Subject, Weighed> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private final @Nullable TrustPolicy policy;
    private final boolean believesAnybody;
    private final String name;

    /** @param embedded whether this server keeps its own database, and so stands alone */
    @Inject
    PackTrust(
            PacksConfig config,
            @ConfigProperty(name = "douane.embedded-database", defaultValue = "false") boolean embedded) {
        this.policy = policy(config, embedded);
        this.believesAnybody = config.trust().isEmpty();
        this.name = config.trust().map(PackTrust::digest).orElse(NO_POLICY);
    }

    private static @Nullable TrustPolicy policy(PacksConfig config, boolean embedded) {
        if (config.trust().isEmpty()) {
            var unsigned = config.unsigned()
                    .map(word -> word == PacksConfig.Unsigned.ALLOW)
                    .orElse(embedded);
            return unsigned ? TrustPolicy.acceptingUnsigned() : null;
        }
        return read(config.trust().get());
    }

    /** @throws IllegalStateException if it is none */
    static TrustPolicy read(Path file) {
        try {
            return TrustPolicy.parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The trust policy (%s), named by douane.packs.trust, cannot be used: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** By its content, since that is what was agreed on; where it lies is this machine's. */
    private static String digest(Path file) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IllegalStateException("The trust policy (%s) cannot be read: %s".formatted(file, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Begins to look at a pack's signatures under the policy of today. */
    Vouching vouching(Pack pack) {
        return believed().vouching(pack);
    }

    private TrustPolicy believed() {
        return policy == null ? TrustPolicy.acceptingUnsigned() : policy;
    }

    /**
     * What a signature document says of a pack under the policy of today; verified once, and remembered by what it says.
     *
     * @param document an envelope as JSON
     * @throws IllegalArgumentException if it is none
     */
    Weighed weigh(Pack pack, String document) {
        return remembered.get(
                new Subject(pack.reference(), pack.digest(), PackSignatures.digest(document)),
                subject -> believed().weigh(pack, Envelope.parse(document)));
    }

    /** What all that was looked at is worth together. */
    TrustView standing(TrustVerdict verdict) {
        return policy == null
                ? new TrustView(name, false, 0, List.of(NOTHING_ACCEPTED))
                : new TrustView(name, verdict.accepted(), verdict.threshold(), verdict.objections());
    }

    /**
     * Demands it of a pack that is new here.
     *
     * @throws PackException saying what is missing or wrong about the signatures
     */
    void demand(Pack pack, List<String> signatures) throws PackException {
        demand(pack, signatures, nothing -> {});
    }

    /**
     * Demands it of what comes with a pack and what is stored beside it, together: whoever signs later brings a document of his own.
     *
     * @param signatures envelopes as JSON
     * @param stored counts what is stored
     * @throws PackException saying what is missing or wrong about the signatures
     */
    void demand(Pack pack, List<String> signatures, Consumer<Vouching> stored) throws PackException {
        if (policy == null) {
            throw refused(pack, List.of(NOTHING_ACCEPTED));
        }
        // what is stored beside a pack speaks of it, also for whoever believes in keys one day
        var misfits = believesAnybody
                ? TrustPolicy.misfits(
                        pack, signatures.stream().map(Envelope::parse).toList())
                : tooCostly(pack, signatures);
        if (!misfits.isEmpty()) {
            throw refused(pack, misfits);
        }
        var vouching = policy.vouching(pack);
        signatures.forEach(document -> vouching.count(weigh(pack, document)));
        stored.accept(vouching);
        var verdict = vouching.verdict();
        if (!verdict.accepted()) {
            throw refused(pack, verdict.objections());
        }
    }

    private List<String> tooCostly(Pack pack, List<String> signatures) {
        var refusals = new ArrayList<String>();
        for (int i = 0; i < signatures.size(); i++) {
            var document = "signature document %d".formatted(i + 1);
            weigh(pack, signatures.get(i)).refusal().ifPresent(why -> refusals.add(document + why));
        }
        return refusals;
    }

    private static PackException refused(Pack pack, List<String> objections) {
        return new PackException(
                pack.reference(),
                objections.stream()
                        .map(objection -> PackProblem.in("", objection))
                        .toList());
    }
}
