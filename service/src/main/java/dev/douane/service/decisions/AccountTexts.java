package dev.douane.service.decisions;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.douane.rules.facts.Budget;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How accounts are written but for their figures: names, limit and period, which say the same in the evidence of every decision that touches
 * them. Some thousand that were written lately are kept, each in the one place its name leads to.
 */
final class AccountTexts {
    private static final int PLACES = 4_096;
    private static final AtomicReferenceArray<@Nullable Kept> LATELY = new AtomicReferenceArray<>(PLACES);

    private record Kept(Budget budget, SerializedString text) {
        boolean isOf(Budget other) {
            return budget.scope().equals(other.scope())
                    && budget.name().equals(other.name())
                    && budget.owner().equals(other.owner())
                    && budget.hard() == other.hard()
                    && budget.paced() == other.paced()
                    && budget.limit().equals(other.limit())
                    && budget.periodStart().equals(other.periodStart())
                    && budget.periodEnd().equals(other.periodEnd());
        }
    }

    private AccountTexts() {}

    /** A JSON object without its end, so that figures may follow. */
    static SerializedString open(Budget budget) {
        int hash = budget.name().hashCode() * 31 + budget.scope().hashCode();
        int place = (hash ^ hash >>> 15) & (PLACES - 1);
        var kept = LATELY.get(place);
        if (kept == null || !kept.isOf(budget)) {
            kept = new Kept(budget, DecisionParts.openObject(json -> {
                json.writeStringField("name", budget.name());
                json.writeStringField("scope", budget.scope());
                json.writeStringField("owner", budget.owner());
                json.writeBooleanField("hard", budget.hard());
                json.writeStringField("limit", budget.limit().toDecimal(0));
                json.writeStringField("from", budget.periodStart().toString());
                json.writeStringField("until", budget.periodEnd().toString());
                if (!budget.paced()) {
                    json.writeBooleanField("paced", false);
                }
            }));
            LATELY.set(place, kept);
        }
        return kept.text();
    }
}
