package dev.douane.rules.decide;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.decide.NaiveObstacles.Obstacle;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides a call the slow way, from the words of the design alone: plain loops over all deployments, no indexes, no bits, money in
 * {@link BigInteger}. Shares no code with the resolver it is compared to.
 */
final class NaiveResolver {
    private record Standing(Deployment deployment, int group, int preferencesMet, BigInteger nanos) {}

    /** @param fewest what stands before it; where there is no such deployment, what stands before the whole catalog */
    private record Nearest(@Nullable Deployment deployment, List<Obstacle> fewest) {
        String words() {
            return (deployment == null ? "null" : deployment.id()) + " but for "
                    + fewest.stream().map(Obstacle::words).toList();
        }
    }

    private final Question question;
    private final Catalog catalog;
    private final List<Fired> fired;
    private final List<Fired> enforced;
    private final NaiveRequest request;
    private final NaiveWords words;
    private final NaiveCost cost;
    private final Map<Fired, Instant> lifting;
    private final Function<List<Fired>, NaiveResolver> saying;
    private boolean waitsForRules;
    private final List<Effect> preferences = new ArrayList<>();
    private final List<Obstacle> obstacles;
    private @Nullable List<Deployment> eligible;

    /**
     * A call with everything that its decision depends on.
     *
     * @param said all that rules said, in any order
     * @param lifting when that of it is no longer said which comes from a budget's state
     */
    NaiveResolver(
            Question question,
            Catalog catalog,
            JurisdictionGroups.Membered groups,
            Settings settings,
            List<Outage> outages,
            List<Fired> said,
            Map<Fired, Instant> lifting,
            @Nullable String failing) {
        this.lifting = failing == null ? lifting : Map.of();
        this.saying = left -> new NaiveResolver(question, catalog, groups, settings, outages, left, Map.of(), failing);
        this.question = question;
        this.catalog = catalog;
        this.fired = failing == null ? once(said) : List.of();
        this.enforced =
                fired.stream().filter(one -> one.mode() == Fired.Mode.ENFORCE).toList();
        this.request = new NaiveRequest(question.call(), catalog);
        this.words = new NaiveWords(catalog, groups);
        var wrong = failing == null ? words.firstRuleWithAnUnknownWord(enforced) : failing;
        if (wrong == null) {
            this.cost = new NaiveCost(question.call(), settings, enforced);
            this.obstacles = NaiveObstacles.of(question, catalog, request, words, cost, outages, enforced);
            whatRulesPrefer();
        } else {
            this.cost = new NaiveCost(question.call(), settings, List.of());
            this.obstacles = List.of(new Obstacle("rule-error ruleError(" + wrong + ") ENFORCE", true, d -> true));
        }
    }

    private static List<Fired> once(List<Fired> said) {
        var kept = new ArrayList<Fired>();
        for (var one : said) {
            if (!kept.contains(one)) {
                kept.add(one);
            }
        }
        kept.sort(Comparator.comparing((Fired one) -> one.rule().id())
                .thenComparing(one -> one.effect().describe())
                .thenComparing(one -> one.effect().toString())
                .thenComparing(one -> one.rule().pack())
                .thenComparing(Fired::mode));
        return kept;
    }

    // --- the plan

    /** What counts before cost: every distinct preference, or none where cost comes first. */
    private void whatRulesPrefer() {
        for (var one : enforced) {
            if (!preferences.contains(one.effect())) {
                preferences.add(one.effect());
            }
        }
        if (preferences.contains(new Effect.PreferCheapest())) {
            preferences.clear();
        }
    }

    private int preferencesMet(Deployment deployment) {
        int met = 0;
        for (var preference : preferences) {
            met += switch (preference) {
                        case Effect.PreferProvider(var id) ->
                            deployment.provider().value().equals(id);
                        case Effect.PreferHosting(var place) -> words.isIn(deployment.hosting(), place);
                        case Effect.PreferOpenWeights() -> deployment.openWeights();
                        default -> false;
                    }
                    ? 1
                    : 0;
        }
        return met;
    }

    /** Group, then most preferences, then cost with the unknown last, then id. */
    private List<Deployment> inOrder(List<Deployment> deployments) {
        var standings = new ArrayList<Standing>();
        for (var d : deployments) {
            var group = request.group(d);
            if (group != null) {
                standings.add(
                        new Standing(d, group, preferencesMet(d), cost.of(d).orElse(BigInteger.TWO.pow(200))));
            }
        }
        standings.sort(Comparator.comparingInt(Standing::group)
                .thenComparingInt(standing -> -standing.preferencesMet())
                .thenComparing(Standing::nanos)
                .thenComparing(standing -> standing.deployment().id().value()));
        return standings.stream().map(Standing::deployment).toList();
    }

