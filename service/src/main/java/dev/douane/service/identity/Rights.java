package dev.douane.service.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What each role may do, out of the served OpenAPI document. The build writes there, of each operation, the roles that its resource is
 * annotated with and that the framework lets in: there is no second list that could be wrong.
 */
@ApplicationScoped
public class Rights {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * One operation.
     *
     * @param path as the document writes it: {@code /v1/keys/{id}}
     * @param does what it does, in words
     * @param roles those that may, each alone; all that ask for anything where any of them will do
     */
    public record Right(String method, String path, String does, SortedSet<String> roles) {}

    private final OpenApiDocumentService document;
    private final JsonMapper json = new JsonMapper();

    @Inject
    Rights(OpenApiDocumentService document) {
        this.document = document;
    }

    /** All operations, by path. */
    public List<Right> all() {
        var rights = new ArrayList<Right>();
        for (var path : read().path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    rights.add(new Right(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue().path("summary").asText(),
                            roles(operation.getValue())));
                }
            }
        }
        return rights;
    }

    private JsonNode read() {
        try {
            return json.readTree(document.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException("the OpenAPI document is no JSON", e);
        }
    }

    private static SortedSet<String> roles(JsonNode operation) {
        var roles = new TreeSet<String>();
        for (var requirement : operation.path("security")) {
            for (var scheme : requirement) {
                scheme.forEach(role -> roles.add(role.asText()));
            }
        }
        return roles.isEmpty() ? Roles.ASKING : roles;
    }
}
