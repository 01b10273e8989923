package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.douane.service.audit.RecordedDecision;
import java.io.ByteArrayOutputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A line of an export as the API's document describes it: what a list shows, with the documents.
 *
 * @param answer as it was given, byte for byte
 * @param request as it was understood
 */
@Schema(name = "ExportedDecision")
record ExportedView(@JsonUnwrapped SummaryView shown, DecisionView answer, DecisionBody request, Evidence evidence) {

    /** @param shown a JSON object; the stored documents are JSON already, and are handed on as they are */
    static byte[] json(byte[] shown, RecordedDecision documents) {
        var json = new ByteArrayOutputStream(
                shown.length + documents.answer().length + documents.request().length + 1_024);
        json.write(shown, 0, shown.length - 1);
        json.writeBytes(",\"answer\":".getBytes(US_ASCII));
        json.writeBytes(documents.answer());
        json.writeBytes(",\"request\":".getBytes(US_ASCII));
        json.writeBytes(documents.request());
        json.writeBytes(",\"evidence\":".getBytes(US_ASCII));
        json.writeBytes(documents.evidence());
        json.write('}');
        return json.toByteArray();
    }
}
