package dev.douane.service.budgets;

import dev.douane.rules.terms.Changes;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of a budget's terms that is asked for.
 *
 * @param changes the terms that change, each as when a budget is made, and {@code closed}
 * @param takesEffect {@code now} or {@code next-period}
 * @param why one to 2000 characters, for whoever reads the history
 * @param basedOn the number of the last amendment that the author knew of, 0 for none; absent where it does not matter
 */
@Schema(requiredProperties = {"changes", "takesEffect", "why"})
record AmendmentRequest(
        @Nullable TermsRequest changes,

        @Schema(enumeration = {"now", "next-period"}) @Nullable
        String takesEffect,

        @Nullable String why,
        @Nullable Integer basedOn) {
    static final int WHY_MAX = 2000;

    /**
     * What the request says.
     *
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    Amendments.Wish checked() {
        var wrong = new ArrayList<Violation>();
        var read = new TermsReader("/changes", wrong).read(changes == null ? TermsRequest.NOTHING : changes);
        if (changes == null || (wrong.isEmpty() && read.equals(Changes.NONE))) {
            wrong.add(new Violation("/changes", "must change something"));
        }
        var atOnce = "now".equals(takesEffect);
        if (!atOnce && !"next-period".equals(takesEffect)) {
            wrong.add(new Violation("/takesEffect", "(%s) must be now or next-period".formatted(takesEffect)));
        }
        if (atOnce && read.owner() != null) {
            wrong.add(new Violation(
                    "/changes/owner",
                    "changes with the next period only, since what was spent in this one stays with its owner"));
        }
        if (atOnce && read.period() != null) {
            wrong.add(new Violation("/changes/period", "changes with the next period only"));
        }
        if (read.period() != null && !read.period().repeats()) {
            wrong.add(new Violation("/changes/period/unit", "once is another budget: make one"));
        }
        var reason = why(why, wrong);
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The budget cannot be amended so.", wrong);
        }
        return new Amendments.Wish(read, atOnce, reason, basedOn);
    }

    /** Why something is done; empty where it is not said, which is then noted. */
    static String why(@Nullable String why, List<Violation> wrong) {
        var fault = PlainText.faultInLines(why, WHY_MAX);
        if (why == null || fault != null) {
            wrong.add(new Violation("/why", String.valueOf(fault)));
            return "";
        }
        return why;
    }
}
