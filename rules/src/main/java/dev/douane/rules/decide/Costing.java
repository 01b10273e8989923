package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.money.Money;
import java.util.Arrays;

/**
 * What one call costs at most, deployment by deployment. Prices each class of equal deployments once. An unknown price is dearer than any
 * known one and fits under no cap.
 */
final class Costing {
    /** The cost where the call's service tier has no known price. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long NOT_YET = -1;

    private final Call call;
    private final int outputLimit;
    private final CatalogIndex catalog;
    private final long[] nanosByClass;

    /** @param outputLimit the smallest output cap of call and rules, or the ruleset's default where neither sets one */
    Costing(Call call, int outputLimit, CatalogIndex catalog) {
        this.call = call;
        this.outputLimit = outputLimit;
        this.catalog = catalog;
        this.nanosByClass = new long[catalog.priceClassCount()];
        Arrays.fill(nanosByClass, NOT_YET);
    }

    static Costing of(Call call, Effects effects, Settings settings, CatalogIndex catalog) {
        var limit = asAskedLimit(call, settings);
        for (var fired : effects.enforced()) {
            if (fired.effect() instanceof Effect.CapOutputTokens(var most)) {
                limit = Math.min(limit, most);
            }
        }
        return new Costing(call, limit, catalog);
    }

    /** What the call would cost with no rule capping its output. */
    static Costing asAsked(Call call, Settings settings, CatalogIndex catalog) {
        return new Costing(call, asAskedLimit(call, settings), catalog);
    }

    private static int asAskedLimit(Call call, Settings settings) {
        return call.maxOutputTokens() == null ? settings.defaultMaxOutputTokens() : call.maxOutputTokens();
    }

    int outputLimit() {
        return outputLimit;
    }

    /** The output cap at one deployment. */
    int outputCap(int deployment) {
        return Math.min(outputLimit, catalog.at(deployment).maxOutputTokens());
    }

    long nanos(int deployment) {
        var priceClass = catalog.priceClassOf(deployment);
        return priceClass < 0 ? UNKNOWN : nanosOfClass(priceClass);
    }

    long nanosOfClass(int priceClass) {
        var known = nanosByClass[priceClass];
        if (known == NOT_YET) {
            known = catalog.priceClass(priceClass).costNanos(call, outputLimit);
            nanosByClass[priceClass] = known;
        }
        return known;
    }

    /** Those with no known price for the call's service tier. */
    DeploymentSet unpriced() {
        return catalog.priced(call.serviceTier()).others();
    }

    /** Those where the call costs nothing. */
    DeploymentSet free() {
        return dearerThan(Money.ZERO).others();
    }

    DeploymentSet dearerThan(Money most) {
        var dearer = unpriced();
        for (int i = 0; i < nanosByClass.length; i++) {
            if (nanosOfClass(i) > most.nanos()) {
                dearer = dearer.or(catalog.priceClass(i).members());
            }
        }
        return dearer;
    }

    DeploymentSet outputDearerThan(Money mostPerMillion) {
        var dearer = unpriced();
        for (int i = 0; i < nanosByClass.length; i++) {
            var priceClass = catalog.priceClass(i);
            var step = priceClass.prices().step(call.serviceTier(), call.inputTokens());
            if (step != null && !step.output().fitsIn(mostPerMillion)) {
                dearer = dearer.or(priceClass.members());
            }
        }
        return dearer;
    }
}
