package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a call costs at a deployment: n times tokens times prices, exact, rounded up once to a whole nano-unit. */
final class NaiveCost {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    private final Call call;
    private final int asked;
    private final int limit;
    private final Map<String, Optional<BigInteger>> known = new HashMap<>();

    NaiveCost(Call call, Settings settings, List<Fired> enforced) {
        this.call = call;
        this.asked = call.maxOutputTokens() == null ? settings.defaultMaxOutputTokens() : call.maxOutputTokens();
        int least = asked;
        for (var one : enforced) {
            if (one.effect() instanceof Effect.CapOutputTokens(var most)) {
                least = most < least ? most : least;
            }
        }
        this.limit = least;
    }

    int limit() {
        return limit;
    }

    int cap(Deployment deployment) {
        return deployment.maxOutputTokens() < limit ? deployment.maxOutputTokens() : limit;
    }

    /** Nano-units; empty where the price is not known. */
    Optional<BigInteger> of(Deployment deployment) {
        return known.computeIfAbsent(deployment.id().value(), id -> nanos(deployment, cap(deployment)));
    }

    /** The same without any rule's cap on the output. */
    Optional<BigInteger> asAsked(Deployment deployment) {
        return nanos(deployment, Math.min(asked, deployment.maxOutputTokens()));
    }

    private Optional<BigInteger> nanos(Deployment deployment, int output) {
        return steps(deployment).stream()
                .map(step -> price(step.input(), call.inputTokens() - call.cachedInputTokens())
                        .add(price(step.cachedInput(), call.cachedInputTokens()))
                        .add(price(step.output(), output))
                        .multiply(new BigDecimal(call.n()))
                        .movePointRight(9)
                        .setScale(0, RoundingMode.CEILING)
                        .toBigIntegerExact())
                .max(Comparator.naturalOrder());
    }

    /** Where the provider chooses the service tier, it may choose the dearer one. */
    private List<PriceStep> steps(Deployment deployment) {
        var tiers = call.serviceTier().equals("auto") ? List.of("default", "priority") : List.of(call.serviceTier());
        return tiers.stream()
                .flatMap(tier -> Optional.ofNullable(step(deployment, tier)).stream())
                .toList();
    }

    private static BigDecimal price(Money perMillion, int tokens) {
        return new BigDecimal(perMillion.toDecimal(0))
                .multiply(new BigDecimal(tokens))
                .divide(MILLION);
    }

    /** The dearest output the call can pay for there, if any is known for its service tier. */
    Optional<Money> outputPrice(Deployment deployment) {
        return steps(deployment).stream().map(PriceStep::output).max(Comparator.naturalOrder());
    }

    private @Nullable PriceStep step(Deployment deployment, String serviceTier) {
        if (deployment.prices() == null) {
            return null;
        }
        PriceStep found = null;
        for (var step : deployment.prices().byServiceTier().getOrDefault(serviceTier, List.of())) {
            if (found == null || call.inputTokens() > step.aboveInputTokens()) {
                found = step;
            }
        }
        return found;
    }

    /** Whether a call there touches the account. */
    static boolean isFor(ScriptedHeadroom.Account account, Deployment d) {
        return Stream.of(
                        Arrays.asList(account.provider(), d.provider().value()),
                        Arrays.asList(account.model(), d.model().value()),
                        Arrays.asList(account.tier(), d.tier().name()))
                .noneMatch(pair -> pair.getFirst() != null && !pair.getFirst().equals(pair.getLast()));
    }

    /** What the account would hold for a call there, in nano-units. */
    BigInteger held(ScriptedHeadroom.Account account, Deployment d) {
        var most = of(d).orElseThrow();
        return d.model().value().equals(account.verbose())
                ? most
                : new BigDecimal(most)
                        .multiply(new BigDecimal(account.percent()))
                        .movePointLeft(2)
                        .setScale(0, RoundingMode.CEILING)
                        .toBigIntegerExact();
    }

    /** What costs nothing is carried always. */
    boolean isCarried(ScriptedHeadroom.Account account, Deployment d, BigInteger left) {
        return of(d).orElseThrow().signum() == 0
                || (account.crossing() ? left.signum() > 0 : held(account, d).compareTo(left) <= 0);
    }

    static BigInteger left(Budget budget) {
        return BigInteger.valueOf(budget.limit().nanos())
                .subtract(BigInteger.valueOf(budget.held().nanos()))
                .subtract(BigInteger.valueOf(budget.spent().nanos()))
                .max(BigInteger.ZERO);
    }
}
