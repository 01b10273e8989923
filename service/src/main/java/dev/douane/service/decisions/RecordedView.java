package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.douane.service.audit.RecordedDecision;
import java.io.ByteArrayOutputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A recorded decision as the API's document describes it: the answer as it was given, with what was asked and what else it was made from.
 *
 * @param answer as it was given, byte for byte
 * @param request as it was understood
 */
@Schema(name = "RecordedDecision")
record RecordedView(DecisionView answer, String principal, DecisionBody request, Evidence evidence) {

    /** The stored documents are JSON already, and are handed on as they are. */
    static byte[] json(RecordedDecision decision, byte[] principalJson) {
        var json = new ByteArrayOutputStream(decision.answer().length + decision.request().length + 1_024);
        json.writeBytes("{\"answer\":".getBytes(US_ASCII));
        json.writeBytes(decision.answer());
        json.writeBytes(",\"principal\":".getBytes(US_ASCII));
        json.writeBytes(principalJson);
        json.writeBytes(",\"request\":".getBytes(US_ASCII));
        json.writeBytes(decision.request());
        json.writeBytes(",\"evidence\":".getBytes(US_ASCII));
        json.writeBytes(decision.evidence());
        json.write('}');
        return json.toByteArray();
    }
}
