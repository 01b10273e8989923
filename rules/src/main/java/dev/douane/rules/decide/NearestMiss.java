package dev.douane.rules.decide;

import dev.douane.rules.catalog.DeploymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stood between a denied call and the deployment it came nearest to.
 *
 * @param reasons all that would have to be lifted; one where a single reason is all that stood in the way. Where there is no
 *     deployment to come near to, those that rule out the whole catalog
 * @param deployment what would then have served the call; null where the catalog has nothing to offer at all
 */
public record NearestMiss(List<Reason> reasons, @Nullable DeploymentId deployment) {
    public NearestMiss {
        reasons = List.copyOf(reasons);
    }
}
