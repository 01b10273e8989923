package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.douane.service.audit.RecordedDecision;
import dev.douane.service.ledger.HoldView;
import dev.douane.service.platform.StrictJson;
import java.io.ByteArrayOutputStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A recorded decision as the API's document describes it: the answer as it was given, with what was asked and what else it was made from.
 *
 * @param answer as it was given, byte for byte
 * @param principal the id of the key that asked
 * @param principalName what people call that key; absent for gateways
 * @param request as it was understood
 * @param hold how its hold stands now; absent where it set nothing aside
 */
@Schema(name = "RecordedDecision")
record RecordedView(
        DecisionView answer,
        String principal,
        @Nullable String principalName,
        DecisionBody request,
        Evidence evidence,
        @Nullable HoldView hold) {

    /** The stored documents are JSON already, and are handed on as they are. */
    static byte[] json(
            RecordedDecision decision, @Nullable String principalName, @Nullable HoldView hold, StrictJson write) {
        var json = new ByteArrayOutputStream(decision.answer().length + decision.request().length + 1_024);
        json.writeBytes("{\"answer\":".getBytes(US_ASCII));
        json.writeBytes(decision.answer());
        json.writeBytes(",\"principal\":".getBytes(US_ASCII));
        json.writeBytes(write.write(decision.principal()));
        if (principalName != null) {
            json.writeBytes(",\"principalName\":".getBytes(US_ASCII));
            json.writeBytes(write.write(principalName));
        }
        json.writeBytes(",\"request\":".getBytes(US_ASCII));
        json.writeBytes(decision.request());
        json.writeBytes(",\"evidence\":".getBytes(US_ASCII));
        json.writeBytes(decision.evidence());
        if (hold != null) {
            json.writeBytes(",\"hold\":".getBytes(US_ASCII));
            json.writeBytes(write.write(hold));
        }
        json.write('}');
        return json.toByteArray();
    }
}
