package dev.douane.service.rulesets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rulesets, newest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record RulesetPage(List<RulesetView> rulesets, @Nullable String next) {}
