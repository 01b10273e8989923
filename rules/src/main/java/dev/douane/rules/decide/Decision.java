package dev.douane.rules.decide;

import dev.douane.rules.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered, and recorded.
 *
 * @param because what decided
 * @param alternatives up to three further options that passed the same checks and fit inside the target's estimate
 * @param reasons fired rules by id, then the house's own reasons; effects of observed packs among them, marked so
 * @param requested what the call would cost as asked; null where that is not known or nothing in particular was asked for
 * @param wouldHave what would have been answered had everything observed been enforced; null where nothing observed had a say
 */
public record Decision(
        Verdict verdict,
        Because because,
        List<Option> alternatives,
        List<Reason> reasons,
        @Nullable Money requested,
        @Nullable WouldHave wouldHave) {
    public Decision {
        alternatives = List.copyOf(alternatives);
        reasons = List.copyOf(reasons);
    }

    /** Where nothing is observed. */
    Decision(
            Verdict verdict,
            Because because,
            List<Option> alternatives,
            List<Reason> reasons,
            @Nullable Money requested) {
        this(verdict, because, alternatives, reasons, requested, null);
    }

    Decision wouldHave(WouldHave other) {
        return new Decision(verdict, because, alternatives, reasons, requested, other);
    }
}
