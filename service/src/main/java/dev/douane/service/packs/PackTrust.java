package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.seal.Envelope;
import dev.douane.rules.seal.TrustPolicy;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Whose word it takes here to publish a pack. Read at start: a policy that cannot be read stops it. */
@Startup(PacksFirstLook.FIRST)
@ApplicationScoped
class PackTrust {
    private final @Nullable TrustPolicy policy;
    private final boolean believesAnybody;

    /** @param embedded whether this server keeps its own database, and so stands alone */
    @Inject
    PackTrust(
            PacksConfig config,
            @ConfigProperty(name = "douane.embedded-database", defaultValue = "false") boolean embedded) {
        this.policy = policy(config, embedded);
        this.believesAnybody = config.trust().isEmpty();
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

    /** @throws PackException saying what is missing or wrong about the signatures */
    void demand(Pack pack, List<Envelope> signatures) throws PackException {
        if (policy == null) {
            throw new PackException(
                    pack.reference(),
                    List.of(
                            PackProblem.in(
                                    "",
                                    "this installation has no trust policy, so it accepts no pack over HTTP: name one with"
                                            + " douane.packs.trust, or accept unsigned packs with douane.packs.unsigned=allow")));
        }
        // what is stored beside a pack speaks of it, also for whoever believes in keys one day
        var misfits = believesAnybody ? TrustPolicy.misfits(pack, signatures) : List.<String>of();
        if (!misfits.isEmpty()) {
            throw refused(pack, misfits);
        }
        var verdict = policy.verify(pack, signatures);
        if (!verdict.accepted()) {
            throw refused(pack, verdict.objections());
        }
    }

    private static PackException refused(Pack pack, List<String> objections) {
        return new PackException(
                pack.reference(),
                objections.stream()
                        .map(objection -> PackProblem.in("", objection))
                        .toList());
    }
}
