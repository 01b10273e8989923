package dev.douane.service.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.Caller;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.ReadName;
import dev.douane.rules.catalog.Tier;
import dev.douane.rules.document.Nearest;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Wanted;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a budget is for, as calls are read: names are told in the catalog's own words, and what no call could ever have is refused, so that
 * no ceiling stands where nobody passes. So is a name of callers that looks like another one, since a ceiling for it would seem to be for the other.
 */
final class ScopeReader {
    private static final String PLACE = "/scope/";

    private final CatalogIndex catalog;
    private final List<Violation> wrong;
    private final TreeMap<Attribute, Wanted> wanted = new TreeMap<>();
    private @Nullable String providerOfModel;

    /** @param wrong gets what is wrong, each with its place */
    ScopeReader(CatalogIndex catalog, List<Violation> wrong) {
        this.catalog = catalog;
        this.wrong = wrong;
    }

    /** @param said by attribute; absent or null where nothing is said */
    ScopeSelector read(Function<Attribute, @Nullable JsonNode> said) {
        var before = wrong.size();
        for (var attribute : Attribute.values()) {
            var node = said.apply(attribute);
            if (node != null && !node.isNull()) {
                read(attribute, node);
            }
        }
        if (providerOfModel != null) {
            withProviderOfModel(providerOfModel);
        }
        var selector = new ScopeSelector(wanted);
        if (wrong.size() == before) {
            var unmet = Unmet.of(selector, catalog);
            if (unmet != null) {
                wrong.add(new Violation("/scope", unmet));
            }
        }
        return selector;
    }

    /**
     * One value of an account, as calls are read.
     *
     * @throws IllegalArgumentException if no call could ever have it
     */
    static String spelled(CatalogIndex catalog, Attribute attribute, String value) {
        var reader = new ScopeReader(catalog, new ArrayList<>());
        var read = attribute.isOfTarget() ? reader.ofTarget(attribute, value, 1) : ofCaller(value);
        if (reader.providerOfModel != null) {
            throw new IllegalArgumentException(
                    "model (%s) pins the provider (%s), and an account is for a model; maybe %s?"
                            .formatted(value, reader.providerOfModel, read));
        }
        return read;
    }

    private void read(Attribute attribute, JsonNode node) {
        try {
            var written = TermsJson.wanted(node);
            var read = new TreeSet<String>();
            for (var value : written.values()) {
                read.add(
                        attribute.isOfTarget()
                                ? ofTarget(attribute, value, written.values().size())
                                : ofCaller(value));
            }
            wanted.put(attribute, written.isEach() ? written : new Wanted(read));
        } catch (IllegalArgumentException e) {
            wrong.add(new Violation(PLACE + attribute.word(), String.valueOf(e.getMessage())));
        }
    }

    private static String ofCaller(String value) {
        var name = Caller.spelled(value);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("must be text on one line, not only blanks");
        }
        if (name.length() > CallWords.LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "value has %d characters; a caller's have %d at most, so no call would ever have it"
                            .formatted(name.length(), CallWords.LENGTH_MAX));
        }
        var fault = PlainText.faultInWord(name);
        if (fault != null) {
            throw new IllegalArgumentException("[%s] %s".formatted(Shown.of(name), fault));
        }
        return name;
    }

    private String ofTarget(Attribute attribute, String written, int values) {
        var value = written.strip();
        return switch (attribute) {
            case MODEL -> model(value, values);
            case PROVIDER -> provider(value);
            case FAMILY ->
                inSmallLetters(
                        "family",
                        value,
                        catalog.catalog().models().stream()
                                .map(model -> model.family())
                                .distinct()
                                .sorted()
                                .toList());
            case TIER ->
                inSmallLetters(
                        "tier",
                        value,
                        catalog.catalog().tiers().ascending().stream()
                                .map(Tier::name)
                                .toList());
            default -> throw new IllegalStateException("%s is no attribute of a target".formatted(attribute));
        };
    }

    private String model(String value, int values) {
        var named = catalog.names().read(value);
        if (named == null) {
            var near = catalog.names().near(value);
            throw unknown("model", value, near.isEmpty() ? "" : "Maybe %s?".formatted(String.join(", ", near)));
        }
        pinned(value, named, values);
        return named.model().id().value();
    }

    /** A name that pins a provider is a budget of that provider, too. */
    private void pinned(String value, ReadName named, int values) {
        if (named.place() != null) {
            throw new IllegalArgumentException(
                    "model (%s) pins the place (%s), and a budget is for models wherever they are; maybe %s?"
                            .formatted(value, named.place(), named.model().id()));
        }
        if (named.provider() != null && values > 1) {
            throw new IllegalArgumentException(
                    "model (%s) pins the provider (%s), which a list of models cannot; maybe %s, and the provider beside it?"
                            .formatted(value, named.provider(), named.model().id()));
        }
        providerOfModel = named.provider();
    }

    private void withProviderOfModel(String provider) {
        var said = wanted.get(Attribute.PROVIDER);
        if (said == null || said.isEach()) {
            wanted.put(Attribute.PROVIDER, Wanted.of(provider));
        } else if (!said.values().contains(provider)) {
            wrong.add(new Violation(
                    PLACE + Attribute.PROVIDER.word(),
                    "provider (%s) contradicts the model's name, which pins %s"
                            .formatted(String.join(", ", said.values()), provider)));
        }
    }

    private String provider(String value) {
        var known = catalog.names().provider(value);
        if (known == null) {
            throw unknown(
                    "provider",
                    value,
                    Nearest.maybeOrKnown(value, catalog.names().providers()));
        }
        return known;
    }

    private String inSmallLetters(String what, String value, Collection<String> known) {
        var word = known.contains(value) ? value : value.toLowerCase(Locale.ROOT);
        if (!known.contains(word)) {
            throw unknown(what, value, Nearest.maybeOrKnown(value, known));
        }
        return word;
    }

    private IllegalArgumentException unknown(String what, String value, String maybe) {
        return new IllegalArgumentException("%s (%s) is not in catalog version %d, so no call would ever have it. %s"
                .formatted(what, value, catalog.catalog().version(), maybe)
                .strip());
    }
}
