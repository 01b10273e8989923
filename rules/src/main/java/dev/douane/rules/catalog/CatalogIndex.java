package dev.douane.rules.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A catalog on one day, with a set of deployments for every attribute value a question or an effect can name. Immutable.
 *
 * <p>A position is a deployment's place in the order of ids.
 */
public final class CatalogIndex {
    /** The limits that decide whether a call fits in the context. */
    public record Limits(int contextWindow, int maxInputTokens, int maxOutputTokens) {
        /** @param outputLimit the smallest output cap of call and rules */
        public boolean carry(int inputTokens, int outputLimit) {
            return inputTokens <= maxInputTokens
                    && (long) inputTokens + Math.min(outputLimit, maxOutputTokens) <= contextWindow;
        }
    }

    private static final int UNPRICED = -1;

    private final Catalog catalog;
    private final JurisdictionGroups.Membered groups;
    private final Deployment[] deployments;
    private final DeploymentSet all;
    private final DeploymentSet none;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, DeploymentSet> byModel;
    private final Map<String, DeploymentSet> byProvider;
    private final Map<String, DeploymentSet> byRegion;
    private final Map<String, DeploymentSet> byTag;
    private final Map<String, DeploymentSet> byOperation;
    private final Map<String, DeploymentSet> byCapability;
    private final Map<String, DeploymentSet> byCertification;
    private final Map<String, DeploymentSet> byHosting;
    private final Map<String, DeploymentSet> byControl;
    private final List<DeploymentSet> byTier;
    private final List<DeploymentSet> belowTier;
    private final List<DeploymentSet> aboveTier;
    private final DeploymentSet hostingKnown;
    private final DeploymentSet controlKnown;
    private final DeploymentSet openWeights;
    private final DeploymentSet selfHosted;
    private final DeploymentSet placeholders;
    private final DeploymentSet continuityClause;
    private final DeploymentSet residencyClause;
    private final DeploymentSet noTraining;
    private final DeploymentSet priced;
    private final Map<String, DeploymentSet> byServiceTier = new HashMap<>();
    private final Map<Limits, DeploymentSet> byLimits;
    private final PriceClass[] priceClasses;
    private final int[] priceClassOf;
    private final ModelNames names;

    /** @param groups the jurisdiction groups as they stand on the day the index is for */
    public CatalogIndex(Catalog catalog, JurisdictionGroups.Membered groups) {
        this.catalog = catalog;
        this.groups = groups;
        deployments = catalog.deployments().toArray(Deployment[]::new);
        all = DeploymentSet.where(deployments.length, i -> true);
        none = DeploymentSet.none(deployments.length);
        for (int i = 0; i < deployments.length; i++) {
            positions.put(deployments[i].id().value(), i);
        }
        byModel = by(d -> Stream.of(d.model().value()));
        byProvider = by(d -> Stream.of(d.provider().value()));
        byRegion = by(d -> Stream.of(d.region()));
        byTag = by(d -> d.tags().stream());
        byOperation = by(d -> d.operations().stream());
        byCapability = by(d -> d.capabilities().stream());
        byCertification = by(d -> d.contract().certifications().stream());
        byHosting = byPlace(Deployment::hosting);
        byControl = byPlace(Deployment::control);
        byTier = catalog.tiers().ascending().stream()
                .map(tier -> where(d -> d.tier().equals(tier)))
                .toList();
        belowTier = catalog.tiers().ascending().stream()
                .map(tier -> where(d -> d.tier().rank() < tier.rank()))
                .toList();
        aboveTier = catalog.tiers().ascending().stream()
                .map(tier -> where(d -> d.tier().rank() > tier.rank()))
                .toList();
        hostingKnown = where(d -> d.hosting() != null);
        controlKnown = where(d -> d.control() != null);
        openWeights = where(Deployment::openWeights);
        selfHosted = where(Deployment::selfHosted);
        placeholders = where(Deployment::placeholder);
        continuityClause = where(d -> d.contract().continuityClause() == Term.YES);
        residencyClause = where(d -> d.contract().residencyClause() == Term.YES);
        noTraining = where(d -> d.contract().trainsOnData() == Term.NO);
        priced = where(d -> d.prices() != null);
        for (var serviceTier : serviceTiers()) {
            byServiceTier.put(
                    serviceTier, where(d -> d.prices() != null && d.prices().step(serviceTier, 0) != null));
        }
        byLimits = groupedBy(d -> new Limits(d.contextWindow(), d.maxInputTokens(), d.maxOutputTokens()));
        priceClassOf = new int[deployments.length];
        Arrays.fill(priceClassOf, UNPRICED);
        priceClasses = priceClasses();
        names = new ModelNames(this);
    }

