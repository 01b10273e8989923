package dev.douane.service.platform.document;

import dev.douane.service.platform.Problem;
import dev.douane.service.platform.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Every answer of 400 and above that an operation can give: each way to fail is described once, and operations refer to it. */
final class Failures {
    private static final Set<ProblemType> OF_ALL = EnumSet.of(
            ProblemType.INVALID_REQUEST,
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN, // a key of the role metrics alone may ask for figures and nothing else
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.REQUEST_TOO_SLOW,
            ProblemType.URI_TOO_LONG,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.HEADERS_TOO_LARGE,
            ProblemType.INTERNAL,
            ProblemType.UNAVAILABLE);
    private static final Set<ProblemType> OF_BODIES =
            EnumSet.of(ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.OVERLOADED);

    private final Components components;

    Failures(Components components) {
        this.components = components;
    }

    void addTo(Operation operation, Endpoint endpoint, boolean isOfOne) {
        var types = EnumSet.copyOf(OF_ALL);
        types.addAll(endpoint.failures());
        if (isOfOne) {
            types.add(ProblemType.NOT_FOUND);
        }
        if (operation.getRequestBody() != null) {
            types.addAll(OF_BODIES);
        }
        types.stream()
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()))
                .forEach((status, ways) -> operation.getResponses().addAPIResponse(status.toString(), reference(ways)));
    }

    private APIResponse reference(List<ProblemType> ways) {
        var name = ways.stream().map(Failures::name).collect(Collectors.joining("Or"));
        if (components.getResponses() == null || !components.getResponses().containsKey(name)) {
            components.addResponse(name, response(ways));
        }
        return OASFactory.createAPIResponse().ref(name);
    }

    private static APIResponse response(List<ProblemType> ways) {
        var media =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        ways.forEach(
                way -> media.addExample(word(way), OASFactory.createExample().value(example(way))));
        var response = OASFactory.createAPIResponse()
                .description(ways.stream().map(ProblemType::title).collect(Collectors.joining("; or: ")))
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media));
        switch (ways.getFirst().status()) {
            case 401 ->
                response.addHeader("WWW-Authenticate", OASFactory.createHeader().schema(Schemas.text()));
            case 429, 503 ->
                response.addHeader(
                        "Retry-After",
                        OASFactory.createHeader()
                                .description("seconds")
                                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER))));
            default -> {}
        }
        return response;
    }

    private static Map<String, Object> example(ProblemType way) {
        var example = new TreeMap<String, Object>();
        example.put("type", way.uri());
        example.put("title", way.title());
        example.put("status", way.status());
        example.put("detail", "What happened this time.");
        return example;
    }

    private static String word(ProblemType way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String name(ProblemType way) {
        return Arrays.stream(way.name().split("_", -1))
                .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
