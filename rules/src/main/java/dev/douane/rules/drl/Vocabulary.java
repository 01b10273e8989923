package dev.douane.rules.drl;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.JurisdictionGroups;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The words that rules may name. A kind of which nothing is known is not checked.
 *
 * <p>{@link #FIXED} is enough to load a ruleset that was published before; to publish or lint a pack, add the installation's words, catalog
 * and groups.
 *
 * @param words known words by kind, sorted
 */
public record Vocabulary(Map<WordKind, SortedSet<String>> words) {
    /** What every installation knows: countries and days of the week. */
    public static final Vocabulary FIXED = new Vocabulary(Map.of())
            .with(WordKind.COUNTRY, Arrays.asList(Locale.getISOCountries()))
            .with(
                    WordKind.WEEKDAY,
                    Arrays.stream(DayOfWeek.values()).map(DayOfWeek::name).toList());

    /** {@link #FIXED} with the words that an installation has unless it is configured otherwise. */
    public static final Vocabulary SHIPPED = FIXED.with(
                    WordKind.DATA_CLASS,
                    List.of(
                            "public",
                            "internal",
                            "confidential",
                            "personal",
                            "special-category",
                            "financial",
                            "health",
                            "export-controlled",
                            "public-sector"))
            .with(WordKind.CRITICALITY, List.of("low", "standard", "high", "critical"))
            .with(WordKind.PHASE, List.of("discovery", "scaling", "production"))
            .with(
                    WordKind.OPERATION,
                    List.of("chat", "responses", "completion", "embedding", "image", "audio", "rerank", "moderation"))
            .with(WordKind.SERVICE_TIER, List.of("default", "auto", "flex", "priority", "batch"));

    public Vocabulary {
        var copy = new EnumMap<WordKind, SortedSet<String>>(WordKind.class);
        words.forEach((kind, known) -> copy.put(kind, Collections.unmodifiableSortedSet(new TreeSet<>(known))));
        words = Collections.unmodifiableMap(copy);
    }

    /** The same with these as the only words of a kind. */
    public Vocabulary with(WordKind kind, Collection<String> known) {
        var more = new EnumMap<WordKind, SortedSet<String>>(WordKind.class);
        more.putAll(words);
        more.put(kind, new TreeSet<>(known));
        return new Vocabulary(more);
    }

    /** The same with the models, providers, deployments and tiers of a catalog. */
    public Vocabulary with(Catalog catalog) {
        var models = new TreeSet<String>();
        models.add(Call.AUTO);
        catalog.models().forEach(model -> {
            models.add(model.id().value());
            models.addAll(model.aliases());
        });
        var providers = new TreeSet<String>();
        var deployments = new TreeSet<String>();
        catalog.deployments().forEach(deployment -> {
            providers.add(deployment.provider().value());
            deployments.add(deployment.id().value());
        });
        return with(WordKind.MODEL, models)
                .with(WordKind.PROVIDER, providers)
                .with(WordKind.DEPLOYMENT, deployments)
                .with(
                        WordKind.TIER,
                        catalog.tiers().ascending().stream()
                                .map(tier -> tier.name())
                                .toList());
    }

    /** The same with jurisdiction groups. */
    public Vocabulary with(JurisdictionGroups groups) {
        var places = new TreeSet<>(groups.groups().keySet());
        places.addAll(words.getOrDefault(WordKind.COUNTRY, Collections.emptySortedSet()));
        return with(WordKind.GROUP, groups.groups().keySet()).with(WordKind.PLACE, places);
    }

    /** The same without the words that come and go with the catalog: a published pack does not break when a provider leaves. */
    public Vocabulary withoutCatalog() {
        var fewer = new EnumMap<WordKind, SortedSet<String>>(WordKind.class);
        words.forEach((kind, known) -> {
            if (!kind.isOfCatalog()) {
                fewer.put(kind, known);
            }
        });
        return new Vocabulary(fewer);
    }

    /** The known words of a kind, empty where they are not known and any word may be right. */
    public Optional<SortedSet<String>> known(WordKind kind) {
        return Optional.ofNullable(words.get(kind));
    }
}
