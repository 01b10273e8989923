package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.Tier;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision can depend on, by chance. Same seed, same things, on every machine: nothing here iterates over a hash.
 *
 * <p>Words are few, so that things meet; sizes and prices are chosen around the limits, so that things just fit or just do not.
 */
final class Arbitrary {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final List<String> EFFECT_TIERS = List.of("economy", "standard", "frontier");

    private final Random random;

    Arbitrary(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T oneOf(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Each of them with that chance, in order. */
    SortedSet<String> some(List<String> of, int percent) {
        var chosen = new TreeSet<String>();
        for (var word : of) {
            if (chance(percent)) {
                chosen.add(word);
            }
        }
        return chosen;
    }

    <T> List<T> shuffled(List<T> list) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    ArbitraryCatalog catalog() {
        return new ArbitraryCatalog(this);
    }

    // --- questions

    Question question(ArbitraryCatalog catalog) {
        var data = Data.of(some(List.of("personal", "public"), 30), some(List.of("DE", "US"), 30));
        var caller = chance(50) ? Caller.UNKNOWN : new Caller("acme", "search", null, null, "u-1", null, "prod", "DE");
        return new Question(call(catalog), caller, data, Workload.UNKNOWN, options());
    }

    Options options() {
        return new Options(
                chance(80) ? Options.Mode.ENFORCE : Options.Mode.ADVISE,
                chance(70),
                one(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(60)),
                chance(80),
                Options.Explain.FULL);
    }

    Call call(ArbitraryCatalog catalog) {
        var deployment = chance(15) ? deploymentName(catalog) : null;
        var input = inputTokens();
        return new Call(
                chance(deployment == null ? 0 : 50) ? null : modelName(catalog),
                chance(12) ? misspelt(oneOf(ArbitraryCatalog.PROVIDERS)) : null,
                chance(10) ? misspelt(oneOf(ArbitraryCatalog.REGIONS)) : null,
                deployment,
                chance(92) ? "chat" : one("embedding", "image"),
                input,
                chance(60) ? 0 : random.nextInt(input + 1),
                chance(30) ? null : one(1, 10, 800, 800, 1000, 4096, 8191, 128_000, 10_000_000),
                one(1, 1, 1, 2, 7, 128),
                chance(75) ? "default" : one("auto", "flex", "priority", "batch"),
                chance(75) ? new TreeSet<String>() : some(ArbitraryCatalog.CAPABILITIES, 25));
    }

    private String misspelt(String pin) {
        return chance(10) ? pin + "x" : pin;
    }

    private int inputTokens() {
        return switch (random.nextInt(8)) {
            case 0 -> one(0, 1, 10_000_000);
            case 1 -> one(999, 1000, 1001, 7192, 7193, 127_999, 128_000);
            case 2 -> between(0, 200_000);
            default -> between(1, 4000);
        };
    }

    private String modelName(ArbitraryCatalog catalog) {
        if (chance(20)) {
            return Call.AUTO;
        }
        if (chance(3)) {
            return "nobody-knows";
        }
        var model = oneOf(catalog.models);
        return chance(80) || model.aliases().isEmpty() ? model.id().value() : oneOf(List.copyOf(model.aliases()));
    }

    private String deploymentName(ArbitraryCatalog catalog) {
        return chance(8) || catalog.deployments.isEmpty()
                ? "not-there"
                : oneOf(catalog.deployments).id().value();
    }

    // --- outages

    List<Outage> outages(ArbitraryCatalog catalog) {
        var outages = new ArrayList<Outage>();
        while (chance(25)) {
            var provider = chance(50) ? oneOf(ArbitraryCatalog.PROVIDERS) : null;
            var region = chance(40) ? oneOf(ArbitraryCatalog.REGIONS) : null;
            var model = chance(25) ? (chance(90) ? oneOf(catalog.models).id().value() : "gone-model") : null;
            var deployment = chance(15) ? deploymentName(catalog) : null;
            if (provider != null || region != null || model != null || deployment != null) {
                outages.add(new Outage(provider, region, model, deployment));
            }
        }
        return outages;
    }

    // --- effects

    /** What rules say; at most one in seven times a word that nobody knows. */
    List<Fired> effects(ArbitraryCatalog catalog) {
        var unknownWords = chance(4);
        var fired = new ArrayList<Fired>();
        for (int rules = chance(30) ? 0 : between(1, 3); rules > 0; rules--) {
            var rule = rule("R-" + between(1, 9), "test@1.0.0");
            var mode = chance(85) ? Fired.Mode.ENFORCE : Fired.Mode.OBSERVE;
            for (int effects = one(1, 1, 1, 2); effects > 0; effects--) {
                fired.add(new Fired(rule, unknownWords && chance(50) ? unknownWord() : effect(catalog), mode));
            }
        }
        return fired;
    }

    static RuleRef rule(String id, String pack) {
        return new RuleRef(id, pack, "Rule " + id + " says so.", List.of("Policy " + id));
    }

    Effect unknownWord() {
        return switch (random.nextInt(8)) {
            case 0 -> new Effect.RequireHosting("Atlantis");
            case 1 -> new Effect.ForbidHosting("eea");
            case 2 -> new Effect.RequireControl("ZZ");
            case 3 -> new Effect.ForbidControl("Atlantis");
            case 4 -> new Effect.CapTier("gold");
            case 5 -> new Effect.FloorTier("Standard");
            case 6 -> new Effect.ForbidModel("nobody-knows");
            default -> new Effect.PreferHosting("Atlantis");
        };
    }

    Effect effect(ArbitraryCatalog catalog) {
        return chance(35) ? preference() : narrowing(catalog);
    }

    Effect preference() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Effect.PreferProvider(provider());
            case 2, 3 -> new Effect.PreferHosting(place());
            case 4, 5 -> new Effect.PreferOpenWeights();
            case 6 -> new Effect.Flag("review");
            default -> new Effect.PreferCheapest();
        };
    }

