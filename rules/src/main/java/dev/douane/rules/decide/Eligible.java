package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.facts.Outage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployments that nothing rules out, with what ruled out the others.
 *
 * @param set what is left
 * @param exclusions in the order they were asked; each is the whole of what its reason excludes, whatever others exclude too
 */
record Eligible(DeploymentSet set, List<Exclusion> exclusions) {
    /** The reason of a deployment without any price. */
    static final String UNPRICED = "unpriced";

    /** The reason of a deployment that its operator has not confirmed. */
    static final String PLACEHOLDER = "placeholder";

    /** Nothing is eligible because a rule could not be evaluated. */
    static Eligible none(CatalogIndex catalog, Reason because) {
        return new Eligible(catalog.none(), List.of(new Exclusion(because, catalog.all())));
    }

    static Eligible of(
            Question question,
            Requested requested,
            Effects effects,
            Costing costing,
            CatalogIndex catalog,
            List<Outage> outages) {
        var narrowing = new Narrowing(catalog);
        narrowing.whatTheCallNeeds(question, requested, costing);
        narrowing.outages(outages);
        for (var fired : effects.enforced()) {
            var excluded = excludedBy(fired, costing, catalog);
            if (excluded != null) {
                narrowing.exclude(Reason.of(fired), excluded);
            }
        }
        return new Eligible(narrowing.left, List.copyOf(narrowing.exclusions));
    }

    private static @Nullable DeploymentSet excludedBy(Fired fired, Costing costing, CatalogIndex catalog) {
        try {
            return excludedBy(fired.effect(), costing, catalog);
        } catch (IllegalArgumentException e) {
            throw new UnknownWord(fired.rule().id(), e);
        }
    }

    /** What an effect rules out; null for effects that rule out nothing. Unknown never satisfies a requirement nor escapes a prohibition. */
    private static @Nullable DeploymentSet excludedBy(Effect effect, Costing costing, CatalogIndex catalog) {
        return switch (effect) {
            case Effect.RequireHosting(var place) -> catalog.hostedIn(place).others();
            case Effect.ForbidHosting(var place) ->
                catalog.hostingKnown().others().or(catalog.hostedIn(place));
            case Effect.RequireControl(var place) ->
                catalog.controlledFrom(place).others();
            case Effect.ForbidControl(var place) ->
                catalog.controlKnown().others().or(catalog.controlledFrom(place));
            case Effect.RequireProvider(var provider) ->
                catalog.provider(provider).others();
            case Effect.ForbidProvider(var provider) -> catalog.provider(provider);
            case Effect.RequireModel(var model) -> named(model, catalog).others();
            case Effect.ForbidModel(var model) -> named(model, catalog);
            case Effect.RequireTag(var tag) -> catalog.tag(tag).others();
            case Effect.RequireOpenWeights() -> catalog.openWeights().others();
            case Effect.RequireSelfHosted() -> catalog.selfHosted().others();
            case Effect.RequireContinuityClause() -> catalog.continuityClause().others();
            case Effect.RequireResidencyClause() -> catalog.residencyClause().others();
            case Effect.ForbidTraining() -> catalog.noTraining().others();
            case Effect.RequireCertification(var certification) ->
                catalog.certification(certification).others();
            case Effect.CapTier(var name) ->
                catalog.above(catalog.catalog().tiers().named(name));
            case Effect.FloorTier(var name) ->
                catalog.below(catalog.catalog().tiers().named(name));
            case Effect.CapCallCost(var most) -> costing.dearerThan(most);
            case Effect.CapOutputPrice(var most) -> costing.outputDearerThan(most);
            case Effect.Deny() -> catalog.all();
            case Effect.CapOutputTokens ignored -> null;
            case Effect.PreferProvider ignored -> null;
            case Effect.PreferHosting ignored -> null;
            case Effect.PreferOpenWeights ignored -> null;
            case Effect.PreferCheapest ignored -> null;
            case Effect.Classify ignored -> null;
            case Effect.Flag ignored -> null;
            case Effect.DeferUntilPeriodEnd ignored -> null;
        };
    }

    private static DeploymentSet named(String model, CatalogIndex catalog) {
        return catalog.model(catalog.catalog()
                .model(model)
                .orElseThrow(() -> new IllegalArgumentException("(%s) is no model of the catalog".formatted(model)))
                .id());
    }

