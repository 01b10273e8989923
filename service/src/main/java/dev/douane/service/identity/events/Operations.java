package dev.douane.service.identity.events;

import dev.douane.service.identity.Rights;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations by what they are called in the API's document: of what strangers ask for, this much can be repeated, and is one of a few dozen. */
@ApplicationScoped
class Operations {
    private static final int PATH_LENGTH_MAX = 512;

    /** They have no entry in the document. */
    private static final List<String> BESIDE = List.of("/q/metrics", "/q/openapi");

    private final Rights rights;
    private volatile @Nullable List<Operation> known;

    Operations(Rights rights) {
        this.rights = rights;
    }

    /** @param parts of its path, between the slashes */
    private record Operation(String method, String path, List<String> parts) {
        static Operation of(String method, String path) {
            return new Operation(method, path, partsOf(path));
        }

        boolean isAt(String asked, List<String> askedParts) {
            if (!method.equals(asked) || parts.size() != askedParts.size()) {
                return false;
            }
            for (int i = 0; i < parts.size(); i++) {
                if (!isAny(parts.get(i)) && !parts.get(i).equals(askedParts.get(i))) {
                    return false;
                }
            }
            return true;
        }

        long parameters() {
            return parts.stream().filter(Operation::isAny).count();
        }

        private static boolean isAny(String part) {
            return part.startsWith("{");
        }
    }

    private static List<String> partsOf(String path) {
        return List.of(path.split("/", -1));
    }

    /** {@code GET /v1/keys/{id}}; empty for what is none. */
    Optional<String> at(String method, @Nullable String path) {
        if (path == null || path.length() > PATH_LENGTH_MAX) {
            return Optional.empty();
        }
        var asked = method.equals("HEAD") ? "GET" : method;
        var parts = partsOf(path);
        return known().stream()
                .filter(operation -> operation.isAt(asked, parts))
                .findFirst()
                .map(operation -> operation.method() + " " + operation.path());
    }

    /** Read when first asked for: the document is long. Twice at the same time does no harm. */
    private List<Operation> known() {
        var read = known;
        if (read == null) {
            var all = new ArrayList<Operation>();
            rights.all().forEach(right -> all.add(Operation.of(right.method(), right.path())));
            BESIDE.forEach(path -> all.add(Operation.of("GET", path)));
            all.sort(Comparator.comparingLong(Operation::parameters)); // a word goes before what could be any
            read = List.copyOf(all);
            known = read;
        }
        return read;
    }
}