    private List<Deployment> eligibleInOrder() {
        return inOrder(eligible());
    }

    /** Whether the answer was to wait until rules no longer say something. */
    boolean waitsForRules() {
        return waitsForRules;
    }

    private List<Deployment> eligible() {
        if (eligible == null) {
            eligible = whatNothingIsInTheWayOf();
        }
        return eligible;
    }

    private List<Deployment> whatNothingIsInTheWayOf() {
        return catalog.deployments().stream()
                .filter(d -> obstacles.stream()
                        .noneMatch(obstacle -> obstacle.excludes().test(d)))
                .toList();
    }

    /** The size of the largest group that has anything eligible: tells which way the fast resolver took. */
    int largestGroup() {
        var sizes = new int[16];
        eligible().forEach(d -> sizes[Optional.ofNullable(request.group(d)).orElse(15)]++);
        return Arrays.stream(sizes).max().orElseThrow();
    }

    private String words(Deployment d) {
        var group = Objects.requireNonNull(request.group(d));
        var step = group == 0 ? "AS_ASKED" : group <= 3 ? "REROUTE" : "DOWNGRADE";
        return d.id() + " " + step + " " + cost.of(d).orElseThrow() + " " + cost.cap(d);
    }

    // --- the answer

    Answer decide(List<ScriptedHeadroom.Account> accounts) {
        return new NaiveVerdict(accounts).answer();
    }

    /** The last part: what the budgets make of the plan. */
    private final class NaiveVerdict {
        private final List<Deployment> plan = inOrder(eligible());
        private final List<Fired> waits = enforced.stream()
                .filter(one -> one.effect() instanceof Effect.DeferUntilPeriodEnd)
                .toList();
        private final List<ScriptedHeadroom.Account> accounts;

        /** @param accounts sorted by name */
        NaiveVerdict(List<ScriptedHeadroom.Account> accounts) {
            this.accounts = accounts;
        }

        Answer answer() {
            var carried = plan.stream()
                    .filter(d -> waits.isEmpty() ? tooTight(d).isEmpty() : isFree(d))
                    .findFirst();
            return carried.map(this::goesTo).orElseGet(this::goesNowhere);
        }

        /** What costs nothing waits for no budget. */
        private boolean isFree(Deployment d) {
            return cost.of(d).map(nanos -> nanos.signum() == 0).orElse(false);
        }

        private List<Budget> tooTight(Deployment d) {
            return accounts.stream()
                    .filter(account -> account.budget().hard() && NaiveCost.isFor(account, d))
                    .filter(account -> !cost.isCarried(account, d, NaiveCost.left(account.budget())))
                    .map(ScriptedHeadroom.Account::budget)
                    .toList();
        }

        /** Whether money held for one also serves the other. */
        private boolean covers(Deployment target, Deployment other) {
            return cost.of(other).orElseThrow().compareTo(cost.of(target).orElseThrow()) <= 0
                    && accounts.stream()
                            .allMatch(account -> NaiveCost.isFor(account, target) == NaiveCost.isFor(account, other)
                                    && (!NaiveCost.isFor(account, target)
                                            || cost.held(account, other).compareTo(cost.held(account, target)) <= 0));
        }

        /** What was in the way of the first of each group that was passed over, and of the first of the target's own. */
        private List<Budget> inTheWayOfWhatCameBefore(Deployment target) {
            var inTheWay = new ArrayList<Budget>();
            for (int group = 0; group <= Objects.requireNonNull(request.group(target)); group++) {
                for (var d : plan) {
                    if (Objects.equals(request.group(d), group)) {
                        if (!d.equals(target)) {
                            inTheWay.addAll(tooTight(d));
                        }
                        break;
                    }
                }
            }
            return accounts.stream()
                    .map(ScriptedHeadroom.Account::budget)
                    .filter(inTheWay::contains)
                    .toList();
        }

        private Answer goesTo(Deployment target) {
            var tight = waits.isEmpty() ? inTheWayOfWhatCameBefore(target) : List.<Budget>of();
            var step = words(target).split(" ", -1)[1];
            var verdict = step.equals("AS_ASKED") ? "allow " : step.equals("REROUTE") ? "reroute " : "downgrade ";
            var after = plan.subList(plan.indexOf(target) + 1, plan.size()).stream()
                    .filter(d -> covers(target, d))
                    .limit(3)
                    .map(NaiveResolver.this::words)
                    .toList();
            var because = step.equals("AS_ASKED")
                    ? "as-asked"
                    : step.equals("REROUTE") ? whyNotAsked(tight) : whyLower(tight);
            return answer(verdict + words(target), because, after, reasons(false, step.equals("AS_ASKED"), tight));
        }

