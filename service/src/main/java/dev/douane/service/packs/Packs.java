package dev.douane.service.packs;

import dev.douane.rules.pack.ManifestDocument;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.signing.Vouching;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The published packs. A published version never changes. */
@ApplicationScoped
public class Packs {
    private static final Logger LOG = Logger.getLogger(Packs.class);

    private static final String START = "start";

    private final PackRows rows;
    private final PackSignatures signatures;
    private final PackManifestRows manifests;
    private final StoredPacks stored;
    private final GivenPacks given;
    private final TimeSource time;

    @Inject
    Packs(
            PackRows rows,
            PackSignatures signatures,
            PackManifestRows manifests,
            StoredPacks stored,
            GivenPacks given,
            TimeSource time) {
        this.rows = rows;
        this.signatures = signatures;
        this.manifests = manifests;
        this.stored = stored;
        this.given = given;
        this.time = time;
    }

    /**
     * The packs that come with the program.
     *
     * @throws PackException if one cannot be read
     */
    public static List<Pack> shipped() throws PackException {
        return GivenPacks.shipped();
    }

    /** A published pack, with all its files. */
    public Optional<Pack> find(String name, String version) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.find(name, version).map(stored::pack));
    }

    /** Bytes of all files of a published version, as they are stored; 0 where it is not published. */
    public long bytes(String name, String version) {
        return QuarkusTransaction.requiringNew().call(() -> rows.bytes(name, version));
    }

    /**
     * Publishes what this node was given, where it is not published yet. All or nothing.
     *
     * @param verification what a pack that did not come with the program must pass before its first publication
     * @return what was given, sorted by name
     * @throws PackException if a pack cannot be read, does not pass, or stands there in the same version with another digest
     */
    public List<Pack> publishGiven(Verification verification) throws PackException {
        return publish(given.read(), verification);
    }

    List<Pack> publish(List<GivenPacks.Given> packs, Verification verification) throws PackException {
        for (var one : packs) {
            if (!one.shipped() && !isPublished(one.pack())) {
                verification.verify(one.pack());
            }
        }
        var clashes = QuarkusTransaction.requiringNew().call(() -> store(packs));
        if (!clashes.isEmpty()) {
            throw new PackException("The set of packs", clashes);
        }
        return packs.stream().map(GivenPacks.Given::pack).toList();
    }

    /** Whether a pack keeps what its scenarios promise. */
    @FunctionalInterface
    public interface Verification {
        /** @throws PackException saying which scenario failed or which rule no scenario fires */
        void verify(Pack pack) throws PackException;
    }

    private boolean isPublished(Pack pack) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.find(
                                pack.manifest().name(),
                                pack.manifest().version().toString())
                        .filter(row -> row.digest.equals(pack.digest()))
                        .isPresent());
    }

    private List<PackProblem> store(List<GivenPacks.Given> packs) {
        rows.lockPublishing();
        var clashes = packs.stream()
                .map(one -> clash(one.pack()))
                .flatMap(Optional::stream)
                .toList();
        if (clashes.isEmpty()) {
            packs.forEach(one -> store(one.pack(), null, START));
        }
        return clashes;
    }

    private Optional<PackProblem> clash(Pack pack) {
        var manifest = pack.manifest();
        return rows.find(manifest.name(), manifest.version().toString())
                .filter(row -> !row.digest.equals(pack.digest()))
                .map(row -> PackProblem.in(
                        manifest.name() + "/pack.yaml",
                        "pack (%s) is already stored with another digest: %s, not %s. Maybe raise the version in pack.yaml."
                                .formatted(pack.reference(), row.digest, pack.digest())));
    }

    /** The digest of a published version. */
    Optional<String> digest(String name, String version) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.find(name, version).map(row -> row.digest));
    }

    /**
     * Publishes a pack that was verified, with its signatures, unless its version is there already.
     *
     * @param report what its scenarios showed, as JSON
     * @return the digest that is published under its version: its own, or that of whoever was first
     */
    String publish(Pack pack, String report, List<String> signatures, String by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            rows.lockPublishing();
            var manifest = pack.manifest();
            store(pack, report, by);
            var digest =
                    rows.find(manifest.name(), manifest.version().toString()).orElseThrow().digest;
            if (digest.equals(pack.digest())) {
                this.signatures.add(pack, signatures, by);
            }
            return digest;
        });
    }

    /** Counts the signatures beside a published version. */
    void count(Pack pack, Vouching vouching) {
        QuarkusTransaction.requiringNew().run(() -> signatures.count(pack, vouching));
    }

    /** Adds signatures to a published version, those that are not there yet. */
    void addSignatures(Pack pack, List<String> signatures, String by) {
        QuarkusTransaction.requiringNew().run(() -> {
            rows.lockPublishing();
            this.signatures.add(pack, signatures, by);
        });
    }

    private void store(Pack pack, @Nullable String report, String by) {
        var manifest = pack.manifest();
        if (rows.find(manifest.name(), manifest.version().toString()).isPresent()) {
            return;
        }
        var row = new PackRow();
        row.name = manifest.name();
        row.version = manifest.version().toString();
        row.digest = pack.digest();
        row.concern = manifest.concern().word();
        row.title = manifest.title();
        row.content = PackContent.of(pack.files());
        row.level = pack.level();
        row.publishedAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.publishedBy = by;
        row.report = report;
        rows.persistAndFlush(row);
        manifests.keep(Objects.requireNonNull(row.id), ManifestDocument.write(manifest));
        LOG.infof("pack %s (%s) is published", pack.reference(), pack.digest());
    }
}
