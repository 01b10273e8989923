package dev.douane.rules.drools;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.ReasonLength;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.Match;

/**
 * {@code decision}: the one object a consequence may touch, and everything it may do with it.
 *
 * <p>Which rule speaks is told by the engine before the consequence runs, so no rule can sign with another's name. Places, providers, models
 * and tiers are words here; what they mean is known to the resolver, which treats a word it does not know as the stricter case.
 */
public final class EffectSink {
    /** As long as the longest name that a call can say. */
    private static final int WORD_LENGTH_MAX = 256;

    private static final long EFFECTS_MOST = Limit.EFFECTS.most();
    private static final long REASON_CHARS_MOST = Limit.REASON_CHARS.most();

    /** What was said, each once, with the budgets it was said about: a rule may fire thousands of times to say one thing. */
    private Map<Said, About> said = new LinkedHashMap<>();

    private List<Budget> budgets = List.of();
    private long effects;
    private long reasonChars;
    private @Nullable SignedRule speaking;
    private @Nullable Match match;

    private record Said(SignedRule rule, Effect effect) {}

    /** The budgets that one thing was said about. Mostly it is said once, so only what differs is put together. */
    private static final class About {
        private @Nullable List<Budget> first;
        private @Nullable SortedSet<Budget> several;
        private long chars;

        About(long chars) {
            this.chars = chars;
        }

        /** Returns how many characters that adds to the reason. */
        long add(List<Budget> matched) {
            long added = 0;
            if (first == null) {
                first = matched;
                for (var budget : matched) {
                    added += ReasonLength.of(budget);
                }
            } else if (several != null || !first.equals(matched)) {
                if (several == null) {
                    several = new TreeSet<>(Headroom.ORDER);
                    several.addAll(first);
                }
                for (var budget : matched) {
                    if (several.add(budget)) {
                        added += ReasonLength.of(budget);
                    }
                }
            }
            chars += added;
            return added;
        }

        List<Budget> budgets() {
            return several != null ? List.copyOf(several) : Objects.requireNonNull(first);
        }
    }

    EffectSink() {}

    /** Starts over for one call. */
    void begin(Facts facts) {
        forget();
        budgets = facts.budgets();
    }

    /** The rule whose consequence runs next, and what it matched. */
    void speaks(SignedRule rule, Match next) {
        speaking = rule;
        match = next;
    }

    /** The rule that spoke last, null where none did. */
    @Nullable
    SignedRule speaking() {
        return speaking;
    }

    /** Effects that rules had since {@link #begin}, those of the same words counted each time. */
    long effects() {
        return effects;
    }

    /** Whether rules had more effects than they may, so that the last was not taken. */
    boolean isOverfull() {
        return effects > EFFECTS_MOST;
    }

    /** Whether their reasons were longer than they may be, so that the last was not taken in full. */
    boolean isOverlong() {
        return reasonChars > REASON_CHARS_MOST;
    }

    /** How long the reasons of each rule are. */
    Shares shares() {
        var shares = new Shares();
        said.forEach((each, about) -> shares.add(each.rule.ref(), about.chars));
        return shares;
    }

    /** Everything that was said since {@link #begin}, in canonical order. */
    Effects end() {
        var fired = new ArrayList<Fired>(said.size());
        said.forEach((each, about) ->
                fired.add(new Fired(each.rule.ref(), each.effect, Fired.Mode.ENFORCE, about.budgets())));
        var effects = Effects.of(fired);
        forget();
        return effects;
    }

    private void forget() {
        effects = 0;
        reasonChars = 0;
        said = new LinkedHashMap<>(); // not cleared: what was large once would be gone through at every call
        budgets = List.of();
        speaking = null;
        match = null;
    }

    public void requireHosting(String groupOrCountry) {
        say(new Effect.RequireHosting(word(groupOrCountry)));
    }

    public void forbidHosting(String groupOrCountry) {
        say(new Effect.ForbidHosting(word(groupOrCountry)));
    }

    public void requireControl(String groupOrCountry) {
        say(new Effect.RequireControl(word(groupOrCountry)));
    }

    public void forbidControl(String groupOrCountry) {
        say(new Effect.ForbidControl(word(groupOrCountry)));
    }

