package dev.douane.service.packs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.signing.Vouching;
import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A published version with all its files.
 *
 * @param owners who answers for it
 * @param publishedBy a key, or {@code start}
 * @param publishedByName what people call that key; absent for {@code start}
 * @param level how strict the checks were that it was accepted under, and is held to
 * @param rules with the scenarios that fire them; left out for packs whose scenarios did not run here
 * @param signatures oldest first; of many those that count and the oldest others
 * @param moreSignatures how many are not among them, but in the list of signatures; left out where all are
 * @param trust what all of them are worth together
 * @param quarantine why it is not asked while it is on trial, and cannot be proposed; left out for a pack that is in none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PackView(
        String name,
        String version,
        String digest,
        int level,
        String concern,
        String title,
        String description,
        List<String> owners,
        Instant publishedAt,
        String publishedBy,
        @Nullable String publishedByName,
        List<FileView> files,
        @Nullable List<VerifiedRules.RuleView> rules,
        List<SignatureView> signatures,
        @Nullable Integer moreSignatures,
        TrustView trust,
        @Nullable QuarantineView quarantine) {
    /** One file; all files of a pack are text. */
    record FileView(String path, String text) {
        static FileView of(PackFile file) {
            return new FileView(file.path(), file.text());
        }
    }

    /** A key that counts for packs of this concern and whose signature verifies. */
    @Schema(name = "PackSigner")
    record SignerView(String key, String owner) {}

    /**
     * One signature document, and who brought it.
     *
     * @param digest {@code sha256:} of its text, by which it is asked for
     * @param envelope its text as it was given; left out in lists
     * @param signers whose signatures in it verify and count, by the trust policy of today
     * @param objections why something in it does not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignatureView(
            String digest,
            @Nullable String envelope,
            Instant storedAt,
            String storedBy,
            @Nullable String storedByName,
            List<SignerView> signers,
            List<String> objections) {
        static SignatureView of(StoredSignature stored, boolean whole, Vouching.Worth worth, KnownKeys known) {
            return new SignatureView(
                    stored.digest(),
                    whole ? stored.envelope() : null,
                    stored.storedAt(),
                    stored.storedBy(),
                    known.name(stored.storedBy()),
                    worth.signers().entrySet().stream()
                            .map(signer -> new SignerView(signer.getKey(), signer.getValue()))
                            .toList(),
                    worth.objections());
        }
    }

    /**
     * Shows a version.
     *
     * @param rules null where its scenarios did not run here
     * @param quarantine null where it is in none
     */
    static PackView of(
            PackRow row,
            Pack pack,
            @Nullable VerifiedRules rules,
            PackSignatures.Beside signatures,
            @Nullable QuarantineView quarantine,
            KnownKeys known) {
        return new PackView(
                row.name,
                row.version,
                row.digest,
                row.level,
                row.concern,
                row.title,
                pack.manifest().description(),
                pack.manifest().owners(),
                row.publishedAt,
                row.publishedBy,
                known.name(row.publishedBy),
                pack.files().stream().map(FileView::of).toList(),
                rules == null ? null : rules.rules(),
                signatures.documents(),
                signatures.more(),
                signatures.trust(),
                quarantine);
    }
}
