package dev.douane.rules.decide;

import dev.douane.rules.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that can be observed of one decision, in words, so that two ways of making it can be compared.
 *
 * @param options the complete plan in order: deployment, step, cost in nano-units, output cap
 * @param verdict with target, instant or nearest miss
 * @param because the code of what decided
 * @param reasons rule, effect and mode
 * @param requested nano-units
 * @param funnel rule, effect, how many it excludes, how many are left
 */
record Answer(
        List<String> options,
        String verdict,
        String because,
        List<String> alternatives,
        List<String> reasons,
        @Nullable BigInteger requested,
        List<String> funnel) {

    /** What the house says. */
    static Answer of(Plan plan, Headroom headroom, Ahead ahead) {
        var decision = plan.decide(plan.admit(headroom), headroom, ahead).decision();
        var explanation = plan.explanation();
        var funnel = explanation.steps().stream()
                .map(step -> "%s %s excludes %d leaves %d"
                        .formatted(step.rule(), step.effect(), step.excluded(), step.left()))
                .collect(Collectors.toList());
        funnel.add("%d of %d are eligible".formatted(explanation.eligible(), explanation.catalog()));
        return new Answer(
                plan.options().stream().map(Answer::words).toList(),
                words(decision.verdict()),
                decision.because().code(),
                decision.alternatives().stream().map(Answer::words).toList(),
                words(decision.reasons()),
                nanos(decision.requested()),
                funnel);
    }

    /** What would have been, and because of whom; null where nothing observed had a say. */
    static @Nullable String wouldHave(Plan plan, Headroom headroom) {
        var wouldHave = plan.decide(plan.admit(headroom), headroom).wouldHave();
        return wouldHave == null ? null : words(wouldHave.verdict()) + " because of " + wouldHave.because();
    }

    private static @Nullable BigInteger nanos(@Nullable Money money) {
        return money == null ? null : BigInteger.valueOf(money.nanos());
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow(var target) -> "allow " + words(target);
            case Verdict.Reroute(var target) -> "reroute " + words(target);
            case Verdict.Downgrade(var target) -> "downgrade " + words(target);
            case Verdict.Defer(var retryAt) -> "defer until " + retryAt;
            case Verdict.Deny(var nearest) ->
                "deny, nearest " + nearest.deployment() + " but for " + words(nearest.reasons());
        };
    }

    private static String words(Option option) {
        return option.deployment().id() + " " + option.step() + " "
                + option.estimate().nanos() + " " + option.maxOutputTokens();
    }

    static List<String> words(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> reason.rule() + " " + reason.effect() + " " + reason.mode())
                .toList();
    }
}
