package dev.douane.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.DeploymentBuilder;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A scenario in sentences: what there is, what is asked, what rules say; then what is decided and why. */
final class Given {
    static final Instant NOW = Arbitrary.NOW;

    private final TreeMap<String, Model> models = new TreeMap<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Fired> effects = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final List<ScriptedHeadroom.Account> accounts = new ArrayList<>();
    private @Nullable String brokenRule;
    private @Nullable Rules rules;
    private Call call = Call.chat("big", 1000).withMaxOutputTokens(1000);
    private boolean acceptDowngrade = true;
    private Duration maxWait = Duration.ZERO;
    private @Nullable Plan plan;

    /** Deployments as {@code id model tier hosting price}; the price per million tokens, whichever way they go; {@code ?} for unknown. */
    static Given given(String... deployments) {
        var given = new Given();
        Arrays.stream(deployments).forEach(words -> given.and(words, d -> d));
        return given;
    }

    Given and(String deployment, UnaryOperator<DeploymentBuilder> with) {
        var words = List.of(deployment.split(" +", -1));
        var price = words.get(4);
        var hosting = words.get(3).equals("?") ? null : words.get(3);
        models.putIfAbsent(words.get(1), model(words.get(1)));
        var builder = Deployment.of(
                        words.get(0), words.get(1), "provider-" + words.get(0), "region", Arbitrary.tier(words.get(2)))
                .hostedIn(hosting)
                .controlledBy(hosting)
                .prices(price.equals("?") ? null : prices(price));
        deployments.add(with.apply(builder).build());
        return this;
    }

    private static Model model(String id, String... substitutes) {
        return new Model(
                new ModelId(id),
                id,
                new TreeSet<>(),
                Arrays.stream(substitutes).map(ModelId::new).toList());
    }

    static Prices prices(String perMillion) {
        var price = Money.parse(perMillion);
        return Prices.flat(new PriceStep(0, price, price, price));
    }

    /** A model, whether somebody serves it or not. */
    Given model(String id, List<String> substitutes) {
        models.put(id, model(id, substitutes.toArray(String[]::new)));
        return this;
    }

    Given outage(
            @Nullable String provider, @Nullable String region, @Nullable String model, @Nullable String deployment) {
        outages.add(new Outage(provider, region, model, deployment));
        return this;
    }

    Given calling(String model) {
        call = Call.chat(model, 1000).withMaxOutputTokens(1000);
        return this;
    }

    Given call(UnaryOperator<Call> with) {
        call = with.apply(call);
        return this;
    }

    Given acceptingNoDowngrade() {
        acceptDowngrade = false;
        return this;
    }

    Given waitingAtMost(Duration most) {
        maxWait = most;
        return this;
    }

    /** A rule that is enforced. */
    Given rule(String id, Effect... said) {
        return rule(id, Fired.Mode.ENFORCE, said);
    }

    Given observed(String id, Effect... said) {
        return rule(id, Fired.Mode.OBSERVE, said);
    }

    private Given rule(String id, Fired.Mode mode, Effect... said) {
        for (var effect : said) {
            effects.add(new Fired(Arbitrary.rule(id, "test@1.0.0"), effect, mode));
        }
        return this;
    }

    /** Rules that look at the call, in place of all that say the same whatever they are asked. */
    Given rules(Rules looking) {
        rules = looking;
        return this;
    }

    Given brokenRule(String id) {
        brokenRule = id;
        return this;
    }

    /** A hard budget of that limit with so much spent, whose period ends after that time. */
    Given budget(String name, String limit, String spent, Duration endsAfter) {
        return budget(name, limit, spent, endsAfter, true);
    }

    Given softBudget(String name, String limit, String spent) {
        return budget(name, limit, spent, Duration.ofDays(1), false);
    }

    private Given budget(String name, String limit, String spent, Duration endsAfter, boolean hard) {
        accounts.add(ScriptedHeadroom.Account.plain(
                account(name, "product=search", limit, spent, NOW.plus(endsAfter), hard)));
        return this;
    }

    private static Budget account(
            String name, String scope, String limit, String spent, Instant periodEnd, boolean hard) {
        return new Budget(
                name,
                "owner",
                scope,
                hard,
                Money.parse(limit),
                Money.ZERO,
                Money.parse(spent),
                NOW.minus(Duration.ofDays(1)),
                periodEnd,
                NOW);
    }

