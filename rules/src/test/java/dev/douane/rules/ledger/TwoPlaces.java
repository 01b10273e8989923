package dev.douane.rules.ledger;

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
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two places for one model, each of a provider of its own, where an output token costs 1000 nano-units in the first and 900 in the second; input is a tenth of
 * that. So a call of 1000 output tokens holds 0.001.
 */
final class TwoPlaces {
    static final Catalog CATALOG = catalog(7, "1.00", "0.90");

    private static final CatalogIndex INDEX =
            new CatalogIndex(CATALOG, JurisdictionGroups.none().on(LocalDate.of(2026, 11, 21)));

    private TwoPlaces() {}

    /** The same two places at other prices, per million output tokens. */
    static Catalog catalog(int version, String one, String two) {
        return new Catalog(
                version,
                "sha256:test",
                "USD",
                Tiers.SHIPPED,
                List.of(new Model(new ModelId("big"), "big", new TreeSet<>(), List.of())),
                List.of(deployment("big-one", "provider", one), deployment("big-two", "other", two)));
    }

    private static Deployment deployment(String id, String provider, String outputPerMillion) {
        var output = Money.parse(outputPerMillion);
        var input = new Money(output.nanos() / 10);
        return Deployment.of(id, "big", provider, "region", Tiers.SHIPPED.named("standard"))
                .prices(Prices.flat(new PriceStep(0, input, new Money(input.nanos() / 10), output)))
                .build();
    }

    static Caller caller(String product, @Nullable String user) {
        return new Caller(null, product, null, null, user, null, null, null);
    }

    /** Pinned to {@code big-one}. */
    static Question question(Caller caller, int outputTokens, Options options) {
        var call = Call.chat("big", 0).withMaxOutputTokens(outputTokens).pinnedTo(null, null, "big-one");
        var about = Question.about(call);
        return new Question(about.call(), caller, about.data(), about.workload(), options);
    }

    static PlannedCall plan(Question question, BudgetView budgets, Instant at, List<Outage> outages) {
        var snapshot =
                new Snapshot(new RulesetRef(1, "sha256:rules"), Rules.NONE, Settings.DEFAULT, INDEX, outages, budgets);
        return PlannedCall.of(new Decider().plan(question, snapshot, at));
    }

    static Options advise() {
        return new Options(Options.Mode.ADVISE, true, Duration.ZERO, true, Options.Explain.REASONS);
    }

    static Options withoutHold() {
        return new Options(Options.Mode.ENFORCE, true, Duration.ZERO, false, Options.Explain.REASONS);
    }

    static Options waitingFor(Duration most) {
        return new Options(Options.Mode.ENFORCE, true, most, true, Options.Explain.REASONS);
    }
}
