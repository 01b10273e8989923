package dev.douane.service.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys, newest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record KeyPage(List<KeyView> keys, @Nullable String next) {}
