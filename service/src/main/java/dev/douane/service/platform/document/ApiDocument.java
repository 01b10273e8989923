package dev.douane.service.platform.document;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/**
 * Completes the API's document while the service is built: how to show a key and which roles it needs, every way to fail, what is new,
 * which members are always there, what the parameters of lists take, what comes line by line, and an example of every body.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String KEY = "key";

    private final IndexView index;

    /** Made by the framework. */
    public ApiDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A key of this installation. Its roles say what it may do."));
        new Schemas(index).complete(document.getComponents());
        var failures = new Failures(document.getComponents());
        var examples = new Examples();
        var endpoints = Endpoint.all(index);
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    var endpoint = endpoints.get(new Endpoint.Place(method, path));
                    if (endpoint == null) {
                        throw new IllegalStateException("No resource is at %s %s.".formatted(method, path));
                    }
                    complete(path, operation, endpoint, failures);
                    Parameters.complete(operation);
                    Lines.complete(operation);
                    examples.addTo(operation);
                }));
    }

    private static void complete(String path, Operation operation, Endpoint endpoint, Failures failures) {
        operation.setTags(List.of(subject(path)));
        var roles = List.copyOf(endpoint.roles());
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY, roles));
        var needed = roles.isEmpty()
                ? "Any key may ask, but one of role metrics alone."
                : "Needs a key with %s."
                        .formatted(
                                roles.size() == 1
                                        ? "role " + roles.getFirst()
                                        : "one of the roles " + String.join(", ", roles));
        operation.setDescription(
                operation.getDescription() == null ? needed : operation.getDescription() + " " + needed);
        tellWhatIsNew(operation, endpoint);
        failures.addTo(operation, endpoint, path.contains("{"));
    }

    /** What stands behind the version: {@code decisions} for {@code /v1/decisions:batch}. */
    private static String subject(String path) {
        return path.split("[/:]", 4)[2];
    }

    private static void tellWhatIsNew(Operation operation, Endpoint endpoint) {
        if (!endpoint.creates()) {
            return;
        }
        var responses = operation.getResponses();
        var found = responses.getAPIResponse("200") == null
                ? responses.getAPIResponse("201")
                : responses.getAPIResponse("200");
        responses.addAPIResponse(
                "201",
                OASFactory.createAPIResponse()
                        .description("made; Location says where it is")
                        .content(found.getContent())
                        .headers(Map.of(
                                "Location",
                                OASFactory.createHeader()
                                        .description("URI of what was made")
                                        .schema(Schemas.text()))));
        if (endpoint.finds()) {
            responses.addAPIResponse(
                    "200",
                    OASFactory.createAPIResponse()
                            .description("the same was there already")
                            .content(found.getContent()));
        } else {
            responses.removeAPIResponse("200");
        }
    }
}