        private Answer goesNowhere() {
            if (plan.isEmpty()) {
                return keptByWhatIsInTheWay();
            }
            var first = plan.stream()
                    .min(Comparator.comparing(
                                    this::budgetsAllowAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                            .thenComparing(d -> cost.of(d).orElseThrow())
                            .thenComparing(d -> d.id().value()))
                    .orElseThrow();
            var tight = tooTight(first);
            var frees = freesUp(first);
            if (frees != null
                    && !frees.isAfter(Arbitrary.NOW.plus(question.options().maxWait()))) {
                return answer("defer until " + frees, money(tight), List.of(), reasons(false, tight));
            }
            if (tight.isEmpty()) {
                return keptByWhatIsInTheWay();
            }
            var goes = goesByItself();
            if (goes != null) {
                return answer("defer until " + goes, money(tight), List.of(), reasons(false, tight));
            }
            var because = new ArrayList<String>();
            waits.forEach(one -> because.add(NaiveObstacles.words(one)));
            tight.forEach(budget -> because.add(tightness(budget)));
            return answer(
                    "deny, nearest %s but for %s".formatted(first.id(), because),
                    money(tight),
                    List.of(),
                    reasons(true, tight));
        }

        private Answer keptByWhatIsInTheWay() {
            var all = new ArrayList<>(obstacles);
            waits.forEach(one -> all.add(new Obstacle(NaiveObstacles.words(one), false, d -> !isFree(d))));
            for (var account : accounts) {
                if (catalog.deployments().stream().anyMatch(d -> isUnpaidBy(account.budget(), d))) {
                    all.add(new Obstacle(tightness(account.budget()), true, d -> isUnpaidBy(account.budget(), d)));
                }
            }
            var nearest = nearest(catalog.deployments(), all);
            var unpaid = accounts.stream()
                    .map(ScriptedHeadroom.Account::budget)
                    .filter(budget -> nearest.deployment() != null && isUnpaidBy(budget, nearest.deployment()))
                    .toList();
            var goes = goesByItself();
            return answer(
                    goes == null ? "deny, nearest " + nearest.words() : "defer until " + goes,
                    decisive(catalog.deployments(), all),
                    List.of(),
                    reasons(goes == null, unpaid));
        }

        /** Only what could be an option is paid for; what one without a known price would cost is nothing that a budget can be asked about. */
        private boolean isUnpaidBy(Budget budget, Deployment d) {
            return request.group(d) != null
                    && cost.of(d).isPresent()
                    && tooTight(d).contains(budget);
        }

        private static String tightness(Budget budget) {
            return "budget budget(" + budget.name() + ") ENFORCE";
        }

        // --- what decided

        private String whyNotAsked(List<Budget> tight) {
            return request.asked().isEmpty() ? "not-served-there" : why(request.asked(), tight);
        }

        private String whyLower(List<Budget> tight) {
            return why(
                    catalog.deployments().stream()
                            .filter(d -> request.group(d) != null && request.group(d) <= 3)
                            .toList(),
                    tight);
        }

        /** Why the call goes to none of these, which would have been better. */
        private String why(List<Deployment> better, List<Budget> tight) {
            return better.stream().anyMatch(eligible()::contains) ? money(tight) : decisive(better, obstacles);
        }

        private String money(List<Budget> tight) {
            return waits.isEmpty()
                    ? tight.isEmpty() ? "nothing" : "budget"
                    : "rule:" + waits.getFirst().rule().id();
        }

        /** What keeps the call from all of these by itself, else the first before the nearest. */
        private String decisive(List<Deployment> better, List<Obstacle> all) {
            for (var obstacle : all) {
                if (better.stream().filter(d -> request.group(d) != null).allMatch(obstacle.excludes())) {
                    return code(obstacle);
                }
            }
            return code(nearest(better, all).fewest().getFirst());
        }

        private static String code(Obstacle obstacle) {
            return (obstacle.own() ? "" : "rule:") + obstacle.words().split(" ", -1)[0];
        }

        /** The first moment within the caller's patience at which something has lifted or turned, and with that something goes. */
        private @Nullable Instant goesByItself() {
            if (accounts.isEmpty()
                    || obstacles.stream().anyMatch(one -> one.words().startsWith("rule-error "))) {
                return null;
            }
            var moments = new TreeSet<Instant>(lifting.values());
            accounts.forEach(account -> moments.add(account.budget().periodEnd()));
            for (var moment : moments) {
                if (moment.isAfter(Arbitrary.NOW.plus(question.options().maxWait()))) {
                    return null;
                }
                var left = fired.stream()
                        .filter(one ->
                                !lifting.containsKey(one) || lifting.get(one).isAfter(moment))
                        .toList();
                var then = saying.apply(left);
                if (then.eligibleInOrder().stream().anyMatch(d -> goesAt(moment, d, then))) {
                    waitsForRules = true;
                    return moment;
                }
            }
            return null;
        }

        private boolean goesAt(Instant moment, Deployment d, NaiveResolver then) {
            if (isFree(d)) {
                return true;
            }
            var carried = budgetsAllowAt(d);
            return then.enforced.stream().noneMatch(one -> one.effect() instanceof Effect.DeferUntilPeriodEnd)
                    && carried != null
                    && !carried.isAfter(moment);
        }

        /** When everything that stands in the way is gone; null where something of it never goes by itself. */
        private @Nullable Instant freesUp(Deployment d) {
            Instant latest = budgetsAllowAt(d);
            for (var one : waits) {
                var end = ((Effect.DeferUntilPeriodEnd) one.effect()).periodEnd();
                if (end == null || latest == null) {
                    return null;
                }
                latest = latest.isAfter(end) ? latest : end;
            }
            return latest;
        }

        /** When the last of the periods that are too tight for it has turned; the beginning of time where none is. */
        private @Nullable Instant budgetsAllowAt(Deployment d) {
            Instant latest = Instant.MIN;
            for (var account : accounts) {
                var budget = account.budget();
                if (tooTight(d).contains(budget)) {
                    if (!cost.isCarried(
                            account, d, BigInteger.valueOf(budget.limit().nanos()))) {
                        return null;
                    }
                    latest = latest.isAfter(budget.periodEnd()) ? latest : budget.periodEnd();
                }
            }
            return latest;
        }

        /** The deployment with the fewest obstacles, first in the order of the plan. */
        private Nearest nearest(List<Deployment> among, List<Obstacle> all) {
            Deployment nearest = null;
            List<Obstacle> fewest = List.of();
            for (var d : inOrder(among)) {
                var inTheWay = all.stream()
                        .filter(obstacle -> obstacle.excludes().test(d))
                        .toList();
                if (nearest == null || inTheWay.size() < fewest.size()) {
                    nearest = d;
                    fewest = inTheWay;
                }
            }
            if (nearest == null) {
                fewest = all.stream()
                        .filter(obstacle -> catalog.deployments().stream().allMatch(obstacle.excludes()))
                        .toList();
            }
            return new Nearest(nearest, fewest);
        }

        private List<String> reasons(boolean denied, List<Budget> tight) {
            return reasons(denied, false, tight);
        }

        private List<String> reasons(boolean denied, boolean goesAsAsked, List<Budget> tight) {
            var reasons = new ArrayList<String>();
            fired.forEach(one -> reasons.add(NaiveObstacles.words(one)));
            if (request.asked().isEmpty()
                    && (request.isAuto() || request.tier() != null)
                    && !request.hasUnknownPin()
                    && !catalog.deployments().isEmpty()) {
                reasons.add("not-served-there " + request.pins() + " ENFORCE");
            }
            for (var obstacle : obstacles) {
                var isNoise = goesAsAsked
                        && (obstacle.words().startsWith("unpriced ")
                                || obstacle.words().startsWith("placeholder "));
                if (obstacle.own()
                        && !isNoise
                        && (denied || request.asked().stream().anyMatch(obstacle.excludes()))) {
                    reasons.add(obstacle.words());
                }
            }
            tight.forEach(budget -> reasons.add(tightness(budget)));
            return reasons;
        }

        private Answer answer(String verdict, String because, List<String> alternatives, List<String> reasons) {
            var options = plan.stream()
                    .filter(d -> waits.isEmpty() || isFree(d))
                    .map(NaiveResolver.this::words)
                    .toList();
            return new Answer(options, verdict, because, alternatives, reasons, requested(), funnel());
        }
    }

    private @Nullable BigInteger requested() {
        return request.isAuto()
                ? null
                : request.asked().stream()
                        .flatMap(d -> cost.asAsked(d).stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private List<String> funnel() {
        var funnel = new ArrayList<String>();
        var left = new ArrayList<>(catalog.deployments());
        for (var obstacle : obstacles) {
            left.removeIf(obstacle.excludes());
            funnel.add("%s excludes %d leaves %d"
                    .formatted(
                            obstacle.words().replace(" ENFORCE", ""),
                            catalog.deployments().stream()
                                    .filter(obstacle.excludes())
                                    .count(),
                            left.size()));
        }
        funnel.add("%d of %d are eligible"
                .formatted(eligible().size(), catalog.deployments().size()));
        return funnel;
    }
}
