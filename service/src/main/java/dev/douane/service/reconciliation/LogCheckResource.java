package dev.douane.service.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.service.identity.ApiKeys;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.StreamedAnswer;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.limits.Intake;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/log")
class LogCheckResource {
    private static final String NDJSON = "application/x-ndjson";

    private final LogCheck check;
    private final StrictJson json;
    private final ApiKeys keys;
    private final SecurityIdentity caller;
    private final Intake intake;
    private final CurrentVertxRequest request;

    @Inject
    LogCheckResource(
            LogCheck check,
            StrictJson json,
            ApiKeys keys,
            SecurityIdentity caller,
            Intake intake,
            CurrentVertxRequest request) {
        this.check = check;
        this.json = json;
        this.keys = keys;
        this.caller = caller;
        this.intake = intake;
        this.request = request;
    }

    /**
     * A line of the answer: a difference, or how far the check has come.
     *
     * @param difference left out where the line tells the progress, as all others are where it does not
     * @param equal in the last line, and only there
     */
    @Schema(name = "LogCheckLine")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"difference", "decisions", "holds", "differing", "equal"})
    record Line(
            LogFindingsView.@Nullable Difference difference,
            @Nullable Long decisions,
            @Nullable Long holds,
            @Nullable Long differing,
            @Nullable Boolean equal) {
        static Line of(LogDifference difference) {
            return new Line(LogFindingsView.Difference.of(difference), null, null, null, null);
        }

        static Line of(LogFindings soFar, @Nullable Boolean equal) {
            return new Line(null, soFar.decisions(), soFar.holds(), soFar.differing(), equal);
        }
    }

    /** Compares every decision with its hold and its documents, and every hold with its decision, from the newest on. */
    @GET
    @Path("/check")
    @Blocking
    @RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
    @Produces(NDJSON)
    @Operation(
            operationId = "checkLog",
            summary = "Whether every decision is what its hold and its documents say",
            description =
                    "A line a thousand decisions or holds says how far it has come, and a line each difference. Only the last line says equal: without it the check did not come to its end.")
    @APIResponse(
            responseCode = "200",
            description = "lines, as they come",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = Line.class)))
    public StreamingOutput check() {
        var call = request.getCurrent();
        var key = KeyHolder.of(caller).key();
        intake.takeExport(key).untilEndOfRead(call);
        return new StreamedAnswer(call, out -> {
            try {
                var found = check.all(new LogCheck.Progress() {
                    @Override
                    public void page(LogFindings soFar) throws IOException {
                        keys.requireInUse(key);
                        write(Line.of(soFar, null), out);
                    }

                    @Override
                    public void differs(LogDifference difference) throws IOException {
                        write(Line.of(difference), out);
                    }
                });
                write(Line.of(found, found.isEqual()), out);
            } catch (SQLException e) {
                throw new IOException("the log cannot be read", e); // breaks the answer off before its last line
            }
        });
    }

    private void write(Line line, OutputStream out) throws IOException {
        out.write(json.write(line));
        out.write('\n');
        out.flush();
    }
}