    /** An effect that can only take options away. */
    Effect narrowing(ArbitraryCatalog catalog) {
        return switch (random.nextInt(24)) {
            case 0 -> new Effect.RequireHosting(place());
            case 1, 2 -> new Effect.ForbidHosting(place());
            case 3 -> new Effect.RequireControl(place());
            case 4, 5 -> new Effect.ForbidControl(place());
            case 6 -> new Effect.RequireProvider(provider());
            case 7 -> new Effect.ForbidProvider(provider());
            case 8 -> new Effect.RequireModel(model(catalog));
            case 9, 10 -> new Effect.ForbidModel(model(catalog));
            case 11 -> new Effect.RequireTag(oneOf(ArbitraryCatalog.TAGS));
            case 12 -> new Effect.RequireOpenWeights();
            case 13 -> chance(70) ? new Effect.RequireSelfHosted() : new Effect.Deny();
            case 14 -> new Effect.RequireContinuityClause();
            case 15 -> new Effect.RequireResidencyClause();
            case 16 -> new Effect.ForbidTraining();
            case 17 -> new Effect.RequireCertification(oneOf(ArbitraryCatalog.CERTIFICATIONS));
            case 18 -> new Effect.CapTier(oneOf(EFFECT_TIERS));
            case 19 -> new Effect.FloorTier(oneOf(EFFECT_TIERS));
            case 20 -> new Effect.CapCallCost(amount());
            case 21 -> new Effect.CapOutputPrice(Money.parse(one("0", "0.333333333", "3", "15", "75.000000007")));
            case 22 -> new Effect.CapOutputTokens(one(1, 100, 800, 5000));
            default ->
                new Effect.DeferUntilPeriodEnd(
                        one(null, NOW.plusSeconds(1800), NOW.plusSeconds(86_400), NOW.plusSeconds(20 * 86_400)));
        };
    }

    private String place() {
        return chance(60) ? oneOf(ArbitraryCatalog.GROUPS) : oneOf(ArbitraryCatalog.COUNTRIES);
    }

    private String provider() {
        return chance(95) ? oneOf(ArbitraryCatalog.PROVIDERS) : "another-provider";
    }

    private String model(ArbitraryCatalog catalog) {
        var model = oneOf(catalog.models);
        return model.aliases().isEmpty() ? model.id().value() : model.aliases().first();
    }

