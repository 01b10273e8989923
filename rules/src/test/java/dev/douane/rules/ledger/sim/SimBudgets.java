package dev.douane.rules.ledger.sim;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Tier;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.ledger.MoneySnapshot;
import dev.douane.rules.ledger.PlannedCall;
import dev.douane.rules.ledger.PriceBooks;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.ApprovedOverride;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.rules.usage.ExpectedCost;
import dev.douane.rules.usage.ExpectedCosts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What may be spent in a world, what its calls ask for, and what becomes of them: one model, served at two prices by two providers. */
final class SimBudgets {
    static final Duration HOLD_LIFE = Duration.ofSeconds(8);
    static final Duration LONGEST_LIFE = Duration.ofSeconds(20);

    private static final Money A_THOUSAND_A_TOKEN = new Money(1_000_000_000);
    private static final Money LESS = new Money(900_000_000);
    private static final Tier TIER = Tiers.SHIPPED.highest();
    private static final List<Deployment> DEPLOYMENTS =
            List.of(deployment("first", A_THOUSAND_A_TOKEN), deployment("second", LESS));
    private static final Catalog CATALOG = new Catalog(
            1,
            "sha256:sim",
            "USD",
            Tiers.SHIPPED,
            List.of(new Model(new ModelId("m"), "m", new TreeSet<>(), List.of())),
            DEPLOYMENTS);
    private static final CatalogIndex INDEX =
            new CatalogIndex(CATALOG, JurisdictionGroups.none().on(LocalDate.of(2026, 11, 30)));

    private final World world;

    SimBudgets(World world) {
        this.world = world;
    }

    private static Deployment deployment(String id, Money perMillion) {
        return Deployment.of(id, "m", "provider-" + id, "region", TIER)
                .prices(Prices.flat(new PriceStep(0, perMillion, perMillion, perMillion)))
                .build();
    }

    /** Budgets of all kinds, in figures that some ten calls use up. */
    List<Budget> budgets() {
        var all = new ArrayList<Budget>();
        all.add(budget("everything", Map.of(), false, Overrun.NEVER, EstimateTerms.WORST_CASE));
        all.add(hard("products", Attribute.PRODUCT, "each", Overrun.NEVER, EstimateTerms.WORST_CASE));
        all.add(hard("users", Attribute.USER, "each", Overrun.NEVER, EstimateTerms.WORST_CASE));
        if (world.chance(500)) {
            all.add(hard("team", Attribute.TEAM, "t", Overrun.LAST_CALL_MAY_CROSS, EstimateTerms.WORST_CASE));
        }
        if (world.chance(500)) {
            all.add(hard("expecting", Attribute.ENVIRONMENT, "prod", Overrun.NEVER, EstimateTerms.EXPECTED));
        }
        if (world.chance(500)) {
            all.add(hard("target", Attribute.PROVIDER, "provider-first", Overrun.NEVER, EstimateTerms.WORST_CASE));
        }
        return List.copyOf(all);
    }

    private Budget hard(String name, Attribute by, String word, Overrun overrun, EstimateTerms estimate) {
        return budget(name, Map.of(by, word), true, overrun, estimate);
    }

    private Budget budget(
            String name, Map<Attribute, String> scope, boolean hard, Overrun overrun, EstimateTerms estimate) {
        var terms = new BudgetTerms(
                "owner",
                amount(5_000, 40_000),
                new Period.Calendar(Period.Unit.DAY, ZoneOffset.UTC, 1, 1),
                hard,
                overrun,
                estimate,
                world.chance(300) ? new Rollover.Carry() : new Rollover.None(),
                world.chance(300),
                false);
        var extras = new ArrayList<ApprovedOverride>();
        if (hard && world.chance(300)) {
            var from = world.wall(world.between(0, 10) * World.SECOND);
            extras.add(new ApprovedOverride(1, null, new Money(5_000_000), from, from.plusSeconds(10)));
        }
        var id = new UUID(0x7000L, 0x8000000000000000L | world.draw());
        return new Budget(
                new BudgetDefinition(id, name, ScopeSelector.of(scope), false, terms), List.of(), List.copyOf(extras));
    }

    /** One budget, as the store keeps it. */
    record Budget(BudgetDefinition made, List<Timeline.Amendment> amendments, List<ApprovedOverride> extras) {
        Timeline timeline() {
            return new Timeline(made, amendments, extras);
        }

        Budget with(Timeline.Amendment amendment) {
            var more = new ArrayList<>(amendments);
            more.add(amendment);
            return new Budget(made, List.copyOf(more), extras);
        }
    }

    /** The same budget, amended from now on: another amount, or hard where it was soft, or the other way round. */
    Budget amended(Budget budget, Instant now) {
        var terms = budget.timeline().at(now).terms();
        var changes = world.chance(700)
                ? new Changes(null, amount(3_000, 40_000), null, null, null, null, null, null, null)
                : new Changes(null, null, null, !terms.hard(), null, null, null, null, null);
        return budget.with(new Timeline.Amendment(budget.amendments().size() + 1, now, true, changes));
    }

    private Money amount(long leastThousands, long mostThousands) {
        return new Money(world.between(leastThousands, mostThousands) * 1000);
    }

    // --- calls

    Question question() {
        var caller = new Caller(
                "acme",
                world.oneOf(List.of("search", "chat")),
                world.chance(400) ? "t" : null,
                null,
                world.chance(800) ? world.oneOf(List.of("u1", "u2", "u3", "u4")) : null,
                null,
                world.chance(300) ? "prod" : null,
                "DE");
        var options = world.chance(50)
                ? new Options(Options.Mode.ADVISE, true, Duration.ZERO, true, Options.Explain.REASONS)
                : Options.DEFAULT;
        return Question.about(Call.chat("m", 0).withMaxOutputTokens((int) world.between(1, 3_000)))
                .from(caller)
                .with(options);
    }

    PlannedCall plan(Question question, MoneySnapshot money, Instant at) {
        var snapshot =
                new Snapshot(new RulesetRef(1, "sha256:rules"), Rules.NONE, Settings.DEFAULT, INDEX, List.of(), money);
        return PlannedCall.of(new Decider().plan(question, snapshot, at));
    }

    static PriceBooks prices() {
        var byId = new TreeMap<String, Deployment>();
        DEPLOYMENTS.forEach(deployment -> byId.put(deployment.id().value(), deployment));
        return new PriceBooks(Map.of(1, byId));
    }

    /** Half of what a call can cost. */
    static ExpectedCosts costs() {
        return (question, deployment, maxOutputTokens, worstCase, terms) ->
                new ExpectedCost(new Money(worstCase.nanos() / 2), ExpectedCost.Basis.MODEL, maxOutputTokens / 2, 100);
    }
}