    public void requireProvider(String provider) {
        say(new Effect.RequireProvider(word(provider)));
    }

    public void forbidProvider(String provider) {
        say(new Effect.ForbidProvider(word(provider)));
    }

    public void requireModel(String model) {
        say(new Effect.RequireModel(word(model)));
    }

    public void forbidModel(String model) {
        say(new Effect.ForbidModel(word(model)));
    }

    public void requireTag(String tag) {
        say(new Effect.RequireTag(word(tag)));
    }

    public void requireOpenWeights() {
        say(new Effect.RequireOpenWeights());
    }

    public void requireSelfHosted() {
        say(new Effect.RequireSelfHosted());
    }

    public void requireContinuityClause() {
        say(new Effect.RequireContinuityClause());
    }

    public void requireResidencyClause() {
        say(new Effect.RequireResidencyClause());
    }

    /** The contract must rule out training on what is sent. */
    public void forbidTraining() {
        say(new Effect.ForbidTraining());
    }

    public void requireCertification(String certification) {
        say(new Effect.RequireCertification(word(certification)));
    }

    public void capTier(String tier) {
        say(new Effect.CapTier(word(tier)));
    }

    public void floorTier(String tier) {
        say(new Effect.FloorTier(word(tier)));
    }

    /** @param most of the whole call, a decimal such as {@code "0.05"} */
    public void capCallCost(String most) {
        say(new Effect.CapCallCost(Money.parse(word(most))));
    }

    /** @param most per million output tokens, a decimal such as {@code "3.00"} */
    public void capOutputPrice(String most) {
        say(new Effect.CapOutputPrice(Money.parse(word(most))));
    }

    /** @param most one or more */
    public void capOutputTokens(int most) {
        say(new Effect.CapOutputTokens(most));
    }

    public void preferProvider(String provider) {
        say(new Effect.PreferProvider(word(provider)));
    }

    public void preferHosting(String groupOrCountry) {
        say(new Effect.PreferHosting(word(groupOrCountry)));
    }

    public void preferOpenWeights() {
        say(new Effect.PreferOpenWeights());
    }

    public void preferCheapest() {
        say(new Effect.PreferCheapest());
    }

    public void classify(String workloadClass) {
        say(new Effect.Classify(word(workloadClass)));
    }

    public void flag(String mark) {
        say(new Effect.Flag(word(mark)));
    }

    public void deny() {
        say(new Effect.Deny());
    }

    /**
     * Lets the call wait until the pace frees up: the latest period end among the budgets the rule matched, or among all budgets of the call
     * where it matched none.
     */
    public void deferUntilPeriodEnd() {
        var own = latestPeriodEnd(matchedBudgets());
        say(new Effect.DeferUntilPeriodEnd(own == null ? latestPeriodEnd(budgets) : own));
    }

    private static @Nullable Instant latestPeriodEnd(List<Budget> budgets) {
        return budgets.stream()
                .map(Budget::periodEnd)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private void say(Effect effect) {
        var rule = Objects.requireNonNull(speaking, "only a firing rule may speak");
        if (++effects > EFFECTS_MOST) {
            throw new IllegalStateException("too many effects"); // ends the evaluation, which asks why
        }
        var what = new Said(rule, effect);
        var about = said.get(what);
        if (about == null) {
            about = new About(ReasonLength.of(rule.ref(), effect));
            said.put(what, about);
            reasonChars += about.chars;
        }
        reasonChars += about.add(matchedBudgets());
        if (isOverlong()) {
            throw new IllegalStateException("too long reasons"); // as above
        }
    }

    private List<Budget> matchedBudgets() {
        if (budgets.isEmpty() || match == null) {
            return List.of();
        }
        var matched = new ArrayList<Budget>(1);
        for (var fact : match.getObjects()) {
            if (fact instanceof Budget budget) {
                matched.add(budget);
            }
        }
        matched.sort(Headroom.ORDER);
        return matched;
    }

    private static String word(@Nullable String argument) {
        if (argument == null || argument.isBlank() || argument.length() > WORD_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "an effect's argument must be a word of at most %d characters".formatted(WORD_LENGTH_MAX));
        }
        return argument;
    }
}
