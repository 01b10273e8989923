package dev.douane.rules.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a model's name means in a catalog.
 *
 * @param model the one it names
 * @param provider the provider it pins, null for any
 * @param place the region or area it pins, as it is written; null for any
 * @param pinned the deployments that the pins leave, of whatever model; all where nothing is pinned
 */
public record ReadName(
        Model model, @Nullable String provider, @Nullable String place, DeploymentSet pinned) {}
