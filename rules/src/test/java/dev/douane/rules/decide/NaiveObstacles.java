package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.facts.Outage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that stands in the way of deployments, in the order it is asked. */
final class NaiveObstacles {
    /**
     * Something that can stand in the way of a deployment.
     *
     * @param own whether the house asks it, not a rule
     */
    record Obstacle(String words, boolean own, Predicate<Deployment> excludes) {}

    private final Question question;
    private final Call call;
    private final Catalog catalog;
    private final NaiveRequest request;
    private final NaiveWords words;
    private final NaiveCost cost;
    private final List<Outage> outages;
    private final List<Obstacle> obstacles = new ArrayList<>();

    private NaiveObstacles(
            Question question,
            Catalog catalog,
            NaiveRequest request,
            NaiveWords words,
            NaiveCost cost,
            List<Outage> outages) {
        this.question = question;
        this.call = question.call();
        this.catalog = catalog;
        this.request = request;
        this.words = words;
        this.cost = cost;
        this.outages = outages;
    }

    static List<Obstacle> of(
            Question question,
            Catalog catalog,
            NaiveRequest request,
            NaiveWords words,
            NaiveCost cost,
            List<Outage> outages,
            List<Fired> enforced) {
        var all = new NaiveObstacles(question, catalog, request, words, cost, outages);
        all.whatTheCallNeeds();
        enforced.forEach(all::whatTheRuleSays);
        return all.obstacles;
    }

    private void whatTheCallNeeds() {
        var model = request.model();
        var tier = request.tier();
        if (!request.isAuto() && model == null) {
            obstacles.add(new Obstacle(
                    call.model() == null
                            ? "unknown-deployment deployment(" + call.deployment() + ") ENFORCE"
                            : "unknown-model model(" + call.model() + ") ENFORCE",
                    true,
                    d -> true));
        }
        unknownPins(model);
        var isUnderstood = obstacles.isEmpty();
        if (isUnderstood && !request.isAuto() && tier == null) {
            obstacles.add(new Obstacle("not-served model(" + call.model() + ") ENFORCE", true, d -> true));
        } else if (isUnderstood && catalog.deployments().isEmpty()) {
            obstacles.add(new Obstacle("not-served catalog() ENFORCE", true, d -> true));
        }
        if (tier != null) {
            house("tier-above-request tier(" + tier + ")", d -> d.tier().rank() > tier.rank());
            if (!question.options().acceptDowngrade()) {
                house(
                        "downgrade-not-accepted acceptDowngrade(false)",
                        d -> d.tier().rank() < tier.rank() && !request.isAsked(d));
            }
        }
        house(
                "operation operation(" + call.operation() + ")",
                d -> !d.operations().contains(call.operation()));
        for (var capability : call.capabilities()) {
            house(
                    "capability capability(" + capability + ")",
                    d -> !d.capabilities().contains(capability));
        }
        if (call.operation().equals("embedding") && model != null) {
            house("embedding-model model(" + model.id() + ")", d -> !request.isTheModel(d));
        }
        house(
                "context-window context(" + call.inputTokens() + "+" + cost.limit() + ")",
                d -> call.inputTokens() > d.maxInputTokens()
                        || (long) call.inputTokens() + cost.cap(d) > d.contextWindow());
        house("placeholder placeholder()", Deployment::placeholder);
        house("unpriced priced()", d -> d.prices() == null);
        house(
                "service-tier serviceTier(" + call.serviceTier() + ")",
                d -> d.prices() != null && cost.of(d).isEmpty());
        for (var outage : sortedOutages()) {
            house("outage " + words(outage), d -> isOut(d, outage));
        }
    }

    /** A pin that no deployment has is a word nobody knows; in a catalog without any, every word would be. */
    private void unknownPins(@Nullable Model model) {
        if (catalog.deployments().isEmpty()) {
            return;
        }
        unknownPin("provider", call.provider(), d -> d.provider().value());
        unknownPin("region", call.region(), Deployment::region);
        if (call.model() != null || model != null) {
            unknownPin("deployment", call.deployment(), d -> d.id().value());
        }
    }

