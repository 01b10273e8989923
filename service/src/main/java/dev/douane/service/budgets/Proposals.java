package dev.douane.service.budgets;

import dev.douane.rules.terms.Changes;
import dev.douane.service.identity.FourEyes;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Changes of terms that wait until somebody else approves them, and what becomes of them. Every method blocks. */
final class Proposals {
    private static final Logger LOG = Logger.getLogger(Proposals.class);

    /** Changes of one budget that wait for somebody else. */
    static final int WAITING_MAX = 100;

    /** Those of one key. */
    static final int WAITING_OF_KEY_MAX = 25;

    /** What came of a request to change terms: one of the two. */
    record Asked(
            Amendments.@Nullable Amended amended, @Nullable Recorded proposed) {}

    /**
     * A change that is proposed, with what became of it.
     *
     * @param wish based on the amendment that was the last when it was proposed
     * @param loosens the terms for which somebody else has to be asked
     * @param endsAt when it is over, if nobody approves it before
     * @param amendment what it became; null where it did not, or not yet
     * @param lastAmendment the budget's, 0 for none
     */
    record Recorded(
            int number,
            Amendments.Wish wish,
            List<String> loosens,
            Step proposed,
            Instant endsAt,
            @Nullable Step approved,
            @Nullable Step rejected,
            @Nullable Integer amendment,
            int lastAmendment) {
        static final String WAITING = "proposed";

        /** {@value #WAITING}, {@code approved}, {@code rejected}, {@code outdated} where the budget was amended since, or {@code over}. */
        String state(Instant at) {
            if (approved != null) {
                return "approved";
            }
            if (rejected != null) {
                return "rejected";
            }
            if (!Objects.equals(wish.basedOn(), lastAmendment)) {
                return "outdated";
            }
            return at.isBefore(endsAt) ? WAITING : "over";
        }
    }

    private final DataSource database;
    private final InstantSource time;
    private final ApprovalPolicy policy;
    private final Amendments amendments;

    Proposals(DataSource database, InstantSource time, ApprovalPolicy policy) {
        this.database = database;
        this.time = time;
        this.policy = policy;
        this.amendments = new Amendments(database, time);
    }

