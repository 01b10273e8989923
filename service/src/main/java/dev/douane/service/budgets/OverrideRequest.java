package dev.douane.service.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.ArrayList;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * More money for a while that is asked for.
 *
 * @param extra what is added to the limit, a decimal string above zero
 * @param scope the one account it is for: by attribute of the budget's scope, its value; absent for each of its accounts
 * @param from first instant; absent for now
 * @param until first instant after it, at most 92 days later
 * @param why one to 2000 characters
 */
@Schema(requiredProperties = {"extra", "until", "why"})
record OverrideRequest(
        @Nullable String extra,
        @Schema(implementation = Object.class) @Nullable JsonNode scope,
        @Nullable String from,
        @Nullable String until,
        @Nullable String why) {
    /**
     * What the request says.
     *
     * @param budget the selector of the budget it is for
     * @param catalog whose words the account's values are told in
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    Overrides.Wish checked(ScopeSelector budget, CatalogIndex catalog, Instant now) {
        var wrong = new ArrayList<Violation>();
        var reader = new TermsReader("", wrong);
        var amount = reader.amount("/extra", extra == null ? "" : extra);
        if (amount != null && amount.isZero()) {
            reader.refuse("/extra", "must be more than nothing");
        }
        var account = scope == null || scope.isNull()
                ? null
                : AccountScope.words(
                        budget,
                        scope,
                        "/scope",
                        wrong,
                        (attribute, value) -> ScopeReader.spelled(catalog, attribute, value));
        var said = from == null ? null : reader.instant("/from", from);
        var start = from == null ? now : said;
        var end = reader.instant("/until", until);
        if (start != null && end != null) {
            if (!start.isBefore(end) || start.plus(Overrides.LONGEST).isBefore(end)) {
                reader.refuse(
                        "/until",
                        "(%s) must be after its start (%s), by %d days at most"
                                .formatted(end, start, Overrides.LONGEST.toDays()));
            }
        }
        var reason = AmendmentRequest.why(why, wrong);
        if (!wrong.isEmpty() || amount == null || start == null || end == null) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The override cannot be proposed so.", wrong);
        }
        return new Overrides.Wish(amount, account, said, end, reason);
    }
}