    /** Collects exclusions and keeps what is left of the catalog. */
    private static final class Narrowing {
        private final CatalogIndex catalog;
        private final List<Exclusion> exclusions = new ArrayList<>();
        private DeploymentSet left;

        Narrowing(CatalogIndex catalog) {
            this.catalog = catalog;
            this.left = catalog.all();
        }

        void exclude(Reason reason, DeploymentSet excluded) {
            exclusions.add(new Exclusion(reason, excluded));
            left = left.minus(excluded);
        }

        /** As {@link #exclude}, for checks that mostly find nothing. */
        void excludeIfAny(DeploymentSet excluded, String word, String effect, String message) {
            if (!excluded.isEmpty()) {
                exclude(Reason.own(word, effect, message), excluded);
            }
        }

        void whatTheCallNeeds(Question question, Requested requested, Costing costing) {
            var call = question.call();
            if (!requested.unknown().isEmpty()) {
                requested.unknown().forEach(reason -> exclude(reason, catalog.all()));
            } else if (!call.isAuto() && requested.tier() == null) {
                exclude(
                        Reason.own("not-served", "model(" + call.model() + ")", "No deployment serves the model."),
                        catalog.all());
            } else if (catalog.size() == 0) {
                exclude(Reason.own("not-served", "catalog()", "The catalog has no deployments."), catalog.all());
            }
            tiers(question, requested);
            excludeIfAny(
                    catalog.operation(call.operation()).others(),
                    "operation",
                    "operation(" + call.operation() + ")",
                    "The deployment does not offer the operation (" + call.operation() + ").");
            for (var capability : call.capabilities()) {
                excludeIfAny(
                        catalog.capability(capability).others(),
                        "capability",
                        "capability(" + capability + ")",
                        "The deployment does not have the capability (" + capability + ").");
            }
            if (call.operation().equals(Call.EMBEDDING) && requested.model() != null) {
                excludeIfAny(
                        requested.sameModel().others(),
                        "embedding-model",
                        "model(" + requested.model().id() + ")",
                        "Vectors of different embedding models cannot be compared, so no other model stands in.");
            }
            excludeIfAny(
                    catalog.tooSmallFor(call.inputTokens(), costing.outputLimit()),
                    "context-window",
                    "context(" + call.inputTokens() + "+" + costing.outputLimit() + ")",
                    "The call does not fit in the deployment's context window.");
            excludeIfAny(
                    catalog.placeholders(),
                    PLACEHOLDER,
                    "placeholder()",
                    "The deployment is an example of the catalog's that nobody runs yet: its operator puts in its own country, law, limits,"
                            + " capabilities and price, and takes the mark placeholder away.");
            excludeIfAny(catalog.priced().others(), UNPRICED, "priced()", "The deployment's price is not known.");
            excludeIfAny(
                    catalog.priced().minus(catalog.priced(call.serviceTier())),
                    "service-tier",
                    "serviceTier(" + call.serviceTier() + ")",
                    "The deployment has no price for the service tier (" + call.serviceTier() + ").");
        }

        private void tiers(Question question, Requested requested) {
            var tier = requested.tier();
            if (tier == null) {
                return;
            }
            excludeIfAny(
                    catalog.above(tier),
                    "tier-above-request",
                    "tier(" + tier + ")",
                    "A stand-in is never of a higher tier than what was asked for (" + tier + ").");
            if (!question.options().acceptDowngrade()) {
                excludeIfAny(
                        catalog.below(tier).minus(requested.matching()),
                        "downgrade-not-accepted",
                        "acceptDowngrade(false)",
                        "The caller does not accept a lower tier than what was asked for (" + tier + ").");
            }
        }

        /** An outage outlives catalogs: one of a model that is no longer there takes nothing out. */
        private DeploymentSet outOfModel(String model) {
            var named = catalog.names().read(model);
            return named == null
                    ? catalog.none()
                    : catalog.model(named.model().id()).and(named.pinned());
        }

        void outages(List<Outage> outages) {
            for (var outage : outages) {
                var out = outage.deployment() == null ? catalog.all() : catalog.deployment(outage.deployment());
                out = outage.provider() == null ? out : out.and(catalog.provider(outage.provider()));
                out = outage.region() == null ? out : out.and(catalog.region(outage.region()));
                out = outage.model() == null ? out : out.and(outOfModel(outage.model()));
                excludeIfAny(out, "outage", "outage(" + outage.describe() + ")", "The deployment is out of service.");
            }
        }
    }
}
