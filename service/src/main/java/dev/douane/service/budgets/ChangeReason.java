package dev.douane.service.budgets;

import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Why something is done.
 *
 * @param why one to 2000 characters
 */
record ChangeReason(@Nullable String why) {
    /**
     * What a body says, which may be left out.
     *
     * @throws ProblemException INVALID_REQUEST where it is no reason
     */
    static @Nullable String of(byte @Nullable [] body, StrictJson json) {
        if (body == null || body.length == 0) {
            return null;
        }
        var why = json.read(body, ChangeReason.class).why();
        var fault = why == null ? null : PlainText.faultInLines(why, AmendmentRequest.WHY_MAX);
        if (fault != null) {
            throw ProblemException.at("/why", fault);
        }
        return why;
    }
}