    /**
     * Amends a budget, or proposes to where somebody else has to approve it. The same request again is what is there.
     *
     * @throws ProblemException as {@link Amendments#amend}; CONFLICT also where as many wait as there may be, TOO_MANY_REQUESTS where the key
     *     amended it as often in a day as it may
     */
    Asked ask(UUID budget, Amendments.Wish wish, String by) throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for update");
            var same = Amendments.lastIfSame(connection, budget, wish, by);
            if (same.isPresent()) {
                return new Asked(same.get(), null);
            }
            amendments.demandAllowance(connection, budget, wish, by);
            var draft = amendments.draft(connection, budget, wish);
            var loosened = policy.loosened(connection, draft, by);
            return loosened.isEmpty()
                    ? new Asked(Amendments.make(connection, draft, by, null), null)
                    : new Asked(null, propose(connection, draft, loosened, by));
        });
    }

    private Recorded propose(Connection connection, Amendments.Draft draft, List<String> loosened, String by)
            throws SQLException {
        var wish = draft.wish();
        var waiting = ProposalTable.waiting(connection, draft.budget(), draft.now(), WAITING_MAX);
        for (var one : waiting) {
            if (isSame(one, wish, by)) {
                return one;
            }
        }
        var own = waiting.stream().filter(one -> one.proposed().by().equals(by)).count();
        if (own >= WAITING_OF_KEY_MAX || waiting.size() >= WAITING_MAX) {
            throw conflict(
                    "%d changes of this budget wait for somebody else, %d of this key: at most %d, and %d of a key. Maybe take one back, or have one rejected."
                            .formatted(waiting.size(), own, WAITING_MAX, WAITING_OF_KEY_MAX));
        }
        var number = ProposalTable.last(connection, draft.budget()) + 1;
        var based = new Amendments.Wish(wish.changes(), wish.atOnce(), wish.why(), draft.number() - 1);
        var proposed = new Recorded(
                number,
                based,
                loosened,
                new Step(draft.now(), by, null),
                end(draft),
                null,
                null,
                null,
                draft.number() - 1);
        ProposalTable.insert(connection, draft.budget(), proposed);
        LOG.infof("budget %s: %s of proposal %d, by %s, wait for somebody else", draft.budget(), loosened, number, by);
        return proposed;
    }

    private static boolean isSame(Recorded proposed, Amendments.Wish wish, String by) {
        return proposed.wish().changes().equals(wish.changes())
                && proposed.wish().atOnce() == wish.atOnce()
                && proposed.wish().why().equals(wish.why())
                && proposed.proposed().by().equals(by);
    }

    /** What was meant for the next period is not approved for the one after. */
    private Instant end(Amendments.Draft draft) {
        var end = draft.now().plus(policy.endsAfter());
        var latest = draft.from().minus(Amendments.NOTICE);
        return draft.wish().atOnce() || end.isBefore(latest) ? end : latest;
    }

    /** Proposes to open a budget that was made closed, since it would take calls from a default budget. */
    static Recorded toOpen(Connection connection, UUID budget, String why, Instant now, Instant endsAt, String by)
            throws SQLException {
        var changes = new Changes(null, null, null, null, null, null, null, null, false);
        var proposed = new Recorded(
                1,
                new Amendments.Wish(changes, true, why, 1),
                List.of("closed"),
                new Step(now, by, null),
                endsAt,
                null,
                null,
                null,
                1);
        ProposalTable.insert(connection, budget, proposed);
        return proposed;
    }

    /**
     * Approves what somebody else proposed, which thereby becomes an amendment. Approving again changes nothing.
     *
     * @throws ProblemException BUDGET_NOT_FOUND or NOT_FOUND; OWN_APPROVAL where {@code by} is a key of whoever proposed it; CONFLICT where the terms are not
     *     those any more that it was proposed on, and where it is rejected or over
     */
    Recorded approve(UUID budget, int number, @Nullable String why, String by) throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for update");
            var proposal = find(connection, budget, number);
            FourEyes.check(
                    connection,
                    "Proposal %d".formatted(number),
                    proposal.proposed().by(),
                    by);
            if (proposal.approved() != null) {
                return proposal;
            }
            var now = requireWaiting(proposal);
            var draft = amendments.draft(connection, budget, proposal.wish());
            var step = Step.take(connection, Step.Of.PROPOSAL, budget, number, "approve", new Step(now, by, why));
            Amendments.make(connection, draft, proposal.proposed().by(), new Amendments.Approval(number, step));
            return find(connection, budget, number);
        });
    }

    /**
     * Turns a proposal down, or takes one's own back. Rejecting again changes nothing.
     *
     * @throws ProblemException BUDGET_NOT_FOUND or NOT_FOUND; CONFLICT where it does not wait any more
     */
    Recorded reject(UUID budget, int number, @Nullable String why, String by) throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for no key update");
            var proposal = find(connection, budget, number);
            if (proposal.rejected() != null) {
                return proposal;
            }
            var unused = Step.take(
                    connection,
                    Step.Of.PROPOSAL,
                    budget,
                    number,
                    "reject",
                    new Step(requireWaiting(proposal), by, why));
            return find(connection, budget, number);
        });
    }

    private Instant requireWaiting(Recorded proposal) {
        var now = time.instant().truncatedTo(ChronoUnit.MICROS);
        var state = proposal.state(now);
        if (state.equals("outdated")) {
            throw conflict(
                    "Proposal %d was made for terms that have changed: the budget's last amendment is %d, not %d."
                            .formatted(
                                    proposal.number(),
                                    proposal.lastAmendment(),
                                    proposal.wish().basedOn()));
        }
        if (!state.equals(Recorded.WAITING)) {
            throw conflict("Proposal %d is %s.".formatted(proposal.number(), state));
        }
        return now;
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /**
     * One of a budget's proposals.
     *
     * @throws ProblemException NOT_FOUND
     */
    Recorded get(UUID budget, int number) throws SQLException {
        try (var connection = database.getConnection()) {
            return find(connection, budget, number);
        }
    }

    private static Recorded find(Connection connection, UUID budget, int number) throws SQLException {
        return ProposalTable.of(connection, budget, number + 1, 1).stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "The budget has no proposal %d.".formatted(number)));
    }

    /**
     * A budget's proposals, newest first.
     *
     * @param before exclusive upper bound of their numbers
     */
    List<Recorded> of(UUID budget, int before, int limit) throws SQLException {
        try (var connection = database.getConnection()) {
            return ProposalTable.of(connection, budget, before, limit);
        }
    }

    /** Those of a budget that wait for somebody else, newest first, at most {@value #WAITING_MAX}. */
    List<Recorded> waiting(UUID budget, Instant at) throws SQLException {
        try (var connection = database.getConnection()) {
            return ProposalTable.waiting(connection, budget, at, WAITING_MAX);
        }
    }

    /** The proposal to open a budget that was made closed, while it waits. */
    static Optional<Recorded> waitingToOpen(Connection connection, UUID budget, Instant at) throws SQLException {
        return ProposalTable.waiting(connection, budget, at, WAITING_MAX).stream()
                .filter(one -> Boolean.FALSE.equals(one.wish().changes().closed()))
                .findFirst();
    }
}
