package dev.douane.service.usage;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

@Path("/v1/output-lengths")
@Produces(MediaType.APPLICATION_JSON)
class OutputLengthsResource {
    private final OutputLengths lengths;

    @Inject
    OutputLengthsResource(OutputLengths lengths) {
        this.lengths = lengths;
    }

    /** What budgets that estimate by expectation stand on, by model and workflow, as this node last saw it. */
    @GET
    @RolesAllowed({Roles.FINOPS, Roles.AUDITOR})
    @Operation(operationId = "outputLengths", summary = "How long the outputs of calls were, by model and workflow")
    public OutputLengthsView list(
            @QueryParam("model") @Nullable String model,
            @QueryParam("workflow") @Nullable String workflow,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var seen = lengths.seen();
        var ofModels = workflow != null
                ? Stream.<OutputLengthsView.Observed>empty()
                : seen.byModel().entrySet().stream()
                        .map(entry -> OutputLengthsView.Observed.ofModel(entry.getKey(), entry.getValue()));
        var ofWorkflows = seen.byWorkflow().entrySet().stream()
                .filter(entry -> workflow == null || entry.getKey().workflow().equals(workflow))
                .map(entry -> OutputLengthsView.Observed.of(entry.getKey(), entry.getValue()));
        var found = Stream.concat(ofModels, ofWorkflows)
                .filter(item -> model == null || item.model().equals(model))
                .filter(item -> page.after().isEmpty()
                        || item.place().compareTo(page.after().get()) > 0)
                .sorted(Comparator.comparing(OutputLengthsView.Observed::place))
                .limit(page.limit() + 1)
                .toList();
        var shown = found.stream().limit(page.limit()).toList();
        return new OutputLengthsView(
                shown,
                found.size() > shown.size() ? PageRequest.cursor(shown.getLast().place()) : null);
    }
}
