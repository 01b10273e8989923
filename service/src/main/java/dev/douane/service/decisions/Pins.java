package dev.douane.service.decisions;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.ReadCall;
import dev.douane.rules.catalog.ReadName;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call pins. A deployment has one model, provider and region, and a model's name may pin a provider or a place; a call that names others
 * beside them cannot be meant.
 */
final class Pins {
    private Pins() {}

    /**
     * @param pointer where the request stands in what was sent
     * @throws ProblemException UNPROCESSABLE if the call pins a deployment of the catalog and something else that it is not, or something else
     *     than its model's name pins
     */
    static void check(Call call, CatalogIndex catalog, String pointer) {
        if (call.deployment() == null && call.provider() == null && call.region() == null) {
            return;
        }
        var read = catalog.names().read(call);
        var violations = new ArrayList<Violation>();
        if (read.call().deployment() != null) {
            // one that is not there is a decision's to say
            catalog.deployment(read.call().deployment())
                    .forEach(place -> check(call, read, catalog.at(place), place, pointer, violations));
        } else if (read.named() != null) {
            check(call, read.call(), read.named(), catalog, pointer, violations);
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "The request contradicts itself.", violations);
        }
    }

    private static void check(
            Call call, ReadCall read, Deployment pinned, int place, String pointer, List<Violation> violations) {
        if (call.model() != null && !call.isAuto() && !isServed(read.named(), pinned, place)) {
            violations.add(contradiction(
                    pointer + "/call/model",
                    call.model(),
                    pinned,
                    pinned.model().value()));
        }
        if (call.provider() != null
                && contradicts(read.call().provider(), pinned.provider().value())) {
            violations.add(contradiction(
                    pointer + "/call/provider",
                    call.provider(),
                    pinned,
                    pinned.provider().value()));
        }
        if (call.region() != null && contradicts(read.call().region(), pinned.region())) {
            violations.add(contradiction(pointer + "/call/region", call.region(), pinned, pinned.region()));
        }
    }

    private static boolean isServed(@Nullable ReadName named, Deployment pinned, int place) {
        return named != null
                && named.model().id().equals(pinned.model())
                && named.pinned().contains(place);
    }

    private static boolean contradicts(@Nullable String said, String real) {
        return said != null && !said.equals(real);
    }

    private static Violation contradiction(String pointer, String said, Deployment pinned, String real) {
        return new Violation(
                pointer, "[%s] contradicts the deployment [%s], which is [%s]".formatted(said, pinned.id(), real));
    }

    private static void check(
            Call call, Call read, ReadName named, CatalogIndex catalog, String pointer, List<Violation> violations) {
        if (call.provider() != null && named.provider() != null && contradicts(read.provider(), named.provider())) {
            violations.add(contradiction(pointer + "/call/provider", call.provider(), call.model(), named.provider()));
        }
        if (call.region() != null
                && read.region() != null
                && named.place() != null
                && !catalog.region(read.region()).meets(named.pinned())) {
            violations.add(contradiction(pointer + "/call/region", call.region(), call.model(), named.place()));
        }
    }

    private static Violation contradiction(String pointer, String said, @Nullable String name, String pinned) {
        return new Violation(
                pointer, "[%s] contradicts the model's name [%s], which pins [%s]".formatted(said, name, pinned));
    }
}