    /** A hard budget of one provider. */
    Given budgetOfProvider(String provider, String limit, String spent, Duration endsAfter) {
        return target("provider=" + provider, limit, spent, endsAfter, provider, null);
    }

    /** A hard budget of one tier. */
    Given budgetOfTier(String tier, String limit, String spent, Duration endsAfter) {
        return target("tier=" + tier, limit, spent, endsAfter, null, tier);
    }

    private Given target(
            String scope,
            String limit,
            String spent,
            Duration endsAfter,
            @Nullable String provider,
            @Nullable String tier) {
        var budget = account(scope, scope, limit, spent, NOW.plus(endsAfter), true);
        accounts.add(new ScriptedHeadroom.Account(budget, provider, null, tier, false, 100, null));
        return this;
    }

    /** A hard budget whose last call may cross the limit. */
    Given budgetToBeCrossed(String name, String limit, String spent) {
        var budget = account(name, "product=search", limit, spent, NOW.plus(Duration.ofDays(1)), true);
        accounts.add(new ScriptedHeadroom.Account(budget, null, null, null, true, 100, null));
        return this;
    }

    /** A hard budget that holds a part of what a call can cost at most. */
    Given budgetThatExpects(String name, int percent, String limit, String spent) {
        var budget = account(name, "product=search", limit, spent, NOW.plus(Duration.ofDays(1)), true);
        accounts.add(new ScriptedHeadroom.Account(budget, null, null, null, false, percent, null));
        return this;
    }

    private List<Budget> facts() {
        return accounts.stream()
                .filter(ScriptedHeadroom.Account::isForAll)
                .map(ScriptedHeadroom.Account::budget)
                .toList();
    }

    Headroom headroom() {
        var scripted = new ScriptedHeadroom(accounts);
        return scripted.isPlain() ? Headroom.of(scripted.budgets()) : scripted;
    }

    Plan plan() {
        if (plan == null) {
            var catalog =
                    new Catalog(1, "sha256:test", "USD", Tiers.SHIPPED, List.copyOf(models.values()), deployments);
            var asked = rules == null ? Arbitrary.saying(List.of(), effects, brokenRule) : rules;
            var snapshot = new Snapshot(
                    new RulesetRef(1, "sha256:rules"),
                    asked,
                    Settings.DEFAULT,
                    new CatalogIndex(catalog, ArbitraryCatalog.groups()),
                    outages,
                    (caller, at) -> facts());
            var options = new Options(Options.Mode.ENFORCE, acceptDowngrade, maxWait, true, Options.Explain.REASONS);
            plan = new Decider().plan(Question.about(call).with(options), snapshot, NOW);
        }
        return plan;
    }

    Decision decision() {
        return plan().decide(plan().admit(headroom()), headroom());
    }

    /** {@code allow big-us}, {@code defer until 2026-…}, {@code deny, nearest big-us}. */
    Given isDecided(String expected) {
        var verdict = decision().verdict();
        var words = switch (verdict) {
            case Verdict.Defer(var retryAt) -> "defer until " + retryAt;
            case Verdict.Deny(var nearest) -> "deny, nearest " + nearest.deployment();
            default -> verdict.word() + " " + verdict.target().deployment().id();
        };
        assertThat(words).isEqualTo(expected);
        return this;
    }

    Given becauseOf(String... rules) {
        assertThat(decision().reasons().stream().map(Reason::rule)).containsExactly(rules);
        return this;
    }

    /** What decided, by its code. */
    Given decidedBy(String code) {
        assertThat(decision().because().code()).isEqualTo(code);
        return this;
    }

    /** The sentences in which budgets are named. */
    Given saying(String... messages) {
        assertThat(decision().reasons().stream()
                        .filter(reason -> reason.rule().equals(Reason.BUDGET))
                        .map(Reason::message))
                .containsExactly(messages);
        return this;
    }

    Given butFor(String... rules) {
        assertThat(decision().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Deny.class,
                        deny -> assertThat(deny.nearest().reasons().stream().map(Reason::rule))
                                .containsExactly(rules));
        return this;
    }

    Given withAlternatives(String... deployments) {
        assertThat(decision().alternatives().stream()
                        .map(option -> option.deployment().id().value()))
                .containsExactly(deployments);
        return this;
    }

    Given estimatedAt(String amount) {
        assertThat(decision().verdict().target().estimate()).isEqualTo(Money.parse(amount));
        return this;
    }
}
