package dev.douane.rules.catalog;

import dev.douane.rules.call.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names that gateways write as what a catalog knows. Ids and aliases are looked up; another name is taken apart by
 * {@link NameReading}. A name means one model or none: what could be a sibling, another snapshot or another price is never guessed.
 */
public final class ModelNames {
    private static final String GOVERNMENT = "us-gov";

    private final CatalogIndex catalog;
    private final Map<String, ReadName> written = new HashMap<>();
    private final Map<String, Model> folded;
    private final Set<String> providers = new HashSet<>();
    private final Set<String> regions = new HashSet<>();
    private final Map<String, Set<String>> makersByFamily = new HashMap<>();
    private final Map<String, DeploymentSet> areas = new HashMap<>();

    ModelNames(CatalogIndex catalog) {
        this.catalog = catalog;
        var models = catalog.catalog().models();
        folded = folded(models);
        var deployments = catalog.catalog().deployments();
        deployments.forEach(deployment -> {
            providers.add(deployment.provider().value());
            regions.add(deployment.region());
        });
        models.forEach(model -> model.aliases().forEach(alias -> madeBy(makerIn(alias), model)));
        deployments.forEach(deployment -> catalog.catalog()
                .model(deployment.model().value())
                .ifPresent(
                        model -> madeBy(GatewayWords.maker(deployment.provider().value()), model)));
        GatewayWords.AREAS.forEach(area -> areas.put(area, area(area)));
        for (var model : models) {
            written.put(model.id().value(), new ReadName(model, null, null, catalog.all()));
            for (var alias : model.aliases()) {
                var read = new NameReading(this).read(alias);
                written.put(
                        alias,
                        read != null && read.model().equals(model)
                                ? read
                                : new ReadName(model, null, null, catalog.all()));
            }
        }
    }

    /** Spellings that two models share name neither. */
    private static Map<String, Model> folded(List<Model> models) {
        var byFolded = new HashMap<String, Model>();
        var shared = new HashSet<String>();
        for (var model : models) {
            var names = new ArrayList<String>(model.aliases());
            names.add(model.id().value());
            for (var name : names) {
                var other = byFolded.put(Spelling.folded(name), model);
                if (other != null && !other.equals(model)) {
                    shared.add(Spelling.folded(name));
                }
            }
        }
        byFolded.keySet().removeAll(shared);
        return byFolded;
    }

    private static @Nullable String makerIn(String alias) {
        for (int i = 0; i < alias.length(); i++) {
            if (alias.charAt(i) == '/' || alias.charAt(i) == '.') {
                return GatewayWords.maker(GatewayWords.word(alias.substring(0, i)));
            }
        }
        return null;
    }

    private void madeBy(@Nullable String maker, Model model) {
        if (maker != null) {
            makersByFamily
                    .computeIfAbsent(model.family(), family -> new HashSet<>())
                    .add(maker);
        }
    }

    private DeploymentSet area(String area) {
        var there = catalog.region(area.equals("global-standard") ? "global" : area);
        return switch (area) {
            case "eu" -> there.or(hostedIn("EU"));
            case "us" -> there.or(hostedIn("US").minus(inRegionsOf(GOVERNMENT)));
            case "jp", "au" -> there.or(hostedIn(area.toUpperCase(Locale.ROOT)));
            case "apac" -> there.or(inRegionsOf("ap-"));
            case GOVERNMENT -> there.or(inRegionsOf(GOVERNMENT));
            default -> there;
        };
    }

    private DeploymentSet hostedIn(String groupOrCountry) {
        return catalog.groups().countries(groupOrCountry) == null ? catalog.none() : catalog.hostedIn(groupOrCountry);
    }

    private DeploymentSet inRegionsOf(String start) {
        return catalog.all().where(position -> catalog.at(position).region().startsWith(start));
    }

    /** What a name means; null where the catalog does not know it. */
    public @Nullable ReadName read(String name) {
        var known = written.get(name);
        return known != null ? known : new NameReading(this).read(name);
    }

    /** The call in the catalog's own words. The call itself where it is written in them already. */
    public ReadCall read(Call call) {
        var named = call.model() == null || call.isAuto() ? null : read(call.model());
        var model = named == null ? call.model() : named.model().id().value();
        var provider = call.provider() != null ? orWritten(provider(call.provider()), call.provider()) : null;
        var region = call.region() != null ? region(call.region()) : null;
        var deployment = call.deployment() == null ? null : deployment(call.deployment());
        if (named != null) {
            provider = provider == null ? named.provider() : provider;
            region = region == null && isRegion(named) ? named.place() : region;
        }
        return new ReadCall(call.reading(model, provider, region, deployment), named);
    }

