package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget through time: the terms it was made with, and those that each amendment left it with. Immutable.
 *
 * <p>Where an amendment changes the period, the old one ends at the amendment and the new one begins there, so that there is neither gap nor
 * overlap; a period that was opened keeps the end it was opened with, since such amendments take effect at a period's end only.
 */
public final class Timeline {
    /**
     * A change of terms.
     *
     * @param from first instant at which it is in force
     * @param atOnce whether it also changed the accounts that were open when it was made
     */
    public record Amendment(int number, Instant from, boolean atOnce, Changes changes) {}

    /** Terms that are in force from an instant to the next stretch, within a run of stretches that divide time alike. */
    private record Stretch(Instant from, BudgetDefinition budget, Instant periodsFrom, Instant periodsUntil) {
        Period.Span span(Instant at) {
            var whole = budget.period().at(at);
            var start = whole.start().isBefore(periodsFrom) ? periodsFrom : whole.start();
            var end = whole.end().isAfter(periodsUntil) ? periodsUntil : whole.end();
            return start.equals(whole.start()) && end.equals(whole.end()) ? whole : new Period.Span(start, end);
        }
    }

    private final BudgetDefinition made;
    private final List<Amendment> amendments;
    private final List<ApprovedOverride> extras;
    private final List<Stretch> stretches;

    /**
     * A budget as it was made, and what came after.
     *
     * @param amendments in the order of {@link Amendment#from}, then of their numbers
     * @param extras approved and not revoked
     */
    public Timeline(BudgetDefinition made, List<Amendment> amendments, List<ApprovedOverride> extras) {
        this.made = made;
        this.amendments = List.copyOf(amendments);
        this.extras = List.copyOf(extras);
        stretches = stretches(made, this.amendments);
    }

    /** A budget that was never amended. */
    public Timeline(BudgetDefinition made) {
        this(made, List.of(), List.of());
    }

    private static List<Stretch> stretches(BudgetDefinition made, List<Amendment> amendments) {
        var stretches = new ArrayList<Stretch>();
        var last = new Stretch(Instant.MIN, made, Instant.MIN, Instant.MAX);
        stretches.add(last);
        for (var amendment : amendments) {
            var terms = amendment.changes().applied(last.budget().terms());
            var budget = new BudgetDefinition(made.id(), made.name(), made.scope(), made.isDefault(), terms);
            var others = !terms.period().equals(last.budget().period());
            var next =
                    new Stretch(amendment.from(), budget, others ? amendment.from() : last.periodsFrom(), Instant.MAX);
            if (others) {
                stretches.replaceAll(earlier -> earlier.periodsUntil().equals(Instant.MAX)
                        ? new Stretch(earlier.from(), earlier.budget(), earlier.periodsFrom(), amendment.from())
                        : earlier);
            }
            if (amendment.from().equals(last.from())) {
                stretches.removeLast();
            }
            stretches.add(next);
            last = next;
        }
        return List.copyOf(stretches);
    }

    /** The budget as it was made; its name, scope and id never change. */
    public BudgetDefinition made() {
        return made;
    }

    /** With the terms that are in force at that time. */
    public BudgetDefinition at(Instant at) {
        return stretch(at).budget();
    }

    /**
     * The terms to open an account of a period with. Amendments that took effect at once count even where this node's clock has not come as
     * far as the clock of the node that made them: they have passed over the open accounts already.
     */
    public BudgetTerms within(Period.Span span, Instant now) {
        var at = latestAtOnce(now);
        if (at.isBefore(span.start())) {
            at = span.start();
        } else if (!at.isBefore(span.end())) {
            at = span.end().minusNanos(1);
        }
        return at(at).terms();
    }

    /** Now, or the last amendment that took effect at once, whichever is later: clocks of nodes differ a little. */
    public Instant latestAtOnce(Instant now) {
        var latest = now;
        for (var amendment : amendments) {
            if (amendment.atOnce() && amendment.from().isAfter(latest)) {
                latest = amendment.from();
            }
        }
        return latest;
    }

    /** The period that {@code at} falls in. A budget of one window has that one, whatever the time. */
    public Period.Span span(Instant at) {
        return stretch(at).span(at);
    }

    private Stretch stretch(Instant at) {
        for (int i = stretches.size() - 1; i > 0; i--) {
            if (!at.isBefore(stretches.get(i).from())) {
                return stretches.get(i);
            }
        }
        return stretches.getFirst();
    }

    /** When a budget that is closed at that time opens again; null where that is not known ever to be, or it is open. */
    public @Nullable Instant opensAfter(Instant at) {
        if (!at(at).terms().closed()) {
            return null;
        }
        for (var stretch : stretches) {
            if (stretch.from().isAfter(at) && !stretch.budget().terms().closed()) {
                return stretch.from();
            }
        }
        return null;
    }

    /** Whether it is closed and not known ever to open again. */
    public boolean isClosedForGood(Instant now) {
        var at = latestAtOnce(now);
        return at(at).terms().closed() && opensAfter(at) == null;
    }

    /** The first instant after {@code at} at which other terms are in force; null where none are known of. */
    public @Nullable Instant changesAfter(Instant at) {
        for (var stretch : stretches) {
            if (stretch.from().isAfter(at)) {
                return stretch.from();
            }
        }
        return null;
    }

    /** What overrides add to an account at that time. */
    public Money extra(String account, Instant at) {
        var extra = Money.ZERO;
        for (var one : extras) {
            if (one.runs(account, at)) {
                extra = Carry.sum(extra, one.amount());
            }
        }
        return extra;
    }

    /** The overrides that run at that time, whichever account they are for. */
    public List<ApprovedOverride> running(Instant at) {
        return extras.stream().filter(one -> one.runs(at)).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Timeline that
                && made.equals(that.made)
                && amendments.equals(that.amendments)
                && extras.equals(that.extras);
    }

    @Override
    public int hashCode() {
        return made.hashCode();
    }

    @Override
    public String toString() {
        return "%s with %d amendments and %d overrides".formatted(made.name(), amendments.size(), extras.size());
    }
}
