package dev.douane.rules.decide;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.catalog.Tier;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A catalog by chance: mixed-tier models, shared and missing prices, unknown places and terms, models that nobody serves. */
final class ArbitraryCatalog {
    static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    static final List<String> COUNTRIES = List.of("DE", "FR", "SE", "GB", "US", "CN", "CH");
    static final List<String> GROUPS = List.of("EEA", "adequate", "EEA-or-adequate", "G7", "nobody");
    static final List<String> PROVIDERS = List.of("aws", "azure", "mistral", "own");
    static final List<String> REGIONS = List.of("north", "south", "west");
    static final List<String> TAGS = List.of("eu-data-zone", "gov");
    static final List<String> CAPABILITIES = List.of("json", "tools", "vision");
    static final List<String> CERTIFICATIONS = List.of("ISO27001", "SOC2");
    private static final List<String> AMOUNTS =
            List.of("0", "0.000000001", "0.333333333", "1", "1.1", "3", "15", "75.000000007", "1000000");

    final Tiers tiers = Tiers.SHIPPED;
    final List<Model> models;
    final List<Deployment> deployments;
    private final Arbitrary any;
    private final List<Prices> shared = new ArrayList<>();
    private final int sharedPercent;
    private final List<Tier> usualTier = new ArrayList<>();

    ArbitraryCatalog(Arbitrary any) {
        this.any = any;
        models = models(any.between(1, 8));
        models.forEach(model -> usualTier.add(any.oneOf(tiers.ascending())));
        for (int i = any.between(1, 6); i > 0; i--) {
            shared.add(prices());
        }
        // where nearly all share few prices, the resolver goes by price rather than by deployment
        sharedPercent = any.oneOf(List.of(60, 60, 98, 100));
        // one catalog in eight is large: more than 128 candidates stand in one group, and mostly nothing is missing
        // from them
        deployments = any.chance(12)
                ? deployments(any.between(180, 300), 2)
                : deployments(any.chance(3) ? 0 : any.between(5, 60), 15);
    }

    /** What is there on {@link #TODAY}. */
    static JurisdictionGroups.Membered groups() {
        var groups = new TreeMap<String, JurisdictionGroups.Group>();
        for (var group : List.of(
                group("EEA", List.of(), "DE", "FR", "SE", "GB until 2021-01-01"),
                group("adequate", List.of(), "CH", "GB until 2026-11-22", "US until 2026-11-21"),
                group("EEA-or-adequate", List.of("EEA", "adequate")),
                group("G7", List.of(), "DE", "FR", "GB", "US", "CN until 2026-11-21"),
                group("nobody", List.of()))) {
            groups.put(group.name(), group);
        }
        return new JurisdictionGroups(groups).on(TODAY);
    }

    private static JurisdictionGroups.Group group(String name, List<String> includes, String... members) {
        var memberships = Arrays.stream(members)
                .map(member -> new JurisdictionGroups.Membership(
                        new Country(member.substring(0, 2)),
                        LocalDate.parse("1994-01-01"),
                        member.length() == 2 ? null : LocalDate.parse(member.substring(9))))
                .toList();
        return new JurisdictionGroups.Group(name, memberships, includes);
    }

    Catalog catalog() {
        return of(models, deployments);
    }

    Catalog of(List<Model> someModels, List<Deployment> someDeployments) {
        return new Catalog(1, "sha256:test", "USD", tiers, someModels, someDeployments);
    }

    CatalogIndex index() {
        return new CatalogIndex(catalog(), groups());
    }

    private List<Model> models(int count) {
        var list = new ArrayList<Model>();
        for (int i = 0; i < count; i++) {
            var aliases = new TreeSet<String>();
            if (any.chance(60)) {
                aliases.add("vendor/m-" + i);
            }
            var substitutes = new ArrayList<ModelId>();
            while (any.chance(40)) {
                substitutes.add(new ModelId("m-" + any.between(0, count - 1)));
            }
            list.add(new Model(new ModelId("m-" + i), "family-" + i % 3, aliases, substitutes));
        }
        return list;
    }

    private List<Deployment> deployments(int count, int missingPercent) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        var list = new ArrayList<Deployment>();
        for (var number : any.shuffled(numbers)) {
            list.add(deployment("d-" + number, missingPercent));
        }
        return list;
    }

    private Deployment deployment(String id, int missingPercent) {
        // the last model is served by nobody where there are others
        var model = any.between(0, Math.max(0, models.size() - (models.size() > 4 ? 2 : 1)));
        var tier = any.chance(85) ? usualTier.get(model) : any.oneOf(tiers.ascending());
        var builder = Deployment.of(id, "m-" + model, any.oneOf(PROVIDERS), any.oneOf(REGIONS), tier)
                .hostedIn(any.chance(missingPercent) ? null : any.oneOf(COUNTRIES))
                .controlledBy(any.chance(missingPercent) ? null : any.oneOf(COUNTRIES))
                .openWeights(any.chance(40))
                .selfHosted(any.chance(20))
                .placeholder(any.chance(5))
                .contract(contract())
                .operations(any.chance(95) ? List.of("chat", "embedding") : List.of("embedding"))
                .capabilities(any.some(CAPABILITIES, 100 - missingPercent))
                .tags(any.some(TAGS, 40))
                .prices(priceOf(missingPercent));
        if (any.chance(3 * missingPercent)) {
            var window = any.one(1000, 8192, 128_000, 1_000_000);
            builder.limits(
                    window, any.chance(50) ? null : Math.max(1, window / 2), any.one(0, 800, 4096, 8192, window));
        }
        return builder.build();
    }

    private Contract contract() {
        return new Contract(
                any.one(Term.values()), any.one(Term.values()), any.one(Term.values()), any.some(CERTIFICATIONS, 60));
    }

    private @Nullable Prices priceOf(int missingPercent) {
        if (any.chance(missingPercent)) {
            return null;
        }
        return any.chance(sharedPercent) ? any.oneOf(shared) : prices();
    }

    private Prices prices() {
        var byServiceTier = new TreeMap<String, List<PriceStep>>();
        if (any.chance(95)) {
            byServiceTier.put("default", steps());
        }
        if (any.chance(25)) {
            byServiceTier.put("priority", steps());
        }
        if (any.chance(25) || byServiceTier.isEmpty()) {
            byServiceTier.put("flex", steps());
        }
        return new Prices(byServiceTier);
    }

    private List<PriceStep> steps() {
        var steps = new ArrayList<PriceStep>();
        int above = 0;
        do {
            steps.add(new PriceStep(above, price(), price(), price()));
            above = above == 0 ? any.one(999, 1000, 2000) : above + any.between(1, 200_000);
        } while (any.chance(30));
        return steps;
    }

    private Money price() {
        return any.chance(97) ? Money.parse(any.oneOf(AMOUNTS.subList(0, 8))) : PriceStep.MOST;
    }
}
