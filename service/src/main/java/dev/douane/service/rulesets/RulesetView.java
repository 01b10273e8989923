package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset.
 *
 * @param title absent where a start made it, as is {@code why}
 * @param createdBy who proposed it: a key, or {@code start}
 * @param createdByName what people call that key; absent for {@code start}, as in all that follows
 * @param proposedAgain who else proposed the same, or said another reason, oldest first; absent where nobody did
 * @param whyNotKept why the reason that was said just now is not among them; only in the answer to a proposal, absent where it is
 * @param approvals oldest first
 * @param scheduledFor when it will be put in force, absent where that is not scheduled
 * @param activatedAt when it was last put in force, absent where it never was
 * @param activatedBy who did, absent where nobody did
 * @param findings what lint and today's checks have to say of its packs, those that weigh most first; only in the answer to its proposal
 *     (absent there where nobody could look just then), and in the diff. They refuse nothing
 * @param moreFindings how many are not listed; absent where all are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RulesetView(
        int number,
        String digest,
        @Nullable String title,
        @Nullable String why,
        List<PackView> packs,
        SettingsView settings,
        Instant createdAt,
        String createdBy,
        @Nullable String createdByName,
        @Nullable List<ProposalView> proposedAgain,
        @Nullable String whyNotKept,
        List<ApprovalView> approvals,
        @Nullable Instant scheduledFor,
        @Nullable Instant activatedAt,
        @Nullable String activatedBy,
        @Nullable String activatedByName,
        @Nullable List<FindingView> findings,
        @Nullable Integer moreFindings) {
    /** One pack of it: {@code enforce} counts, {@code observe} is only recorded. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RulesetPack")
    record PackView(
            String name,
            String version,
            String digest,
            String mode,
            @Nullable Instant until,
            @Nullable SortedMap<String, SortedSet<String>> scope,
            @Nullable List<EntryTerms.ScopeTerms> scopes,
            @Nullable SortedMap<String, String> parameters) {
        static PackView of(RulesetRow.PackEntry entry, StrictJson json) {
            var terms = json.readStored(entry.terms, EntryTerms.class);
            return new PackView(
                    entry.name,
                    entry.version,
                    entry.digest,
                    entry.mode,
                    terms.until(),
                    terms.scope(),
                    terms.scopes(),
                    terms.parameters());
        }
    }

    record SettingsView(int defaultMaxOutputTokens, String zone) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApprovalView(
            String approvedBy,
            @Nullable String approvedByName,
            Instant approvedAt,
            @Nullable String why) {
        static ApprovalView of(ChangeRow change, KnownKeys known) {
            return new ApprovalView(change.changedBy, known.name(change.changedBy), change.changedAt, change.why);
        }
    }

    /** The same was proposed again; it changes nothing but what is known of the reasons. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RulesetProposal")
    record ProposalView(
            String proposedBy,
            @Nullable String proposedByName,
            Instant proposedAt,
            @Nullable String why) {
        static ProposalView of(ChangeRow change, KnownKeys known) {
            return new ProposalView(change.changedBy, known.name(change.changedBy), change.changedAt, change.why);
        }

        /** All but the one that made it; null where there is no other. */
        static @Nullable List<ProposalView> later(RulesetRow row, List<ChangeRow> proposals, KnownKeys known) {
            var later = proposals.stream()
                    .filter(change -> change.changedAt.isAfter(row.createdAt))
                    .map(change -> of(change, known))
                    .toList();
            return later.isEmpty() ? null : later;
        }
    }

    static RulesetView of(
            RulesetRow row,
            List<ChangeRow> proposals,
            List<ChangeRow> approvals,
            @Nullable Instant scheduledFor,
            @Nullable ActivationRow activation,
            StrictJson json,
            KnownKeys known) {
        return new RulesetView(
                row.number,
                row.digest,
                row.title,
                row.why,
                row.packs.stream().map(pack -> PackView.of(pack, json)).toList(),
                new SettingsView(row.defaultMaxOutputTokens, row.zone),
                row.createdAt,
                row.createdBy,
                known.name(row.createdBy),
                ProposalView.later(row, proposals, known),
                null,
                approvals.stream().map(change -> ApprovalView.of(change, known)).toList(),
                scheduledFor,
                activation == null ? null : activation.effectiveFrom(),
                activation == null ? null : activation.activatedBy,
                activation == null ? null : known.name(activation.activatedBy),
                null,
                null);
    }

    /** The same, with what became of the reason that was said. */
    RulesetView with(Rulesets.Numbered proposed) {
        return with(proposed.whyNotKept(), findings, moreFindings);
    }

    /** The same, with what is to be known of its packs. */
    RulesetView with(RulesetFindings.Told told) {
        return with(whyNotKept, told.listed(), told.more() == 0 ? null : told.more());
    }

    private RulesetView with(
            @Nullable String notKept, @Nullable List<FindingView> itsFindings, @Nullable Integer itsMoreFindings) {
        return new RulesetView(
                number,
                digest,
                title,
                why,
                packs,
                settings,
                createdAt,
                createdBy,
                createdByName,
                proposedAgain,
                notKept,
                approvals,
                scheduledFor,
                activatedAt,
                activatedBy,
                activatedByName,
                itsFindings,
                itsMoreFindings);
    }
}
