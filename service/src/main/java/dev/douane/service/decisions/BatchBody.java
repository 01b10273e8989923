package dev.douane.service.decisions;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of a batch as the API's document describes it. */
@Schema(name = "BatchRequest")
record BatchBody(
        @Schema(required = true, minItems = 1, maxItems = 100)
        List<DecisionBody> calls) {}
