package dev.douane.rules.decide;

import dev.douane.rules.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a fired rule contributes. Effects only narrow, or order what is left; none decides a verdict. */
public sealed interface Effect {
    /** The target is hosted in a group or country. */
    record RequireHosting(String groupOrCountry) implements Effect {}

    record ForbidHosting(String groupOrCountry) implements Effect {}

    /** The law that controls the target's provider is one of a group or country. */
    record RequireControl(String groupOrCountry) implements Effect {}

    record ForbidControl(String groupOrCountry) implements Effect {}

    record RequireProvider(String provider) implements Effect {}

    record ForbidProvider(String provider) implements Effect {}

    /** @param model an id or alias of the catalog */
    record RequireModel(String model) implements Effect {}

    record ForbidModel(String model) implements Effect {}

    record RequireTag(String tag) implements Effect {}

    record RequireOpenWeights() implements Effect {}

    record RequireSelfHosted() implements Effect {}

    record RequireContinuityClause() implements Effect {}

    record RequireResidencyClause() implements Effect {}

    /** The contract rules out training on what is sent. */
    record ForbidTraining() implements Effect {}

    record RequireCertification(String certification) implements Effect {}

    record CapTier(String tier) implements Effect {}

    record FloorTier(String tier) implements Effect {}

    /** @param most of the whole call, as estimated */
    record CapCallCost(Money most) implements Effect {}

    /** @param most per million output tokens */
    record CapOutputPrice(Money most) implements Effect {}

    /** @param most one or more */
    record CapOutputTokens(int most) implements Effect {
        public CapOutputTokens {
            if (most < 1) {
                throw new IllegalArgumentException("capOutputTokens (%d) must be at least 1".formatted(most));
            }
        }
    }

    record PreferProvider(String provider) implements Effect {}

    record PreferHosting(String groupOrCountry) implements Effect {}

    record PreferOpenWeights() implements Effect {}

    /** Cost orders before any other preference. */
    record PreferCheapest() implements Effect {}

    record Classify(String workloadClass) implements Effect {}

    record Flag(String mark) implements Effect {}

    record Deny() implements Effect {}

    /** @param periodEnd when the pace frees up; null where no budget is known to wait for */
    record DeferUntilPeriodEnd(@Nullable Instant periodEnd) implements Effect {}

    /** As a rule writes it: {@code requireHosting(EEA)}. */
    default String describe() {
        return switch (this) {
            case RequireHosting(var place) -> "requireHosting(" + place + ")";
            case ForbidHosting(var place) -> "forbidHosting(" + place + ")";
            case RequireControl(var place) -> "requireControl(" + place + ")";
            case ForbidControl(var place) -> "forbidControl(" + place + ")";
            case RequireProvider(var provider) -> "requireProvider(" + provider + ")";
            case ForbidProvider(var provider) -> "forbidProvider(" + provider + ")";
            case RequireModel(var model) -> "requireModel(" + model + ")";
            case ForbidModel(var model) -> "forbidModel(" + model + ")";
            case RequireTag(var tag) -> "requireTag(" + tag + ")";
            case RequireOpenWeights() -> "requireOpenWeights()";
            case RequireSelfHosted() -> "requireSelfHosted()";
            case RequireContinuityClause() -> "requireContinuityClause()";
            case RequireResidencyClause() -> "requireResidencyClause()";
            case ForbidTraining() -> "forbidTraining()";
            case RequireCertification(var certification) -> "requireCertification(" + certification + ")";
            case CapTier(var tier) -> "capTier(" + tier + ")";
            case FloorTier(var tier) -> "floorTier(" + tier + ")";
            case CapCallCost(var most) -> "capCallCost(" + most.toDecimal(2) + ")";
            case CapOutputPrice(var most) -> "capOutputPrice(" + most.toDecimal(2) + ")";
            case CapOutputTokens(var most) -> "capOutputTokens(" + most + ")";
            case PreferProvider(var provider) -> "preferProvider(" + provider + ")";
            case PreferHosting(var place) -> "preferHosting(" + place + ")";
            case PreferOpenWeights() -> "preferOpenWeights()";
            case PreferCheapest() -> "preferCheapest()";
            case Classify(var workloadClass) -> "classify(" + workloadClass + ")";
            case Flag(var mark) -> "flag(" + mark + ")";
            case Deny() -> "deny()";
            case DeferUntilPeriodEnd(var unused) -> "deferUntilPeriodEnd()";
        };
    }
}
