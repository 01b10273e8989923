package dev.douane.rules.document;

import dev.douane.rules.call.Call;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the parts of a catalog fit together: ids are unique, names are known, limits make sense. */
final class CatalogChecks {
    private final Problems problems;

    CatalogChecks(Problems problems) {
        this.problems = problems;
    }

    void check(CatalogDocument document) {
        currency(document.currency());
        var providers = unique(document.providers(), CatalogDocument.Provider::id, CatalogDocument.Provider::path);
        var models = unique(document.models(), CatalogDocument.Model::id, CatalogDocument.Model::path);
        unique(document.deployments(), CatalogDocument.Deployment::id, CatalogDocument.Deployment::path);
        names(document.models());
        for (var model : document.models()) {
            known(model.tier(), document.tiers(), "tier", model.path() + ".tier");
            for (int i = 0; i < model.substitutes().size(); i++) {
                var path = "%s.substitutes[%s]".formatted(model.path(), i);
                known(model.substitutes().get(i), models.keySet(), "model", path);
                if (model.substitutes().get(i).equals(model.id())) {
                    problems.note(path, "model (%s) cannot stand in for itself".formatted(model.id()));
                }
            }
            limits(model.path(), model.contextWindow(), model.maxInputTokens(), model.maxOutputTokens());
        }
        for (var deployment : document.deployments()) {
            known(deployment.model(), models.keySet(), "model", deployment.path() + ".model");
            known(deployment.provider(), providers.keySet(), "provider", deployment.path() + ".provider");
            if (deployment.tier() != null) {
                known(deployment.tier(), document.tiers(), "tier", deployment.path() + ".tier");
            }
            var model = models.get(deployment.model());
            if (model != null) {
                var window = deployment.contextWindow() == null ? model.contextWindow() : deployment.contextWindow();
                limits(deployment.path(), window, deployment.maxInputTokens(), deployment.maxOutputTokens());
            }
        }
    }

    private void currency(String currency) {
        var codes = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toSet());
        if (!currency.isEmpty() && !codes.contains(currency)) {
            problems.note("currency", "currency (%s) is not an ISO 4217 code".formatted(currency));
        }
    }

    private <T> Map<String, T> unique(List<T> entries, Function<T, String> id, Function<T, String> path) {
        var byId = new TreeMap<String, T>();
        for (var entry : entries) {
            var other = byId.putIfAbsent(id.apply(entry), entry);
            if (other != null && !id.apply(entry).isEmpty()) {
                problems.note(
                        path.apply(entry) + ".id",
                        "id (%s) is already taken by %s".formatted(id.apply(entry), path.apply(other)));
            }
        }
        return byId;
    }

    /** What a caller may write as a model's name must mean one model. */
    private void names(List<CatalogDocument.Model> models) {
        var owners = new HashMap<String, String>();
        models.forEach(model -> owners.putIfAbsent(model.id(), model.id()));
        for (var model : models) {
            reserved(model.id(), model.path() + ".id");
            for (int i = 0; i < model.aliases().size(); i++) {
                var alias = model.aliases().get(i);
                var path = "%s.aliases[%s]".formatted(model.path(), i);
                reserved(alias, path);
                var owner = owners.putIfAbsent(alias, model.id());
                if (owner != null) {
                    problems.note(path, "alias (%s) is already a name of %s".formatted(alias, owner));
                }
            }
        }
    }

    private void reserved(String name, String path) {
        if (name.equals(Call.AUTO)) {
            problems.note(path, "name (%s) is what a call writes that asks for no model".formatted(name));
        }
    }

    private void known(String word, Collection<String> words, String what, String path) {
        if (!word.isEmpty() && !words.contains(word)) {
            problems.note(
                    path,
                    "%s (%s) is not in this catalog".formatted(what, word),
                    Nearest.maybe(word, Set.copyOf(words)));
        }
    }

    private void limits(String path, int window, @Nullable Integer input, @Nullable Integer output) {
        if (input != null && input > window) {
            problems.note(
                    path + ".maxInputTokens",
                    "value (%d) is more than the context window (%d)".formatted(input, window));
        }
        if (output != null && output > window) {
            problems.note(
                    path + ".maxOutputTokens",
                    "value (%d) is more than the context window (%d)".formatted(output, window));
        }
    }
}
