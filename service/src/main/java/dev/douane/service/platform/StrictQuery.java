package dev.douane.service.platform;

import dev.douane.rules.document.Nearest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The query of every request is as strict as a body: a parameter that nobody knows, one given twice and one without a value are refused by
 * name, since passing them over would answer another question. What a resource's method takes is what it declares.
 */
public class StrictQuery {
    private final ConcurrentHashMap<Method, SortedSet<String>> known = new ConcurrentHashMap<>();

    /** @throws ProblemException INVALID_REQUEST with all that is wrong */
    @ServerRequestFilter(nonBlocking = true)
    public void check(UriInfo uri, ResourceInfo resource) {
        var asked = uri.getQueryParameters();
        if (asked.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), StrictQuery::declared);
        var violations = new ArrayList<Violation>();
        asked.forEach((name, values) -> {
            if (!names.contains(name)) {
                violations.add(Violation.ofParameter(name, unknown(name, names)));
            } else if (values.size() > 1) {
                violations.add(Violation.ofParameter(name, "is given %d times".formatted(values.size())));
            } else if (values.getFirst().isEmpty()) {
                violations.add(Violation.ofParameter(name, "has no value; leave it out to ask for any"));
            }
        });
        if (!violations.isEmpty()) {
            throw ProblemException.ofQuery(violations);
        }
    }

    private static String unknown(String name, SortedSet<String> names) {
        var maybe = Nearest.maybe(name, names);
        return "unknown parameter; known here: %s%s"
                .formatted(names.isEmpty() ? "none" : String.join(", ", names), maybe.isEmpty() ? "" : ". " + maybe);
    }

    /** By annotation at an argument, at a field of a bean of arguments, or, where the method reads the query itself, at the method. */
    private static SortedSet<String> declared(Method method) {
        var names = new TreeSet<String>();
        for (var argument : method.getParameters()) {
            named(argument).forEach(names::add);
            if (argument.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(argument.getType().getDeclaredFields())
                        .flatMap(StrictQuery::named)
                        .forEach(names::add);
            }
        }
        for (var described : method.getAnnotationsByType(Parameter.class)) {
            if (described.in() == ParameterIn.QUERY) {
                names.add(described.name());
            }
        }
        return Collections.unmodifiableSortedSet(names);
    }

    private static Stream<String> named(AnnotatedElement element) {
        return Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }
}
