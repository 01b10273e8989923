package dev.douane.service.decisions;

import dev.douane.service.platform.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a batch as the API's document describes it; {@link DecideBatch} writes it. */
@Schema(name = "BatchAnswer")
record BatchView(List<Item> items) {
    /** One call's answer: one of the two. */
    @Schema(name = "BatchItem")
    record Item(@Nullable DecisionView decision, @Nullable Problem problem) {}
}
