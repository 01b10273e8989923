package dev.douane.service.platform.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.models.Operation;

/** Examples of bodies, as files named after their operations; tests send them. */
final class Examples {
    private static final String JSON = "application/json";

    private final ObjectMapper json = new ObjectMapper();

    void addTo(Operation operation) {
        var body = operation.getRequestBody();
        var media = body == null || body.getContent() == null
                ? null
                : body.getContent().getMediaType(JSON);
        if (media == null) {
            return;
        }
        var place = "examples/%s.json".formatted(operation.getOperationId());
        try (var example = Examples.class.getResourceAsStream(place)) {
            if (example != null) {
                media.setExample(json.readValue(example, Object.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The example [%s] cannot be read.".formatted(place), e);
        }
    }
}
