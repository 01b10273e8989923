package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.RefusesNullsAlone;
import dev.douane.service.platform.Violation;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A budget that is asked for.
 *
 * @param name unique: lower-case letters, digits, dots, underscores and dashes, at most 128 characters
 * @param owner who answers for it, at most 200 characters
 * @param amount per account and period, a decimal string
 * @param currency the installation's
 * @param scope which calls it is for; absent for all
 * @param isDefault {@code true} for a budget that is only for calls whose workflow no other budget names; absent for {@code false}
 * @param enforcement {@code hard} (a call that does not fit is refused) or {@code soft} (it is told and counted); absent for {@code hard}
 * @param overrun {@code never} or {@code last-call-may-cross}; absent for {@code never}
 * @param estimate {@code "worst-case"}, {@code "expected"}, or an object with {@code mode}, {@code quantile}, {@code floorTokens} and
 *     {@code warmUp}; absent for {@code "worst-case"}
 * @param rollover {@code "none"}, {@code "carry"}, or {@code {"capped": "500.00"}}; absent for {@code "none"}
 * @param holdExpiry {@code charge} or {@code release}: what becomes of money whose call nobody settles; absent for {@code charge}
 */
@Schema(requiredProperties = {"name", "owner", "amount", "currency", "period"})
record BudgetRequest(
        @Nullable String name,
        @Nullable String owner,
        @Nullable String amount,
        @Nullable String currency,
        @Nullable Scope scope,
        @JsonProperty("default") @Nullable Boolean isDefault,
        TermsRequest.@Nullable PeriodRequest period,
        @Schema(enumeration = {"hard", "soft"}) @Nullable String enforcement,

        @Schema(enumeration = {"never", "last-call-may-cross"}) @Nullable
        String overrun,

        @Schema(implementation = Object.class) @Nullable JsonNode estimate,
        @Schema(implementation = Object.class) @Nullable JsonNode rollover,

        @Schema(enumeration = {"charge", "release"}) @Nullable
        String holdExpiry) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?");
    private static final Period ANY_PERIOD = Period.monthly(ZoneOffset.UTC);

    /** What a call must have: a value, {@code each} for an account of its own per value, or a list, any of which will do. */
    @RefusesNullsAlone("must be a value, each, or a list of values; a budget over every call has no scope")
    record Scope(
            @Schema(implementation = Object.class) @Nullable JsonNode organisation,
            @Schema(implementation = Object.class) @Nullable JsonNode product,
            @Schema(implementation = Object.class) @Nullable JsonNode team,
            @Schema(implementation = Object.class) @Nullable JsonNode workflow,
            @Schema(implementation = Object.class) @Nullable JsonNode user,
            @Schema(implementation = Object.class) @Nullable JsonNode run,
            @Schema(implementation = Object.class) @Nullable JsonNode environment,
            @Schema(implementation = Object.class) @Nullable JsonNode provider,
            @Schema(implementation = Object.class) @Nullable JsonNode model,
            @Schema(implementation = Object.class) @Nullable JsonNode family,
            @Schema(implementation = Object.class) @Nullable JsonNode tier) {
        private @Nullable JsonNode of(Attribute attribute) {
            return switch (attribute) {
                case ORGANISATION -> organisation;
                case PRODUCT -> product;
                case TEAM -> team;
                case WORKFLOW -> workflow;
                case USER -> user;
                case RUN -> run;
                case ENVIRONMENT -> environment;
                case PROVIDER -> provider;
                case MODEL -> model;
                case FAMILY -> family;
                case TIER -> tier;
            };
        }
    }

    /**
     * What the request says.
     *
     * @param installation the installation's currency
     * @param catalog whose words a scope may name, and whose currency the prices have
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    NewBudget checked(String installation, CatalogIndex catalog) {
        var ofPrices = catalog.catalog().currency();
        var wrong = new ArrayList<Violation>();
        var reader = new TermsReader("", wrong);
        if (name == null || !NAME.matcher(name).matches()) {
            reader.refuse("/name", "must be 1 to 128 lower-case letters, digits, dots, underscores or dashes");
        }
        if (!installation.equals(currency)) {
            reader.refuse(
                    "/currency", "currency (%s) must be the installation's, %s".formatted(currency, installation));
        } else if (!ofPrices.equals(currency)) {
            reader.refuse(
                    "/currency",
                    "currency (%s) is not that of the catalog's prices, %s; maybe set douane.budget.currency to it"
                            .formatted(currency, ofPrices));
        }
        var selector = scope == null ? ScopeSelector.of(Map.of()) : new ScopeReader(catalog, wrong).read(scope::of);
        var fallsBack = Boolean.TRUE.equals(isDefault);
        if (fallsBack && (selector.looksAtTarget() || selector.fixes(Attribute.WORKFLOW))) {
            reader.refuse("/default", "a default budget is for calls whose workflow nobody names, wherever they go");
        } else if (fallsBack && selector.splits() && !selector.wants(Attribute.WORKFLOW)) {
            reader.refuse(
                    "/default",
                    "a default budget gives way to budgets that name the workflow, and to no others: say each for the workflow, or leave default out");
        }
        var terms = terms(reader);
        if (!terms.period().repeats() && !(terms.rollover() instanceof Rollover.None)) {
            reader.refuse("/rollover", "there is no next period to roll over into");
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The budget cannot be made.", wrong);
        }
        return new NewBudget(String.valueOf(name), installation, selector, fallsBack, terms);
    }

    private BudgetTerms terms(TermsReader reader) {
        if (owner == null) {
            reader.line("/owner", null, 200);
        }
        if (amount == null) {
            reader.refuse("/amount", "must be there: a decimal string such as \"1200.00\"");
        }
        if (period == null) {
            reader.refuse("/period/unit", "must be there, such as month");
        }
        var usual = new BudgetTerms(
                "",
                Money.ZERO,
                ANY_PERIOD,
                true,
                Overrun.NEVER,
                EstimateTerms.WORST_CASE,
                new Rollover.None(),
                false,
                false);
        return reader.read(new TermsRequest(
                        owner, amount, period, enforcement, overrun, estimate, rollover, holdExpiry, null))
                .applied(usual);
    }
}
