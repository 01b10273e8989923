package dev.douane.service.decisions;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What a call pins. A deployment has one model, provider and region; a call that names others beside it cannot be meant. */
final class Pins {
    private Pins() {}

    /**
     * @param pointer where the request stands in what was sent
     * @throws ProblemException UNPROCESSABLE if the call pins a deployment of the catalog and something else that it is not
     */
    static void check(Call call, CatalogIndex catalog, String pointer) {
        if (call.deployment() != null) {
            // one that is not there is a decision's to say
            catalog.deployment(call.deployment()).forEach(place -> check(call, catalog.at(place), catalog, pointer));
        }
    }

    private static void check(Call call, Deployment pinned, CatalogIndex catalog, String pointer) {
        var violations = new ArrayList<Violation>();
        if (call.model() != null && !call.isAuto() && !isServed(call.model(), pinned, catalog)) {
            violations.add(contradiction(
                    pointer + "/call/model",
                    call.model(),
                    pinned,
                    pinned.model().value()));
        }
        if (contradicts(call.provider(), pinned.provider().value())) {
            violations.add(contradiction(
                    pointer + "/call/provider",
                    call.provider(),
                    pinned,
                    pinned.provider().value()));
        }
        if (contradicts(call.region(), pinned.region())) {
            violations.add(contradiction(pointer + "/call/region", call.region(), pinned, pinned.region()));
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "The request contradicts itself.", violations);
        }
    }

    private static boolean isServed(String model, Deployment pinned, CatalogIndex catalog) {
        return catalog.catalog()
                .model(model)
                .filter(named -> named.id().equals(pinned.model()))
                .isPresent();
    }

    private static boolean contradicts(@Nullable String said, String real) {
        return said != null && !said.equals(real);
    }

    private static Violation contradiction(String pointer, @Nullable String said, Deployment pinned, String real) {
        return new Violation(
                pointer, "[%s] contradicts the deployment [%s], which is [%s]".formatted(said, pinned.id(), real));
    }
}
