package dev.douane.service.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** @param next the cursor to read on with; left out on the last page */
@Schema(name = "DecisionPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DecisionPage(List<SummaryView> items, @Nullable String next) {}
