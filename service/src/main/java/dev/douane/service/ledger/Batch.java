package dev.douane.service.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.audit.Appended;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.BudgetsSnapshot;
import dev.douane.service.budgets.JustRead;
import dev.douane.service.budgets.Written;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.usage.OutputLengths;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waits together, in one transaction: claims idempotency keys, locks holds and, where asked to, accounts; then takes one after the
 * other in arrival order, and writes everything at the end. Used once; changes nothing outside the transaction.
 */
final class Batch {
    /** What does not change from batch to batch. */
    record Parts(DecisionLog log, PriceBooks prices, OutputLengths lengths, Holds.Life life, OpeningLimit openings) {}

    /**
     * Where the accounts' figures come from.
     *
     * @param seen the node's picture
     * @param underWay batches of this node that are being written or committed, the last first; none where accounts are locked
     * @param toLock accounts to lock first besides those that callers touch; null for none at all
     */
    record Figures(
            BudgetsSnapshot seen,
            List<Turns.Pending> underWay,
            @Nullable Set<Long> toLock) {
        List<Accounts> left() {
            return underWay.stream().map(Turns.Pending::accounts).toList();
        }

        /** The same for whoever read what the picture lacks. */
        Figures with(JustRead read) {
            return new Figures(seen.with(read), underWay, toLock);
        }
    }

    /** One piece of work broke; without it the others can go on. */
    static final class WorkFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Work<?> work;