    /**
     * Of the effects, some that come from a budget's state, with when that lifts. Only such as rule something out, so that nothing gets dearer
     * by their going.
     */
    Map<Fired, Instant> lifting(List<Fired> effects, ScriptedHeadroom headroom) {
        var lifting = new LinkedHashMap<Fired, Instant>();
        for (var fired : effects) {
            var rulesOut = switch (fired.effect()) {
                case Effect.CapTier cap -> true;
                case Effect.Deny deny -> true;
                case Effect.ForbidProvider forbid -> true;
                case Effect.RequireHosting require -> true;
                case Effect.RequireOpenWeights require -> true;
                case Effect.CapCallCost cap -> true;
                default -> false;
            };
            if (rulesOut && !headroom.accounts().isEmpty() && chance(60)) {
                lifting.put(fired, NOW.plusSeconds(one(1, 600, 1800, 5000, 86_400, 5 * 86_400)));
            }
        }
        return lifting;
    }

    /** Rules that say this, whatever they are asked; where {@code failing} is set they fail in that rule's name. */
    static Rules saying(List<Fired> classification, List<Fired> effects, @Nullable String failing) {
        return new ScriptedRules(classification, effects, failing, List.of());
    }

    static Rules saying(
            List<Fired> classification, List<Fired> effects, Map<Fired, Instant> lifting, @Nullable String failing) {
        return new ScriptedRules(classification, effects, lifting, failing, List.of());
    }

    List<Fired> classification() {
        var fired = new ArrayList<Fired>();
        while (chance(15)) {
            var effect = chance(80)
                    ? new Effect.Classify(one("extraction", "chat", "coding"))
                    : new Effect.Flag("unclassified");
            fired.add(new Fired(
                    rule("C-" + between(1, 3), "classes@1.0.0"),
                    effect,
                    chance(80) ? Fired.Mode.ENFORCE : Fired.Mode.OBSERVE));
        }
        return fired;
    }

    // --- budgets

    /** Sorted by name, as a {@link BudgetView} gives them. */
    List<Budget> budgets() {
        var budgets = new ArrayList<Budget>();
        for (int count = chance(45) ? 0 : between(1, 3); count > 0; count--) {
            budgets.addFirst(budget("b-" + count, chance(70)));
        }
        return budgets;
    }

    /** Half of the time budgets of the plainest kind. */
    ScriptedHeadroom headroom(ArbitraryCatalog catalog) {
        var plain = chance(50);
        var accounts = new ArrayList<ScriptedHeadroom.Account>();
        for (int count = chance(plain ? 45 : 10) ? 0 : between(1, plain ? 3 : 5); count > 0; count--) {
            var budget = budget("b-" + count, chance(plain ? 70 : 85));
            accounts.add(plain ? ScriptedHeadroom.Account.plain(budget) : account(budget, catalog));
        }
        return new ScriptedHeadroom(accounts);
    }

    private ScriptedHeadroom.Account account(Budget budget, ArbitraryCatalog catalog) {
        var target = between(0, 4);
        return new ScriptedHeadroom.Account(
                budget,
                target == 0 ? provider() : null,
                target == 1 || target == 2 ? oneOf(catalog.models).id().value() : null,
                target == 2 || target == 3 ? oneOf(EFFECT_TIERS) : null,
                chance(25),
                one(100, 100, 60, 15, 1),
                chance(50) ? oneOf(catalog.models).id().value() : null);
    }

    Budget budget(String name, boolean hard) {
        var limit = amount();
        return new Budget(
                name,
                "owner",
                "product=search",
                hard,
                limit,
                part(limit),
                part(limit),
                NOW.minus(Duration.ofDays(between(0, 20))),
                NOW.plusSeconds(one(1800, 3600, 86_400, 10 * 86_400)),
                NOW);
    }

    private Money part(Money limit) {
        return chance(50) ? Money.ZERO : new Money((long) (limit.nanos() * random.nextDouble() * 1.1));
    }

    /** From nothing to a thousand units, small ones as likely as large ones. */
    Money amount() {
        return chance(5) ? Money.ZERO : new Money((long) Math.pow(10, 3 + 9 * random.nextDouble()));
    }

    static Tier tier(String name) {
        return Tiers.SHIPPED.named(name);
    }
}
