package dev.douane.service.platform.document;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Answers of many lines, each a JSON document. Resources name the document of a line; as the schema of the answer it would let a generated
 * client read the first line and take it for all of it, so the answer is a stream whose content the document of a line describes.
 */
final class Lines {
    private static final String NDJSON = "application/x-ndjson";

    private Lines() {}

    static void complete(Operation operation) {
        for (var response : operation.getResponses().getAPIResponses().values()) {
            var lines = content(response).get(NDJSON);
            if (lines != null) {
                lines.setSchema(OASFactory.createSchema()
                        .type(List.of(Schema.SchemaType.STRING))
                        .format("binary")
                        .contentMediaType(NDJSON)
                        .contentSchema(lines.getSchema()));
            }
        }
    }

    private static Map<String, MediaType> content(APIResponse response) {
        return response.getContent() == null ? Map.of() : response.getContent().getMediaTypes();
    }
}
