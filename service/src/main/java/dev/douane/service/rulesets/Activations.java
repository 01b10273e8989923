package dev.douane.service.rulesets;

import dev.douane.service.identity.FourEyes;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What people do to rulesets: approve, activate now or later, withdraw, roll back. One at a time over all nodes; each stays.
 */
@ApplicationScoped
class Activations {
    private static final Logger LOG = Logger.getLogger(Activations.class);

    /** Activations that wait for their time, of all rulesets. */
    static final int SCHEDULED_MAX = 100;

    private final RulesetRows rulesets;
    private final ActivationRows activations;
    private final ChangeRows changes;
    private final ActivationAllowance allowance;
    private final DataSource database;
    private final StrictJson json;
    private final TimeSource time;

    @Inject
    Activations(
            RulesetRows rulesets,
            ActivationRows activations,
            ChangeRows changes,
            ActivationAllowance allowance,
            DataSource database,
            StrictJson json,
            TimeSource time) {
        this.rulesets = rulesets;
        this.activations = activations;
        this.changes = changes;
        this.allowance = allowance;
        this.database = database;
        this.json = json;
        this.time = time;
    }

    /**
     * Approves, upon what is in force. Doing it twice changes nothing, unless the ruleset was never in force and another one is by now.
     *
     * @throws ProblemException OWN_APPROVAL where {@code by} is a key of whoever proposed it; CONFLICT where it was never in force and a trial of
     *     it is over
     */
    @Transactional
    void approve(int number, @Nullable String why, String by) throws SQLException {
        rulesets.lockActivation();
        var ruleset = ruleset(number);
        try (var connection = database.getConnection()) {
            FourEyes.check(connection, "ruleset (%d)".formatted(number), ruleset.createdBy, by);
        }
        var now = now();
        var against = activations.inForce(now).map(row -> row.id).orElse(null);
        var wasInForce = wasInForce(number, now);
        if (!wasInForce) {
            EndedTrials.refuse(number, "approved", packs(ruleset), now);
        }
        if (changes.approvals(List.of(number)).stream()
                .noneMatch(approval ->
                        approval.changedBy.equals(by) && (wasInForce || Objects.equals(approval.against, against)))) {
            var approval = change(ChangeRow.APPROVE, number, why, by, now);
            approval.against = against;
            changes.persistAndFlush(approval);
        }
    }