        WorkFailed(Work<?> work, RuntimeException cause) {
            super(cause);
            this.work = work;
        }
    }

    /**
     * What is true once the transaction is committed.
     *
     * @param answers to give then
     * @param admissions how many calls were decided, by what the budgets said
     */
    record Done(
            Written written, List<Runnable> answers, Map<String, Integer> admissions, Map<String, Integer> closed) {}

    private final List<Work<?>> works;
    private final Connection connection;
    private final Parts parts;
    private final Figures figures;
    private final Instant now;
    private final ClaimedKeys keys;
    private final Accounts accounts;
    private final Admitting admitting;
    private final Repeating repeating;

    private final Map<Work.Admit, List<MatchedAccount>> touched = new LinkedHashMap<>();
    private final Map<Work.Admit, List<MatchedAccount>> wanted = new LinkedHashMap<>();
    private final Map<Work.Admit, List<MatchedAccount>> overBudget = new LinkedHashMap<>();
    private final Map<UUID, HeldMoney> holds = new HashMap<>();
    private final HashSet<HeldMoney> closed = new HashSet<>();
    private final List<HeldMoney> newHolds = new ArrayList<>();
    private final Map<UUID, DecisionRecord> records = new LinkedHashMap<>();
    private @Nullable Appended appended;
    private final List<Runnable> answers = new ArrayList<>();
    private final Map<String, Integer> admissions = new TreeMap<>();
    private final Map<String, Integer> ended = new TreeMap<>();

    /**
     * Takes the works in, up to but without writing anything.
     *
     * @throws WorkFailed if one piece cannot be done at all
     */
    Batch(Connection connection, Parts parts, Figures figures, Instant now, List<Work<?>> works)
            throws SQLException, InterruptedException {
        this.works = works;
        this.connection = connection;
        this.parts = parts;
        this.figures = figures;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
        keys = ClaimedKeys.of(connection, works, this.now);
        lockHolds(works);
        var due = lockDue(works);
        accounts = accounts(works, due);
        admitting = new Admitting(accounts, figures.seen(), parts);
        var ending = new Holds(accounts, parts.prices(), connection, parts.life(), this.now);
        repeating = new Repeating(admitting, figures.seen(), ending);
        for (var work : works) {
            switch (work) {
                case Work.Admit admit -> admit(admit);
                case Work.Settle settle ->
                    end(
                            settle,
                            settle.decision,
                            settle.mover,
                            hold -> ending.settle(hold, settle.settlement, settle.mover));
                case Work.VoidHold voided ->
                    end(voided, voided.decision, voided.mover, hold -> ending.voidHold(hold, voided.mover));
                case Work.Expire expire -> expire(expire, due, ending);
            }
        }
    }

    /** What is in it. */
    List<Work<?>> works() {
        return works;
    }

    /** Accounts that calls need and nobody has opened, in the order of the calls: until that is done, nothing of this can be written. */
    Map<Work.Admit, List<MatchedAccount>> wanted() {
        return wanted;
    }

    /**
     * Calls that do not fit, and accounts of theirs that nobody has opened. Those need not be opened to say so, as long as they would be opened with the terms that
     * this node knows: the amount is all they have.
     */
    Map<Work.Admit, List<MatchedAccount>> overBudget() {
        return overBudget;
    }

    /** The figures as this batch leaves them. */
    Accounts accounts() {
        return accounts;
    }

    /** Writes all but the accounts' figures: nothing of it waits for another node or batch. */
    void write() throws SQLException {
        if (!records.isEmpty()) {
            appended = parts.log().append(connection, List.copyOf(records.values()));
        }
        HoldTable.insert(connection, now, newHolds);
        HoldTable.close(connection, List.copyOf(closed));
        keys.write();
        accounts.writeEntries(connection, now);
    }

    /**
     * Writes the accounts' figures; what is left is the commit.
     *
     * @throws Accounts.Outrun if another node changed what was decided on
     */
    Done finish() throws SQLException, Accounts.Outrun {
        var written = accounts.write(connection, appended);
        if (appended != null) {
            appended.complete(connection);
        }
        return new Done(written, answers, admissions, ended);
    }

    // --- locks: keys, then holds, then accounts, each in order; see Accounts

    private void lockHolds(List<Work<?>> works) throws SQLException, InterruptedException {
        var ending = new HashSet<UUID>();
        for (var work : works) {
            switch (work) {
                case Work.Settle settle -> ending.add(settle.decision);
                case Work.VoidHold voided -> ending.add(voided.decision);
                case Work.Admit unused -> {}
                case Work.Expire unused -> {}
            }
        }
        var wanted = keys.answering(); // committed, or their keys would still be waited for
        wanted.addAll(ending);
        lockHolds(wanted);
        ending.removeAll(holds.keySet());
        if (!ending.isEmpty() && !figures.underWay().isEmpty()) { // what is not there may be about to be
            figures.underWay().getFirst().awaitCommit();
            lockHolds(ending);
        }
    }

    private void lockHolds(Set<UUID> wanted) throws SQLException {
        if (!wanted.isEmpty()) {
            HoldTable.lock(connection, wanted).forEach(hold -> holds.put(hold.decision, hold));
        }
    }

    /**
     * As many due holds as there is other work, and {@value Work.Expire#AT_LEAST} where there is less: whoever waits for this batch waits at most twice
     * as long for holds that nobody waits for.
     */
    private List<HeldMoney> lockDue(List<Work<?>> works) throws SQLException {
        int most = 0;
        for (var work : works) {
            if (work instanceof Work.Expire expire) {
                most = Math.max(most, expire.most);
            }
        }
        if (most == 0) {
            return List.of();
        }
        var due = new ArrayList<HeldMoney>();
        for (var hold :
                HoldTable.lockDue(connection, now, Math.min(most, Math.max(Work.Expire.AT_LEAST, works.size())))) {
            // one that is being settled in this very batch is the same row: it must be the same object
            due.add(holds.computeIfAbsent(hold.decision, decision -> hold));
        }
        return due;
    }

    private Accounts accounts(List<Work<?>> works, List<HeldMoney> due) throws SQLException {
        for (var work : works) {
            if (work instanceof Work.Admit admit && keys.decides(admit)) {
                var plan = admit.waiting.plan();
                touched.put(
                        admit, figures.seen().terms().matching(plan.question().caller(), plan.at()));
            }
        }
        var asSeen = Accounts.of(figures.seen(), figures.left());
        var found = asSeen;
        if (figures.toLock() != null) {
            var toLock = new HashSet<>(figures.toLock());
            touched.forEach((admit, its) -> {
                if (admit.waiting.plan().question().options().holdsMoney()) {
                    its.forEach(account -> toLock.add(asSeen.idOf(account)));
                }
            });
            holds.values().forEach(hold -> toLock.addAll(hold.accounts()));
            due.forEach(hold -> toLock.addAll(hold.accounts()));
            toLock.remove(0L); // not opened yet
            found = Accounts.locked(connection, figures.seen(), toLock);
        }
        if (!due.isEmpty()) {
            var referred = new HashSet<Long>();
            due.forEach(hold -> referred.addAll(hold.accounts()));
            found.readExpiryTerms(connection, referred);
        }
        return found;
    }

    // --- admissions

    private void admit(Work.Admit admit) throws SQLException {
        var its = touched.get(admit);
        if (its == null) {
            repeat(admit);
            return;
        }
        try {
            decide(admit, its);
        } catch (RuntimeException e) {
            throw new WorkFailed(admit, e);
        }
    }

    private void decide(Work.Admit admit, List<MatchedAccount> its) {
        var taken = admitting.take(admit.waiting, its);
        noteUnopened(admit, taken.admission());
        var hold = taken.hold();
        if (hold != null) {
            accounts.move(hold.held(admit.waiting.asker().key()));
            newHolds.add(hold);
            holds.put(hold.decision, hold);
        }
        records.put(admit.waiting.id(), taken.record());
        count(admissions, Admissions.word(taken.admission()));
        answer(admit, new Admitted(admit.waiting.id(), taken.record().answer(), false));
    }

    private void noteUnopened(Work.Admit admit, Admission admission) {
        var unopened = accounts.takeUnopened();
        if (unopened.isEmpty()) {
            return;
        }
        switch (admission) {
            case Admission.Carried unused -> wanted.put(admit, unopened);
            case Admission.OverBudget unused -> {
                var beginsFull = unopened.stream().allMatch(MatchedAccount::beginsWithTheAmount);
                (beginsFull ? overBudget : wanted).put(admit, unopened);
            }
            case Admission.NothingToCarry unused -> {} // the budgets had no say
        }
    }

    /** Answers what was answered before, if that is still true; the owner is in the log, or before this request in the same batch. */
    private void repeat(Work.Admit admit) throws SQLException {
        var owner = keys.owner(admit);
        if (!owner.sameRequest(Objects.requireNonNull(admit.waiting.idempotency()))) {
            problem(
                    admit,
                    new ProblemException(
                            ProblemType.IDEMPOTENCY_CONFLICT,
                            "The idempotency key was used before, for a request with another body."));
            return;
        }
        var recorded = recorded(admit, owner.decision());
        var hold = holds.get(owner.decision());
        try {
            var again = hold == null
                    ? Optional.of(new Repeating.Again(recorded, Admissions.REPLAYED, false))
                    : repeating.answer(admit.waiting, recorded, hold);
            if (again.isEmpty()) {
                keys.passOn(admit);
                decide(
                        admit,
                        figures.seen()
                                .terms()
                                .matching(
                                        admit.waiting.plan().question().caller(),
                                        admit.waiting.plan().at()));
                return;
            }
            if (hold != null && again.get().isHoldChanged()) {
                closed.add(hold);
            }
            count(admissions, again.get().word());
            answer(admit, new Admitted(owner.decision(), again.get().answer(), true));
        } catch (RuntimeException e) {
            throw new WorkFailed(admit, e);
        }
    }

    private byte[] recorded(Work.Admit admit, UUID decision) throws SQLException {
        var here = records.get(decision);
        return here != null
                ? here.answer()
                : parts.log()
                        .answer(connection, decision)
                        .orElseThrow(() -> new WorkFailed(
                                admit,
                                new IllegalStateException(
                                        "decision (%s) of an idempotency key is not in the log".formatted(decision))));
    }

    // --- ends of holds

    private interface Ending {
        /** Whether the hold changed. */
        boolean of(HeldMoney hold) throws SQLException;
    }

    private void end(Work<HoldStatus> work, UUID decision, Mover mover, Ending ending) throws SQLException {
        var hold = holds.get(decision);
        if (hold == null) {
            problem(work, withoutHold(decision, mover));
            return;
        }
        if (!mover.mayMove(hold)) {
            problem(work, notThere(decision));
            return;
        }
        try {
            if (ending.of(hold)) {
                closed.add(hold);
                count(ended, word(hold));
                observe(hold);
            }
        } catch (ProblemException e) {
            problem(work, e);
            return;
        } catch (RuntimeException e) {
            throw new WorkFailed(work, e);
        }
        answer(work, hold.standing(now));
    }

    /** What a call used tells what the next of its kind will use, once it is committed. */
    private void observe(HeldMoney hold) throws SQLException {
        var settlement = hold.settlement;
        var usage = settlement.usage();
        if (hold.state == HoldStatus.State.SETTLED && usage != null) {
            var deployment = settlement.deployment() == null ? hold.deployment : settlement.deployment();
            parts.prices()
                    .model(connection, hold.catalog, deployment)
                    .ifPresent(model -> answers.add(
                            () -> parts.lengths().settled(hold.decision, model, usage.output(), hold.completions)));
        }
    }

    private static String word(HeldMoney hold) {
        return hold.state == HoldStatus.State.HELD || hold.state == HoldStatus.State.EXPIRED
                ? "reported"
                : hold.state.name().toLowerCase(Locale.ROOT);
    }

    private ProblemException withoutHold(UUID decision, Mover mover) throws SQLException {
        var here = records.get(decision);
        var asker = here == null ? parts.log().principal(connection, decision) : Optional.of(here.principal());
        return asker.isPresent() && mayMoveThoseOf(mover, asker.get())
                ? new ProblemException(ProblemType.NOTHING_HELD, "Decision %s set no money aside.".formatted(decision))
                : notThere(decision);
    }

    private boolean mayMoveThoseOf(Mover mover, String asker) throws SQLException {
        return mover.mayMoveThoseOf(asker)
                || KnownKeys.owner(connection, asker)
                        .filter(mover::mayMoveThoseOf)
                        .isPresent();
    }

    /** Also for what is there and somebody else's: nobody learns of decisions that he may not read. */
    private static ProblemException notThere(UUID decision) {
        return new ProblemException(ProblemType.DECISION_NOT_FOUND, "There is no decision %s.".formatted(decision));
    }

    private void expire(Work.Expire expire, List<HeldMoney> due, Holds ending) {
        int expired = 0;
        for (var hold : due) {
            try {
                if (ending.expire(hold)) {
                    closed.add(hold);
                    expired++;
                    count(ended, "expired");
                }
            } catch (RuntimeException e) {
                throw new WorkFailed(expire, e);
            }
        }
        answer(expire, expired);
    }

    // --- answers wait for the commit

    private <T> void answer(Work<T> work, T value) {
        answers.add(() -> work.answer().complete(value));
    }

    private void problem(Work<?> work, ProblemException problem) {
        answers.add(() -> work.fail(problem));
    }

    private static void count(Map<String, Integer> counts, String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
