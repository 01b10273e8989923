package dev.douane.rules.decide;

import dev.douane.rules.catalog.DeploymentSet;

/**
 * What one reason rules out.
 *
 * @param excluded deployments that cannot be the target because of it
 */
record Exclusion(Reason reason, DeploymentSet excluded) {}
