package dev.douane.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of the design, for every call. */
class DecisionPropertiesTest {
    private static final int SCENES = 60;
    private static final RuleRef ONE_MORE = Arbitrary.rule("R-5a", "more@1.0.0");

    static LongStream seeds() {
        return LongStream.range(100_000, 100_000 + 16 * Integer.getInteger("douane.test.times", 1));
    }

    private static void forScenes(long seed, BiConsumer<Arbitrary, Scene> law) {
        var any = new Arbitrary(seed);
        var catalog = any.catalog();
        var index = catalog.index();
        for (int i = 0; i < SCENES; i++) {
            law.accept(any, Scene.of(any, catalog, index));
        }
    }

    private static Fired enforce(Effect effect) {
        return new Fired(ONE_MORE, effect, Fired.Mode.ENFORCE);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void one_more_prohibition_never_makes_anything_eligible(long seed) {
        var any = new Arbitrary(seed);
        var catalog = any.catalog();
        var index = catalog.index();
        for (int i = 0; i < SCENES; i++) {
            var scene = Scene.of(any, catalog, index);
            var more = any.narrowing(catalog);
            if (!(more
                    instanceof
                    Effect.CapOutputTokens)) { // a shorter answer costs less and fits where a longer one did not
                assertThat(scene.optionIds())
                        .as("%s with %s", scene, more)
                        .containsAll(scene.with(enforce(more)).optionIds());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_order_of_rules_facts_and_catalog_changes_nothing(long seed) {
        forScenes(seed, (any, scene) -> {
            var shuffled = scene.shuffled(any);

            assertThat(shuffled.decision()).isEqualTo(scene.decision());
            assertThat(shuffled.plan().options()).isEqualTo(scene.plan().options());
            assertThat(shuffled.plan().explanation()).isEqualTo(scene.plan().explanation());
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_same_question_is_decided_the_same_again(long seed) {
        forScenes(seed, (any, scene) -> {
            var replayed = scene.with(
                    new CatalogIndex(scene.catalog().catalog(), scene.catalog().groups()));

            assertThat(replayed.decision()).isEqualTo(scene.decision());
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_stand_in_is_never_of_a_higher_tier_however_much_is_taken_away(long seed) {
        forScenes(seed, (any, scene) -> {
            var asked =
                    new NaiveRequest(scene.question().call(), scene.catalog().catalog()).tier();
            var target = scene.decision().verdict().target();
            for (int taken = 0; taken < 5 && target != null && asked != null; taken++) {
                assertThat(target.deployment().tier().rank()).isLessThanOrEqualTo(asked.rank());
                scene = scene.with(
                        new Outage(null, null, null, target.deployment().id().value()));
                target = scene.decision().verdict().target();
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_option_is_outside_what_was_required_and_unknown_is_always_outside(long seed) {
        forScenes(seed, (any, scene) -> {
            for (var option : scene.plan().options()) {
                for (var effect : scene.enforced()) {
                    assertThat(keepsTo(effect, option, scene.catalog()))
                            .as("%s under %s", option, effect)
                            .isTrue();
                }
                assertThat(option.deployment().prices()).isNotNull();
            }
        });
    }

    private static boolean keepsTo(Effect effect, Option option, CatalogIndex catalog) {
        var hosting = option.deployment().hosting();
        var control = option.deployment().control();
        return switch (effect) {
            case Effect.RequireHosting(var place) ->
                isIn(hosting, catalog.groups().countries(place));
            case Effect.RequireControl(var place) ->
                isIn(control, catalog.groups().countries(place));
            case Effect.ForbidHosting(var place) ->
                isOutside(hosting, catalog.groups().countries(place));
            case Effect.ForbidControl(var place) ->
                isOutside(control, catalog.groups().countries(place));
            case Effect.CapCallCost(var most) -> option.estimate().fitsIn(most);
            case Effect.CapOutputTokens(var most) -> option.maxOutputTokens() <= most;
            case Effect.CapTier(var tier) ->
                option.deployment().tier().rank() <= Arbitrary.tier(tier).rank();
            case Effect.FloorTier(var tier) ->
                option.deployment().tier().rank() >= Arbitrary.tier(tier).rank();
            default -> true;
        };
    }

    private static boolean isIn(@Nullable Country country, @Nullable Collection<Country> places) {
        return country != null && places != null && places.contains(country);
    }

    private static boolean isOutside(@Nullable Country country, @Nullable Collection<Country> places) {
        return country != null && places != null && !places.contains(country);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_floor_above_a_cap_denies_with_both_named(long seed) {
        forScenes(seed, (any, scene) -> {
            var cap = any.one("economy", "standard");
            var floor = cap.equals("economy") ? any.one("standard", "frontier") : "frontier";
            var torn = scene.with(enforce(new Effect.CapTier(cap)), enforce(new Effect.FloorTier(floor)));
            var decision = torn.decision();

            assertThat(decision.verdict()).isInstanceOf(Verdict.Deny.class);
            if (decision.reasons().stream().noneMatch(reason -> reason.rule().equals(Reason.RULE_ERROR))) {
                assertThat(decision.reasons().stream().map(Reason::effect))
                        .contains("capTier(" + cap + ")", "floorTier(" + floor + ")");
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void alternatives_passed_the_same_checks_and_fit_inside_the_hold(long seed) {
        forScenes(seed, (any, scene) -> {
            var decision = scene.decision();
            var target = decision.verdict().target();
            if (target == null) {
                assertThat(decision.alternatives()).isEmpty();
                return;
            }
            assertThat(scene.plan().options()).contains(target).containsAll(decision.alternatives());
            assertThat(decision.alternatives())
                    .hasSizeLessThanOrEqualTo(3)
                    .doesNotHaveDuplicates()
                    .doesNotContain(target)
                    .allMatch(option -> option.estimate().fitsIn(target.estimate()));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void alternatives_of_any_option_are_the_next_three_that_are_no_dearer(long seed) {
        forScenes(seed, (any, scene) -> {
            var plan = scene.plan();
            var options = plan.options();
            if (!options.isEmpty()) {
                var place = any.between(0, options.size() - 1);
                var target = options.get(place);
                assertThat(plan.alternatives(target, Headroom.of(List.of())))
                        .isEqualTo(options.subList(place + 1, options.size()).stream()
                                .filter(option -> option.estimate().fitsIn(target.estimate()))
                                .limit(3)
                                .toList());
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_target_fits_every_hard_budget_and_nothing_before_it_does(long seed) {
        forScenes(seed, (any, scene) -> {
            var target = scene.decision().verdict().target();
            for (var option : scene.plan().options()) {
                var fits = scene.budgets().stream()
                        .filter(Budget::hard)
                        .allMatch(budget -> option.estimate().fitsIn(budget.left()));
                assertThat(fits).as("%s before %s", option, target).isEqualTo(option.equals(target));
                if (option.equals(target)) {
                    return;
                }
            }
            assertThat(target).isNull();
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void one_more_hard_budget_never_frees_a_call(long seed) {
        forScenes(seed, (any, scene) -> {
            var before = scene.decision().verdict();
            var after = scene.with(any.budget("one-more", true)).decision().verdict();
            if (before instanceof Verdict.Deny) {
                assertThat(after).isInstanceOf(Verdict.Deny.class);
            }
            if (before.target() == null) {
                assertThat(after.target()).isNull();
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_call_is_deferred_no_longer_than_the_caller_waits(long seed) {
        forScenes(seed, (any, scene) -> {
            if (scene.decision().verdict() instanceof Verdict.Defer(var retryAt)) {
                assertThat(retryAt)
                        .isAfter(Arbitrary.NOW)
                        .isBeforeOrEqualTo(
                                Arbitrary.NOW.plus(scene.question().options().maxWait()));
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_only_observed_changes_nothing_but_the_reasons(long seed) {
        var any = new Arbitrary(seed);
        var catalog = any.catalog();
        var index = catalog.index();
        for (int i = 0; i < SCENES; i++) {
            var scene = Scene.of(any, catalog, index);
            var effect = any.chance(20) ? any.unknownWord() : any.effect(catalog);
            var failure = new Effects.Failure(ONE_MORE.id(), ONE_MORE.pack());
            var observed = any.chance(15)
                    ? scene.failingWhileObserved(failure)
                    : scene.with(new Fired(ONE_MORE, effect, Fired.Mode.OBSERVE));

            assertThat(observed.decision().verdict()).isEqualTo(scene.decision().verdict());
            assertThat(observed.decision().alternatives())
                    .isEqualTo(scene.decision().alternatives());
            assertThat(observed.decision().requested())
                    .isEqualTo(scene.decision().requested());
            assertThat(enforcing(observed.decision())).isEqualTo(enforcing(scene.decision()));
            assertThat(observed.plan().options()).isEqualTo(scene.plan().options());
            assertThat(observed.plan().explanation()).isEqualTo(scene.plan().explanation());
            if (scene.failing() == null) {
                assertThat(Objects.requireNonNull(observed.decision().wouldHave())
                                .because())
                        .contains(ONE_MORE.id());
            }
        }
    }

    private static List<Reason> enforcing(Decision decision) {
        return decision.reasons().stream()
                .filter(reason -> reason.mode() == Fired.Mode.ENFORCE)
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_would_have_been_is_what_is_once_it_is_enforced(long seed) {
        forScenes(seed, (any, scene) -> {
            var effect = any.chance(20) ? any.unknownWord() : any.narrowing(any.catalog());
            var watched = scene.enforcingAll().with(new Fired(ONE_MORE, effect, Fired.Mode.OBSERVE));
            var enforced = scene.enforcingAll().with(enforce(effect));

            if (scene.failing() == null) {
                assertThat(Objects.requireNonNull(watched.decision().wouldHave())
                                .verdict())
                        .isEqualTo(enforced.decision().verdict());
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_rule_that_fails_or_names_what_nobody_knows_denies_in_its_name(long seed) {
        forScenes(seed, (any, scene) -> {
            var failed = any.chance(50) ? scene.failingAt("R-5a") : scene.with(enforce(any.unknownWord()));
            var decision = failed.decision();

            assertThat(decision.verdict()).isInstanceOf(Verdict.Deny.class);
            assertThat(decision.reasons())
                    .anyMatch(reason -> reason.rule().equals(Reason.RULE_ERROR)
                            && reason.effect().startsWith("ruleError(R-"));
            assertThat(failed.plan().options()).isEmpty();
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_is_not_as_asked_has_a_reason(long seed) {
        forScenes(seed, (any, scene) -> {
            var decision = scene.decision();
            if (!(decision.verdict() instanceof Verdict.Allow)) {
                assertThat(decision.reasons()).as("%s", decision).isNotEmpty();
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_longer_answer_or_more_of_them_never_cost_less(long seed) {
        forScenes(seed, (any, scene) -> {
            var call = scene.question().call();
            var cap = call.maxOutputTokens() == null ? 4096 : call.maxOutputTokens();
            var longer = call.withMaxOutputTokens(Math.addExact(cap, any.between(0, 1000)));
            for (int i = 0; i < scene.catalog().priceClassCount(); i++) {
                var priceClass = scene.catalog().priceClass(i);
                assertThat(priceClass.costNanos(longer, longer.maxOutputTokens()))
                        .isGreaterThanOrEqualTo(priceClass.costNanos(call, cap))
                        .isGreaterThanOrEqualTo(Money.ZERO.nanos());
            }
        });
    }
}
