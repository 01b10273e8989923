package dev.douane.service.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A check of the log.
 *
 * @param decisions held against their holds and their documents
 * @param holds held against their decisions
 * @param differences the first hundred of them
 */
@Schema(name = "LogFindings")
record LogFindingsView(long decisions, long holds, long differing, List<Difference> differences) {

    /**
     * A decision, or a hold, that is not what it must be.
     *
     * @param columns those that its documents contradict; left out unless that is what it is
     */
    @Schema(name = "LogDifference")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Difference(
            UUID decision,

            @Schema(enumeration = {"no-decision", "no-hold", "other-hold", "columns"})
            String what,

            List<String> columns) {
        static Difference of(LogDifference found) {
            return new Difference(found.decision(), found.what().word(), found.columns());
        }
    }

    static LogFindingsView of(LogFindings found) {
        return new LogFindingsView(
                found.decisions(),
                found.holds(),
                found.differing(),
                found.differences().stream().map(Difference::of).toList());
    }
}