    /** Whether the place that a name pins is a region of its provider, and no area: the one can be called like the other. */
    private boolean isRegion(ReadName named) {
        return named.place() != null
                && !named.pinned().isEmpty()
                && named.pinned().isWithin(catalog.region(named.place()));
    }

    private static String orWritten(@Nullable String read, String written) {
        return read == null ? written : read;
    }

    /** The provider's id that a word means; null where it means none of the catalog's, or several. */
    public @Nullable String provider(String written) {
        if (providers.contains(written)) {
            return written;
        }
        var word = GatewayWords.word(written);
        if (providers.contains(word)) {
            return word;
        }
        String found = null;
        for (var same : GatewayWords.sameProvider(word)) {
            if (providers.contains(same)) {
                if (found != null) {
                    return null;
                }
                found = same;
            }
        }
        return found;
    }

    /** Whether the catalog has a region that is called so, in whatever letters. */
    public boolean isRegion(String written) {
        return regions.contains(region(written));
    }

    /** The region as the catalog writes it; as it is written where the catalog does not know it. */
    public String region(String written) {
        return known(written, regions.contains(written), regions.contains(written.toLowerCase(Locale.ROOT)));
    }

    private String deployment(String written) {
        return known(
                written,
                !catalog.deployment(written).isEmpty(),
                !catalog.deployment(written.toLowerCase(Locale.ROOT)).isEmpty());
    }

    private static String known(String written, boolean asWritten, boolean inSmallLetters) {
        return asWritten || !inSmallLetters ? written : written.toLowerCase(Locale.ROOT);
    }

    /** The deployments in a region, or in an area where the word is one. */
    DeploymentSet place(String word) {
        var area = areas.get(word);
        return area == null ? catalog.region(word) : area;
    }

    /** Whether a place in a model's name is a region of the catalog's, or one of the areas that a cloud has. */
    public boolean isPlace(String word) {
        return regions.contains(word) || areas.containsKey(word);
    }

    /** The model of that name in whatever spelling. */
    @Nullable
    Model model(String name) {
        return folded.get(Spelling.folded(name));
    }

    boolean isMadeBy(String maker, Model model) {
        return makersByFamily.getOrDefault(model.family(), Set.of()).contains(maker);
    }

    boolean isServedBy(String provider, Model model) {
        return catalog.provider(provider).meets(catalog.model(model.id()));
    }

    /** What the pins leave. */
    DeploymentSet pinned(@Nullable String provider, @Nullable String place) {
        var left = provider == null ? catalog.all() : catalog.provider(provider);
        return place == null ? left : left.and(place(place));
    }

    // --- names nobody knows

    /** The ids of up to three models whose names are near to the last part of a name, the nearest first. */
    public List<String> near(String name) {
        var ids = new HashMap<String, String>();
        folded.forEach((known, model) -> ids.put(known, model.id().value()));
        return NearNames.among(lastPart(name), ids);
    }

    private static String lastPart(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '/') {
            end--;
        }
        return name.substring(name.lastIndexOf('/', end - 1) + 1, end);
    }

    /** The ids of up to three deployments that are near, the nearest first. */
    public List<String> nearDeployments(String id) {
        var ids = new HashMap<String, String>();
        catalog.catalog()
                .deployments()
                .forEach(deployment -> ids.put(
                        Spelling.folded(deployment.id().value()),
                        deployment.id().value()));
        return NearNames.among(id, ids);
    }

    /** The ids of up to three providers that a word is near to, in any of the words that mean them, the nearest first. */
    public List<String> nearProviders(String word) {
        var ids = new HashMap<String, String>();
        for (var provider : providers) {
            GatewayWords.sameProvider(provider).forEach(same -> ids.put(same, provider));
            ids.put(provider, provider);
        }
        return NearNames.among(GatewayWords.word(word), ids);
    }

    /** Up to three regions that are near, the nearest first. */
    public List<String> nearRegions(String word) {
        var words = new HashMap<String, String>();
        regions.forEach(region -> words.put(Spelling.folded(region), region));
        return NearNames.among(word, words);
    }

    /** The ids of all providers, sorted. */
    public Set<String> providers() {
        return new TreeSet<>(providers);
    }
}
