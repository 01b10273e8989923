package dev.douane.service.platform.document;

import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a resource's method says about itself that the document does not take from it.
 *
 * @param roles one of which a key needs; empty where any will do
 * @param failures beside those that all operations share
 * @param creates whether it answers 201
 * @param finds whether it answers 200
 */
record Endpoint(SortedSet<String> roles, Set<ProblemType> failures, boolean creates, boolean finds) {
    private static final Map<DotName, HttpMethod> METHODS = Map.of(
            DotName.createSimple(GET.class), HttpMethod.GET,
            DotName.createSimple(POST.class), HttpMethod.POST,
            DotName.createSimple(PUT.class), HttpMethod.PUT,
            DotName.createSimple(PATCH.class), HttpMethod.PATCH,
            DotName.createSimple(DELETE.class), HttpMethod.DELETE);
    private static final DotName PATH = DotName.createSimple(Path.class);
    private static final DotName ROLES = DotName.createSimple(RolesAllowed.class);
    private static final DotName FAILURES = DotName.createSimple(MayFail.class);
    private static final DotName CREATES = DotName.createSimple(Creates.class);
    private static final String EXPRESSION = "\\{\\s*(\\w+)\\s*:(?:[^{}]|\\{[^{}]*})*}";

    /** Where an operation stands in the document. */
    record Place(HttpMethod method, String path) {}

    /** The methods of all resources. Two that share a place, for two forms of a body, are one operation. */
    static Map<Place, Endpoint> all(IndexView index) {
        var found = new HashMap<Place, Endpoint>();
        METHODS.forEach((annotation, method) -> {
            for (var use : index.getAnnotations(annotation)) {
                var resource = use.target().asMethod();
                found.merge(new Place(method, path(resource)), of(resource), Endpoint::and);
            }
        });
        return found;
    }

    private Endpoint and(Endpoint other) {
        var bothRoles = new TreeSet<>(roles);
        bothRoles.addAll(other.roles);
        var bothFailures = EnumSet.noneOf(ProblemType.class);
        bothFailures.addAll(failures);
        bothFailures.addAll(other.failures);
        return new Endpoint(bothRoles, bothFailures, creates || other.creates, finds || other.finds);
    }

    private static Endpoint of(MethodInfo resource) {
        var failures = EnumSet.noneOf(ProblemType.class);
        Optional.ofNullable(resource.annotation(FAILURES))
                .map(annotation -> annotation.value().asEnumArray())
                .ifPresent(
                        names -> Arrays.stream(names).map(ProblemType::valueOf).forEach(failures::add));
        var creates = resource.annotation(CREATES);
        var orFinds = creates == null ? null : creates.value("orFinds");
        return new Endpoint(
                roles(resource), failures, creates != null, creates == null || orFinds == null || orFinds.asBoolean());
    }

    private static SortedSet<String> roles(MethodInfo resource) {
        var annotation = Optional.ofNullable(resource.declaredAnnotation(ROLES))
                .or(() -> Optional.ofNullable(resource.declaringClass().declaredAnnotation(ROLES)));
        return annotation
                .map(allowed -> allowed.value().asStringArray())
                .<SortedSet<String>>map(names -> new TreeSet<>(List.of(names)))
                .orElse(Collections.emptySortedSet());
    }

    private static String path(MethodInfo resource) {
        var whole = text(resource.declaringClass()) + "/" + text(resource.declaredAnnotation(PATH));
        var plain = whole.replaceAll(EXPRESSION, "{$1}").replaceAll("/+", "/");
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String text(ClassInfo resource) {
        return "/" + text(resource.declaredAnnotation(PATH));
    }

    private static String text(@Nullable AnnotationInstance path) {
        return path == null ? "" : path.value().asString();
    }
}
