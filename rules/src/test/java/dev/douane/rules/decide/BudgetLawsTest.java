package dev.douane.rules.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of budgets of every kind, for every call. */
class BudgetLawsTest {
    private static final int SCENES = 40;

    static LongStream seeds() {
        return LongStream.range(200_000, 200_080);
    }

    @FunctionalInterface
    private interface Law {
        void of(Arbitrary any, Scene scene, ScriptedHeadroom headroom);
    }

    private static void forScenes(long seed, Law law) {
        var any = new Arbitrary(seed);
        var catalog = any.catalog();
        var index = catalog.index();
        for (int i = 0; i < SCENES; i++) {
            law.of(any, Scene.of(any, catalog, index), any.headroom(catalog));
        }
    }

    private static Verdict verdict(Plan plan, Headroom headroom) {
        return plan.decide(plan.admit(headroom), headroom).verdict();
    }

    /** The same with more, or less, on one of its accounts; itself where it has none. */
    private static ScriptedHeadroom changed(Arbitrary any, ScriptedHeadroom headroom, boolean more) {
        if (headroom.accounts().isEmpty()) {
            return headroom;
        }
        var place = any.between(0, headroom.accounts().size() - 1);
        var limit = headroom.accounts().get(place).budget().limit();
        var amount = any.amount();
        return headroom.with(place, more ? limit.plus(amount) : limit.minusDownToZero(amount));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void more_money_never_makes_a_verdict_worse(long seed) {
        forScenes(seed, (any, scene, headroom) -> {
            var plan = scene.plan();
            var richer = changed(any, headroom, true);
            var before = verdict(plan, headroom);
            var after = verdict(plan, richer);

            if (before.target() != null) {
                assertThat(plan.options().indexOf(after.target()))
                        .as("%s with %s, %s with %s", before, headroom, after, richer)
                        .isBetween(0, plan.options().indexOf(before.target()));
            } else if (before instanceof Verdict.Defer(var until)) {
                assertThat(after).isNotInstanceOf(Verdict.Deny.class);
                if (after instanceof Verdict.Defer(var earlier)) {
                    assertThat(earlier).isBeforeOrEqualTo(until);
                }
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void less_money_never_raises_the_tier_where_what_was_asked_for_is_of_one(long seed) {
        forScenes(seed, (any, scene, headroom) -> {
            var request =
                    new NaiveRequest(scene.question().call(), scene.catalog().catalog());
            var isOfOne = request.asked().stream()
                            .map(deployment -> deployment.tier())
                            .distinct()
                            .count()
                    == 1;
            var plan = scene.plan();
            var before = verdict(plan, headroom).target();
            var after = verdict(plan, changed(any, headroom, false)).target();

            if (before == null) {
                assertThat(after).isNull();
            } else if (after != null && isOfOne && !request.isAuto()) {
                assertThat(after.deployment().tier().rank())
                        .isLessThanOrEqualTo(before.deployment().tier().rank());
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void alternatives_are_served_by_the_money_that_is_held_for_the_target(long seed) {
        forScenes(seed, (any, scene, headroom) -> {
            var plan = scene.plan();
            var decision = plan.decide(plan.admit(headroom), headroom);
            var target = decision.verdict().target();
            for (var alternative : decision.alternatives()) {
                for (var account : headroom.accounts()) {
                    assertThat(account.isFor(alternative.deployment())).isEqualTo(account.isFor(target.deployment()));
                    if (account.isFor(target.deployment())) {
                        assertThat(account.amount(alternative).fitsIn(account.amount(target)))
                                .isTrue();
                    }
                }
                assertThat(alternative.estimate().isZero()
                                || headroom.tooTight(alternative).isEmpty())
                        .as("%s fits after %s", alternative, target)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_deferred_call_is_carried_once_the_periods_that_have_ended_by_then_are_new(long seed) {
        forScenes(seed, (any, scene, headroom) -> {
            var plan = scene.plan();
            if (plan.effects().enforced().stream()
                            .noneMatch(fired -> fired.effect() instanceof Effect.DeferUntilPeriodEnd)
                    && verdict(plan, headroom) instanceof Verdict.Defer(var until)) {
                assertThat(verdict(plan, turned(headroom, until)).target()).isNotNull();
                assertThat(verdict(plan, turned(headroom, until.minusNanos(1))).target())
                        .as("one moment earlier")
                        .isNull();
            }
        });
    }

    /** The same accounts, a new period where the old one has ended by then. */
    private static ScriptedHeadroom turned(ScriptedHeadroom headroom, Instant at) {
        return new ScriptedHeadroom(headroom.accounts().stream()
                .map(account -> account.budget().periodEnd().isAfter(at) ? account : account.anew())
                .toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_a_purse_says_for_quickness_changes_nothing(long seed) {
        forScenes(seed, (any, scene, headroom) -> {
            var plan = scene.plan();
            var slow = new SlowPurse(headroom.isPlain() ? Headroom.of(headroom.budgets()) : headroom);

            assertThat(plan.decide(plan.admit(slow), slow))
                    .isEqualTo(plan.decide(plan.admit(slow.headroom()), slow.headroom()));
        });
    }

    /** Says nothing that it need not. */
    private record SlowPurse(Headroom headroom) implements Headroom {
        @Override
        public List<Budget> tooTight(Option option) {
            return headroom.tooTight(option);
        }

        @Override
        public Money most() {
            return Money.MAX;
        }

        @Override
        public boolean covers(Option target, Option alternative) {
            return headroom.covers(target, alternative);
        }

        @Override
        public Optional<Instant> freesUpAt(Option option, List<Budget> tooTight) {
            return headroom.freesUpAt(option, tooTight);
        }
    }
}