    private record Pricing(Prices prices, int maxOutputTokens) {}

    private PriceClass[] priceClasses() {
        var classes = new ArrayList<PriceClass>();
        groupedBy(d -> d.prices() == null ? null : new Pricing(d.prices(), d.maxOutputTokens()))
                .forEach((pricing, members) -> {
                    var position = classes.size();
                    members.forEach(i -> priceClassOf[i] = position);
                    classes.add(new PriceClass(position, pricing.prices(), pricing.maxOutputTokens(), members));
                });
        return classes.toArray(PriceClass[]::new);
    }

    private Set<String> serviceTiers() {
        var names = new HashSet<String>(Set.of(Prices.DEFAULT, Prices.AUTO));
        for (var deployment : deployments) {
            if (deployment.prices() != null) {
                names.addAll(deployment.prices().byServiceTier().keySet());
            }
        }
        return names;
    }

    private DeploymentSet where(Predicate<Deployment> member) {
        return DeploymentSet.where(deployments.length, i -> member.test(deployments[i]));
    }

    private Map<String, DeploymentSet> by(Function<Deployment, Stream<String>> attribute) {
        var positionsByValue = new HashMap<String, Set<Integer>>();
        for (int i = 0; i < deployments.length; i++) {
            var position = i;
            attribute
                    .apply(deployments[i])
                    .forEach(value -> positionsByValue
                            .computeIfAbsent(value, v -> new HashSet<>())
                            .add(position));
        }
        return sets(positionsByValue);
    }

    private <K> Map<K, DeploymentSet> groupedBy(Function<Deployment, @Nullable K> attribute) {
        var positionsByValue = new LinkedHashMap<K, Set<Integer>>();
        for (int i = 0; i < deployments.length; i++) {
            var value = attribute.apply(deployments[i]);
            if (value != null) {
                positionsByValue.computeIfAbsent(value, v -> new HashSet<>()).add(i);
            }
        }
        return sets(positionsByValue);
    }

    private <K> Map<K, DeploymentSet> sets(Map<K, Set<Integer>> positionsByValue) {
        var sets = new LinkedHashMap<K, DeploymentSet>();
        positionsByValue.forEach(
                (value, members) -> sets.put(value, DeploymentSet.where(deployments.length, members::contains)));
        return sets;
    }

    private Map<String, DeploymentSet> byPlace(Function<Deployment, @Nullable Country> place) {
        var sets = by(d -> Stream.ofNullable(place.apply(d)).map(Country::code));
        groups.members()
                .forEach((name, countries) -> sets.put(name, where(d -> {
                    var country = place.apply(d);
                    return country != null && countries.contains(country);
                })));
        return sets;
    }

    public Catalog catalog() {
        return catalog;
    }

    public JurisdictionGroups.Membered groups() {
        return groups;
    }

    /** What the names that callers write mean here. */
    public ModelNames names() {
        return names;
    }

    /** How many deployments there are. */
    public int size() {
        return deployments.length;
    }

    public Deployment at(int position) {
        return deployments[position];
    }

    public DeploymentSet all() {
        return all;
    }

    public DeploymentSet none() {
        return none;
    }

