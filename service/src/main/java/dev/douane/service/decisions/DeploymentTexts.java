package dev.douane.service.decisions;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the deployments of a catalog are written, each written once: an answer names some four of them, half of all it says, and they say the
 * same in every answer.
 */
final class DeploymentTexts {
    private static volatile DeploymentTexts last = new DeploymentTexts(null);

    private final @Nullable Catalog catalog;
    private final Map<String, SerializedString> texts = new ConcurrentHashMap<>();

    private DeploymentTexts(@Nullable Catalog catalog) {
        this.catalog = catalog;
    }

    /** Those of the catalog that is in force; others are not kept for long. */
    static DeploymentTexts of(Catalog catalog) {
        var known = last;
        if (known.catalog != catalog) {
            known = new DeploymentTexts(catalog);
            last = known;
        }
        return known;
    }

    /** A JSON object without its end, so that more members may follow. */
    SerializedString open(Deployment deployment) {
        var id = deployment.id().value();
        var text = texts.get(id);
        if (text == null) {
            text = DecisionParts.openObject(json -> DecisionParts.place(json, deployment));
            texts.put(id, text);
        }
        return text;
    }
}
