package dev.douane.rules.catalog;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All deployments and models as one immutable numbered version. Carries the price book.
 */
public final class Catalog {
    private final int version;
    private final String digest;
    private final String currency;
    private final Tiers tiers;
    private final List<Model> models;
    private final List<Deployment> deployments;
    private final Map<String, Model> modelsByName;

    /**
     * @param version 1 and up
     * @param digest {@code sha256:…} of the document it was read from
     * @param currency ISO 4217
     * @throws IllegalArgumentException if ids or aliases clash, or something refers to a model that is not there
     */
    public Catalog(
            int version,
            String digest,
            String currency,
            Tiers tiers,
            List<Model> models,
            List<Deployment> deployments) {
        this.version = version;
        this.digest = digest;
        this.currency = currency;
        this.tiers = tiers;
        this.models = models.stream().sorted(Comparator.comparing(Model::id)).toList();
        this.deployments = deployments.stream()
                .sorted(Comparator.comparing(Deployment::id))
                .toList();
        this.modelsByName = byName(this.models);
        check();
    }

    private static Map<String, Model> byName(List<Model> models) {
        var byName = new HashMap<String, Model>();
        for (var model : models) {
            claim(byName, model.id().value(), model);
            model.aliases().forEach(alias -> claim(byName, alias, model));
        }
        return byName;
    }

    private static void claim(Map<String, Model> byName, String name, Model model) {
        var other = byName.put(name, model);
        if (other != null) {
            throw new IllegalArgumentException(
                    "model name (%s) is claimed by %s and %s".formatted(name, other.id(), model.id()));
        }
    }

    private void check() {
        var known = new HashSet<ModelId>();
        models.forEach(model -> known.add(model.id()));
        for (var model : models) {
            for (var substitute : model.substitutes()) {
                refuseUnknown(known, substitute, "substitute of " + model.id());
            }
        }
        var ids = new HashSet<DeploymentId>();
        for (var deployment : deployments) {
            refuseUnknown(known, deployment.model(), "model of deployment " + deployment.id());
            if (!ids.add(deployment.id())) {
                throw new IllegalArgumentException("deployment (%s) is there twice".formatted(deployment.id()));
            }
            if (!tiers.ascending().contains(deployment.tier())) {
                throw new IllegalArgumentException("tier (%s) of deployment %s is none of %s"
                        .formatted(deployment.tier(), deployment.id(), tiers.ascending()));
            }
        }
    }

    private static void refuseUnknown(Set<ModelId> known, ModelId model, String role) {
        if (!known.contains(model)) {
            throw new IllegalArgumentException("%s (%s) is not a model of the catalog".formatted(role, model));
        }
    }

    /** The same content under another number. */
    public Catalog numbered(int newVersion) {
        return new Catalog(newVersion, digest, currency, tiers, models, deployments);
    }

    public int version() {
        return version;
    }

    public String digest() {
        return digest;
    }

    public String currency() {
        return currency;
    }

    public Tiers tiers() {
        return tiers;
    }

    /** Sorted by id. */
    public List<Model> models() {
        return models;
    }

    /** Sorted by id. */
    public List<Deployment> deployments() {
        return deployments;
    }

    /** The model a caller means by {@code name}: an id or an alias. */
    public Optional<Model> model(String name) {
        return Optional.ofNullable(modelsByName.get(name));
    }
}