    /** The one deployment of that id, or none. */
    public DeploymentSet deployment(String id) {
        var position = positions.get(id);
        return position == null ? none : DeploymentSet.only(deployments.length, position);
    }

    /** The place of the deployment of that id, -1 where there is none. */
    public int position(DeploymentId id) {
        return positions.getOrDefault(id.value(), -1);
    }

    public DeploymentSet model(ModelId model) {
        return byModel.getOrDefault(model.value(), none);
    }

    public DeploymentSet provider(String provider) {
        return byProvider.getOrDefault(provider, none);
    }

    public DeploymentSet region(String region) {
        return byRegion.getOrDefault(region, none);
    }

    public DeploymentSet tag(String tag) {
        return byTag.getOrDefault(tag, none);
    }

    public DeploymentSet operation(String operation) {
        return byOperation.getOrDefault(operation, none);
    }

    public DeploymentSet capability(String capability) {
        return byCapability.getOrDefault(capability, none);
    }

    public DeploymentSet certification(String certification) {
        return byCertification.getOrDefault(certification, none);
    }

    /**
     * Those known to be hosted there.
     *
     * @throws IllegalArgumentException if the word is neither a group nor a country
     */
    public DeploymentSet hostedIn(String groupOrCountry) {
        return place(byHosting, groupOrCountry);
    }

    /**
     * Those known to be controlled from there.
     *
     * @throws IllegalArgumentException if the word is neither a group nor a country
     */
    public DeploymentSet controlledFrom(String groupOrCountry) {
        return place(byControl, groupOrCountry);
    }

    private DeploymentSet place(Map<String, DeploymentSet> byPlace, String groupOrCountry) {
        var found = byPlace.get(groupOrCountry);
        if (found != null) {
            return found;
        }
        if (Country.isCode(groupOrCountry)) {
            return none;
        }
        throw new IllegalArgumentException(
                "(%s) is neither a jurisdiction group nor a country".formatted(groupOrCountry));
    }

    public DeploymentSet tier(Tier tier) {
        return byTier.get(tier.rank());
    }

    /** Those of a lower tier. */
    public DeploymentSet below(Tier tier) {
        return belowTier.get(tier.rank());
    }

    /** Those of a higher tier. */
    public DeploymentSet above(Tier tier) {
        return aboveTier.get(tier.rank());
    }

    public DeploymentSet hostingKnown() {
        return hostingKnown;
    }

    public DeploymentSet controlKnown() {
        return controlKnown;
    }

    public DeploymentSet openWeights() {
        return openWeights;
    }

    public DeploymentSet selfHosted() {
        return selfHosted;
    }

    /** Those that nobody has confirmed to be there. */
    public DeploymentSet placeholders() {
        return placeholders;
    }

    /** Those whose contract is known to have one. */
    public DeploymentSet continuityClause() {
        return continuityClause;
    }

    /** Those whose contract is known to have one. */
    public DeploymentSet residencyClause() {
        return residencyClause;
    }

    /** Those known not to train on what is sent. */
    public DeploymentSet noTraining() {
        return noTraining;
    }

    /** Those with any price at all. */
    public DeploymentSet priced() {
        return priced;
    }

    /** Those with a price at that service tier. */
    public DeploymentSet priced(String serviceTier) {
        return byServiceTier.getOrDefault(serviceTier, none);
    }

    /** Those whose context cannot carry a call of this size. */
    public DeploymentSet tooSmallFor(int inputTokens, int outputLimit) {
        var small = none;
        for (var limits : byLimits.entrySet()) {
            if (!limits.getKey().carry(inputTokens, outputLimit)) {
                small = small.or(limits.getValue());
            }
        }
        return small;
    }

    /** How many classes of deployments cost the same. */
    public int priceClassCount() {
        return priceClasses.length;
    }

    public PriceClass priceClass(int position) {
        return priceClasses[position];
    }

    /** The position of a deployment's class; -1 where its price is not known. */
    public int priceClassOf(int deployment) {
        return priceClassOf[deployment];
    }
}