    private void unknownPin(String kind, @Nullable String pin, Function<Deployment, String> had) {
        if (pin != null
                && catalog.deployments().stream().noneMatch(d -> had.apply(d).equals(pin))) {
            obstacles.add(new Obstacle("unknown-%1$s %1$s(%2$s) ENFORCE".formatted(kind, pin), true, d -> true));
        }
    }

    /** The house's own checks are only worth a word where they exclude something. */
    private void house(String words, Predicate<Deployment> excludes) {
        if (catalog.deployments().stream().anyMatch(excludes)) {
            obstacles.add(new Obstacle(words + " ENFORCE", true, excludes));
        }
    }

    private List<Outage> sortedOutages() {
        return outages.stream()
                .distinct()
                .sorted(Comparator.comparing(NaiveObstacles::words))
                .toList();
    }

    private static String words(Outage outage) {
        var words = new ArrayList<String>();
        for (var word : new String[][] {
            {"provider", outage.provider()},
            {"region", outage.region()},
            {"model", outage.model()},
            {"deployment", outage.deployment()}
        }) {
            if (word[1] != null) {
                words.add(word[0] + "=" + word[1]);
            }
        }
        return "outage(" + String.join(", ", words) + ")";
    }

    private boolean isOut(Deployment d, Outage outage) {
        return (outage.provider() == null
                        || outage.provider().equals(d.provider().value()))
                && (outage.region() == null || outage.region().equals(d.region()))
                && (outage.deployment() == null || outage.deployment().equals(d.id().value()))
                && (outage.model() == null
                        || d.model()
                                .equals(request.named(outage.model())
                                        .map(Model::id)
                                        .orElse(null)));
    }

    private void whatTheRuleSays(Fired rule) {
        var excludes = excludes(rule.effect());
        if (excludes != null) {
            obstacles.add(new Obstacle(words(rule), false, excludes));
        }
    }

    static String words(Fired one) {
        return one.rule().id() + " " + one.effect().describe() + " " + one.mode();
    }

    private @Nullable Predicate<Deployment> excludes(Effect effect) {
        return switch (effect) {
            case Effect.RequireHosting(var place) -> d -> !words.isIn(d.hosting(), place);
            case Effect.ForbidHosting(var place) -> d -> d.hosting() == null || words.isIn(d.hosting(), place);
            case Effect.RequireControl(var place) -> d -> !words.isIn(d.control(), place);
            case Effect.ForbidControl(var place) -> d -> d.control() == null || words.isIn(d.control(), place);
            case Effect.RequireProvider(var id) -> d -> !d.provider().value().equals(id);
            case Effect.ForbidProvider(var id) -> d -> d.provider().value().equals(id);
            case Effect.RequireModel(var name) ->
                d -> !d.model().equals(words.known(name).id());
            case Effect.ForbidModel(var name) ->
                d -> d.model().equals(words.known(name).id());
            case Effect.RequireTag(var tag) -> d -> !d.tags().contains(tag);
            case Effect.RequireOpenWeights() -> d -> !d.openWeights();
            case Effect.RequireSelfHosted() -> d -> !d.selfHosted();
            case Effect.RequireContinuityClause() -> d -> d.contract().continuityClause() != Term.YES;
            case Effect.RequireResidencyClause() -> d -> d.contract().residencyClause() != Term.YES;
            case Effect.ForbidTraining() -> d -> d.contract().trainsOnData() != Term.NO;
            case Effect.RequireCertification(var name) ->
                d -> !d.contract().certifications().contains(name);
            case Effect.CapTier(var name) -> d -> d.tier().rank() > words.rank(name);
            case Effect.FloorTier(var name) -> d -> d.tier().rank() < words.rank(name);
            case Effect.CapCallCost(var most) ->
                d -> cost.of(d)
                        .map(nanos -> nanos.compareTo(BigInteger.valueOf(most.nanos())) > 0)
                        .orElse(true);
            case Effect.CapOutputPrice(var most) ->
                d -> cost.outputPrice(d)
                        .map(price -> price.nanos() > most.nanos())
                        .orElse(true);
            case Effect.Deny() -> d -> true;
            default -> null;
        };
    }
}
