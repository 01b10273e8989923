package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.rules.worker.PackFinding;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What lint, or a check that is stricter than a pack's level, has to say of a pack, and that its trial has ended. It refuses nothing.
 *
 * @param pack the pack's name
 * @param severity {@code error}, {@code warning} or {@code note}, as {@code douane pack lint} has it
 * @param code of lint, or of what a new pack would be refused for; {@code trial-ended} of the ruleset's terms
 * @param rule the rule's id; absent where it is about no single rule
 * @param file path inside the pack; absent for the pack as a whole
 * @param line from 1; absent where none can be named
 * @param column from 1; absent where none can be named
 * @param remedy what to do; absent where the message says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PackFinding")
record FindingView(
        String pack,
        String version,
        String severity,
        String code,
        @Nullable String rule,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable Integer column,
        String message,
        @Nullable String remedy) {
    static FindingView of(RulesetView.PackView pack, PackFinding finding) {
        return new FindingView(
                pack.name(),
                pack.version(),
                finding.severity(),
                finding.code(),
                said(finding.rule()),
                said(finding.file()),
                named(finding.line()),
                named(finding.column()),
                finding.message(),
                said(finding.remedy()));
    }

    private static @Nullable String said(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Integer named(int place) {
        return place == 0 ? null : place;
    }
}