    /**
     * Puts an approved ruleset in force, or has it put in force. Having it put in force at the same time again, by the same person, changes
     * nothing.
     *
     * @param at when, in the future; null is at once
     * @throws ProblemException CONFLICT where it is not approved or is in force, was never in force and is approved upon another than it would
     *     follow or begins with a trial that is over, would come before a scheduled one that is approved upon another, or as many are scheduled
     *     as may be; UNPROCESSABLE where the time has passed; TOO_MANY_REQUESTS and UNAUTHENTICATED as {@link ActivationAllowance#demand}
     */
    @Transactional
    void activate(int number, @Nullable Instant at, String why, String by) throws SQLException {
        rulesets.lockActivation();
        var ruleset = ruleset(number);
        var approvals = approvals(ruleset);
        var now = now();
        var later = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
        if (later != null && !later.isAfter(now)) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "at (%s) has passed; leave it out to activate at once.".formatted(at));
        }
        if (later == null) {
            refuseIfInForce(number, now);
        } else {
            var scheduled = activations.scheduled(now);
            if (isScheduled(scheduled, number, later, by)) {
                return;
            }
            if (scheduled.size() >= SCHEDULED_MAX) {
                throw conflict(
                        "%d activations are scheduled, as many as there may be. Maybe withdraw those of a ruleset first."
                                .formatted(scheduled.size()));
            }
        }
        allowance.demand(by, now);
        var from = later == null ? now : later;
        refuseOutdated(number, approvals, from, now);
        if (!wasInForce(number, now)) {
            EndedTrials.refuse(number, "activated for " + from, packs(ruleset), from);
        }
        put(ChangeRow.ACTIVATE, number, later, why, by, now);
    }

    /**
     * What was never in force was compared with what it is approved upon, and would undo what came since. So would what is scheduled, if
     * another came before it now.
     */
    private void refuseOutdated(int number, List<ChangeRow> approvals, Instant at, Instant now) {
        var before = activations.inForce(at);
        if (before.isPresent() && !wasInForce(number, now) && !follows(number, approvals, before.get())) {
            var other = before.get();
            throw conflict(
                    "ruleset (%d) was approved upon another than it would follow: ruleset (%d) %s in force from %s. Compare it anew, and have somebody other than its proposer POST /v1/rulesets/%d/approve again%s."
                            .formatted(
                                    number,
                                    other.ruleset,
                                    other.effectiveFrom().isAfter(now) ? "will be" : "is",
                                    other.effectiveFrom(),
                                    number,
                                    other.effectiveFrom().isAfter(now) ? " by then, or withdraw the other first" : ""));
        }
        activations.scheduled(at).stream()
                .findFirst()
                .filter(next -> next.ruleset != number && !wasInForce(next.ruleset, now))
                .ifPresent(next -> {
                    throw conflict(
                            "ruleset (%d) is scheduled for %s, and was not approved to follow ruleset (%d). POST /v1/rulesets/%d/withdraw first."
                                    .formatted(next.ruleset, next.effectiveFrom(), number, next.ruleset));
                });
    }

    private static boolean follows(int number, List<ChangeRow> approvals, ActivationRow before) {
        return before.ruleset == number
                || approvals.stream().anyMatch(approval -> Objects.equals(approval.against, before.id));
    }

    /**
     * Puts a ruleset in force again that was in force before. One that came with a start must have been approved since.
     *
     * @throws ProblemException CONFLICT where it never was, or is, or nobody but its proposer ever approved it
     */
    @Transactional
    void rollBack(int number, String why, String by) throws SQLException {
        rulesets.lockActivation();
        var ruleset = ruleset(number);
        var now = now();
        if (!wasInForce(number, now)) {
            throw conflict("ruleset (%d) was never in force; it must be approved and activated.".formatted(number));
        }
        refuseIfInForce(number, now);
        var unused = approvals(ruleset);
        put(ChangeRow.ROLL_BACK, number, null, why, by, now);
    }

    /**
     * Takes back what was scheduled.
     *
     * @throws ProblemException CONFLICT where nothing is
     */
    @Transactional
    void withdraw(int number, String why, String by) {
        rulesets.lockActivation();
        ruleset(number);
        var now = now();
        var scheduled = activations.scheduled(now).stream()
                .filter(activation -> activation.ruleset == number)
                .toList();
        if (scheduled.isEmpty()) {
            throw conflict("ruleset (%d) is not scheduled, so there is nothing to withdraw.".formatted(number));
        }
        scheduled.forEach(activation -> withdraw(activation, why, by, now));
    }

    /** Call it inside a transaction that has the lock of activations. */
    void withdraw(ActivationRow scheduled, String why, String by, Instant now) {
        var id = Objects.requireNonNull(scheduled.id);
        note(ChangeRow.WITHDRAW, scheduled.ruleset, id, scheduled.effectiveAt, why, by, now);
    }

    private void put(String action, int number, @Nullable Instant later, String why, String by, Instant now) {
        var activation = new ActivationRow();
        activation.ruleset = number;
        activation.activatedAt = now;
        activation.activatedBy = by;
        activation.effectiveAt = later;
        activations.persistAndFlush(activation);
        note(action, number, Objects.requireNonNull(activation.id), later, why, by, now);
        LOG.infof("ruleset %d: %s by %s, in force %s", number, action, by, later == null ? "at once" : later);
    }

    private void note(
            String action,
            int number,
            Long activation,
            @Nullable Instant effectiveAt,
            String why,
            String by,
            Instant now) {
        var change = change(action, number, why, by, now);
        change.activation = activation;
        change.effectiveAt = effectiveAt;
        changes.persistAndFlush(change);
    }

    private static ChangeRow change(String action, int number, @Nullable String why, String by, Instant now) {
        var change = new ChangeRow();
        change.action = action;
        change.ruleset = number;
        change.why = why;
        change.changedAt = now;
        change.changedBy = by;
        return change;
    }

    /** Not before what another node did already, whose clock may be ahead of ours: the order of activations is that of their times. */
    Instant now() {
        var now = time.now().truncatedTo(ChronoUnit.MICROS);
        var last = activations.newest().map(row -> row.activatedAt.plus(1, ChronoUnit.MICROS));
        return last.isPresent() && last.get().isAfter(now) ? last.get() : now;
    }

    /**
     * Those that are not the proposer's own, as one from before keys had holders may be.
     *
     * @throws ProblemException CONFLICT where there is none
     */
    private List<ChangeRow> approvals(RulesetRow ruleset) throws SQLException {
        var approvals = new ArrayList<ChangeRow>();
        try (var connection = database.getConnection()) {
            for (var approval : changes.approvals(List.of(ruleset.number))) {
                if (FourEyes.areTwo(connection, ruleset.createdBy, approval.changedBy)) {
                    approvals.add(approval);
                }
            }
        }
        if (approvals.isEmpty()) {
            throw conflict(
                    "ruleset (%d) is not approved. Somebody other than its proposer must POST /v1/rulesets/%d/approve first."
                            .formatted(ruleset.number, ruleset.number));
        }
        return approvals;
    }

    private List<RulesetView.PackView> packs(RulesetRow ruleset) {
        return ruleset.packs.stream()
                .map(pack -> RulesetView.PackView.of(pack, json))
                .toList();
    }

    private boolean wasInForce(int number, Instant now) {
        return !activations.lastEffective(List.of(number), now).isEmpty();
    }

    private static boolean isScheduled(List<ActivationRow> scheduled, int number, Instant at, String by) {
        return scheduled.stream()
                .anyMatch(row -> row.ruleset == number && at.equals(row.effectiveAt) && row.activatedBy.equals(by));
    }

    private void refuseIfInForce(int number, Instant now) {
        if (activations.inForce(now).filter(row -> row.ruleset == number).isPresent()) {
            throw conflict("ruleset (%d) is in force already.".formatted(number));
        }
    }

    private RulesetRow ruleset(int number) {
        var row = rulesets.findById(number);
        if (row == null) {
            throw new ProblemException(ProblemType.RULESET_NOT_FOUND, "There is no ruleset (%d).".formatted(number));
        }
        return row;
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
