package dev.douane.service.packs;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.signing.Vouching;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The signature documents beside published versions. Called inside a transaction; however many there are, few are in memory at a time. */
@ApplicationScoped
class PackSignatures {
    /** Documents that are shown whole with their version. */
    static final int SHOWN_MAX = 16;

    private final PackSignatureRows rows;
    private final PackTrust trust;
    private final KnownKeys known;
    private final TimeSource time;

    @Inject
    PackSignatures(PackSignatureRows rows, PackTrust trust, KnownKeys known, TimeSource time) {
        this.rows = rows;
        this.trust = trust;
        this.known = known;
        this.time = time;
    }

    /**
     * What stands beside a version.
     *
     * @param documents those that count first, at most {@value #SHOWN_MAX}, oldest first
     * @param more how many are not among them; null where all are
     * @param trust what all of them are worth together
     */
    record Beside(
            List<PackView.SignatureView> documents,
            @Nullable Integer more,
            TrustView trust) {}

    /**
     * Adds documents that are envelopes to a published version, those that are not there yet. Under the lock of publishing: what was demanded of the
     * pack before has verified them.
     *
     * @throws ProblemException CONFLICT where there is no room for one of them
     */
    void add(Pack pack, List<String> documents, String by) {
        var manifest = pack.manifest();
        var version = manifest.version().toString();
        var fresh = documents.stream()
                .distinct()
                .filter(document -> !rows.has(manifest.name(), version, digest(document)))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        var room = new SignatureRoom();
        var vouching = trust.vouching(pack);
        var unused = rows.each(
                manifest.name(),
                version,
                stored -> room.take(vouching.count(trust.weigh(pack, stored.envelope())), stored.storedBy()));
        for (var document : fresh) {
            room.admit(vouching.count(trust.weigh(pack, document)), by).ifPresent(why -> {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "Signature document %d %s.".formatted(1 + documents.indexOf(document), why));
            });
            store(manifest.name(), version, document, by);
        }
    }

    private void store(String name, String version, String document, String by) {
        var row = new PackSignatureRow();
        row.name = name;
        row.version = version;
        row.envelope = document;
        row.digest = digest(document);
        row.storedAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.storedBy = by;
        rows.persistAndFlush(row);
    }

    /** Counts every document of a version. */
    void count(Pack pack, Vouching vouching) {
        var manifest = pack.manifest();
        var unused = rows.each(
                manifest.name(),
                manifest.version().toString(),
                stored -> vouching.count(trust.weigh(pack, stored.envelope())));
    }

    /** Looks at every document of a version. */
    Beside beside(PackRow row, Pack pack) {
        record Seen(long id, PackView.SignatureView view) {}
        var counting = new ArrayList<Seen>();
        var others = new ArrayList<Seen>();
        var vouching = trust.vouching(pack);
        int all = rows.each(row.name, row.version, stored -> {
            var worth = vouching.count(trust.weigh(pack, stored.envelope()));
            var into = worth.isFirstOf() ? counting : others;
            if (into.size() < SHOWN_MAX) {
                into.add(new Seen(stored.id(), PackView.SignatureView.of(stored, true, worth, known)));
            }
        });
        var shown = Stream.concat(counting.stream(), others.stream())
                .limit(SHOWN_MAX)
                .sorted(Comparator.comparingLong(Seen::id))
                .map(Seen::view)
                .toList();
        return new Beside(shown, all == shown.size() ? null : all - shown.size(), trust.standing(vouching.verdict()));
    }

    /** A page of a version's documents, oldest first, without their texts. */
    SignaturePage page(PackRow row, Pack pack, PageRequest page) {
        var after = page.after().map(PackSignatures::id).orElse(0L);
        var ids = rows.ids(row.name, row.version, after, page.limit() + 1);
        var shown = ids.stream().limit(page.limit()).toList();
        var views = shown.stream()
                .map(rows::read)
                .map(stored -> PackView.SignatureView.of(
                        stored, false, trust.vouching(pack).count(trust.weigh(pack, stored.envelope())), known))
                .toList();
        return new SignaturePage(
                views,
                ids.size() > shown.size() ? PageRequest.cursor(shown.getLast().toString()) : null);
    }

    /**
     * One of them, whole.
     *
     * @throws ProblemException NOT_FOUND
     */
    PackView.SignatureView get(PackRow row, Pack pack, String digest) {
        var stored = rows.ofDigest(row.name, row.version, digest)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no signature document (%s) beside pack (%s@%s)."
                                .formatted(Shown.of(digest), row.name, row.version)));
        var worth = trust.vouching(pack).count(trust.weigh(pack, stored.envelope()));
        return PackView.SignatureView.of(stored, true, worth, known);
    }

    private static long id(String place) {
        try {
            return Long.parseLong(place);
        } catch (NumberFormatException e) {
            throw PageRequest.badCursor();
        }
    }

    /** By which a document is told apart: of its text as it was given. */
    static String digest(String document) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
