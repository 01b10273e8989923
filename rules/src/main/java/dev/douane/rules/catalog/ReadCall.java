package dev.douane.rules.catalog;

import dev.douane.rules.call.Call;
import org.jspecify.annotations.Nullable;

/**
 * A call in the catalog's own words.
 *
 * @param call with the ids of what it names; a name that the catalog does not know stays as it is written
 * @param named what its model's name means; null for {@code auto}, for a call that names a deployment only, and for a name nobody knows
 */
public record ReadCall(Call call, @Nullable ReadName named) {}
