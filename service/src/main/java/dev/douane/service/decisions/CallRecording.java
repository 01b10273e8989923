package dev.douane.service.decisions;

import dev.douane.rules.decide.Ahead;
import dev.douane.rules.decide.Decided;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Reason;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.ledger.AccountAfter;
import dev.douane.service.ledger.Hold;
import dev.douane.service.ledger.HoldStatus;
import dev.douane.service.ledger.Recording;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down one decision: the answer once, as the bytes that are stored and sent. The ledger calls it on its own thread, possibly again
 * after a failure; what was decided last can be read once the ledger has answered.
 */
final class CallRecording implements Recording {
    private final UUID id;
    private final Plan plan;
    private final String principal;
    private final byte[] request;
    private final @Nullable Answer prepared;
    private @Nullable Decision decided;

    /**
     * Writes what will be answered if the budgets carry the first option, on the caller's thread: the ledger's has every call of the node to
     * write down.
     *
     * @param ahead of the plan
     * @param request as it was understood
     */
    CallRecording(UUID id, Plan plan, Ahead ahead, String principal, byte[] request) {
        this.id = id;
        this.plan = plan;
        this.principal = principal;
        this.request = request;
        this.prepared =
                ahead.decision().map(decision -> Answer.of(id, plan, decision)).orElse(null);
    }

    private byte[] answer(Decided made, List<AccountAfter> accounts, @Nullable Hold hold) {
        var answer = prepared != null && made.asAhead() ? prepared : Answer.of(id, plan, made.decision());
        return answer.with(hold, accounts);
    }

    /** What was decided; null where another request's answer was given again. */
    @Nullable
    Decision decided() {
        return decided;
    }

    @Override
    public DecisionRecord record(Decided made, List<AccountAfter> accounts, @Nullable Hold hold) {
        var decision = made.decision();
        decided = decision;
        var question = plan.question();
        var wouldHave = decision.wouldHave();
        var evidence = EvidenceWriter.write(plan, decision, accounts);
        return new DecisionRecord(
                id,
                plan.at(),
                principal,
                question.options().mode().name().toLowerCase(Locale.ROOT),
                decision.verdict().word(),
                question.caller(),
                question.call().model(),
                target(decision.verdict().target()),
                rules(decision),
                plan.snapshot().ruleset().number(),
                plan.snapshot().catalog().catalog().version(),
                decision.requested(),
                hold == null ? null : hold.amount(),
                request,
                answer(made, accounts, hold),
                evidence,
                decision.because().code(),
                wouldHave == null ? null : wouldHave.verdict().word());
    }

    @Override
    public boolean wouldAnswer(byte[] recorded, Decided made) {
        return new AnswerAgain(recorded).isLike(answer(made, List.of(), null));
    }

    @Override
    public byte[] repeat(byte[] recorded, Hold hold) {
        return new AnswerAgain(recorded).with(hold);
    }

    @Override
    public byte[] repeat(byte[] recorded, Hold hold, List<AccountAfter> accounts) {
        return new AnswerAgain(recorded).with(hold, accounts);
    }

    @Override
    public byte[] repeatSettled(byte[] recorded, HoldStatus settled) {
        return new AnswerAgain(recorded).settled(settled);
    }

    /** A rule that failed while it was only observed stands under its own id: {@code rule-error} is a call that was denied. */
    private static List<String> rules(Decision decision) {
        var rules = new TreeSet<String>();
        for (var reason : decision.reasons()) {
            if (reason.mode() == Fired.Mode.ENFORCE || !reason.rule().equals(Reason.RULE_ERROR)) {
                rules.add(reason.rule());
            }
        }
        if (decision.wouldHave() != null) {
            rules.addAll(decision.wouldHave().because());
        }
        return List.copyOf(rules);
    }

    private static DecisionRecord.@Nullable Target target(@Nullable Option option) {
        if (option == null) {
            return null;
        }
        var deployment = option.deployment();
        return new DecisionRecord.Target(
                deployment.id().value(),
                deployment.model().value(),
                deployment.provider().value(),
                deployment.region(),
                deployment.hosting() == null ? null : deployment.hosting().code(),
                deployment.control() == null ? null : deployment.control().code(),
                deployment.tier().name(),
                option.estimate());
    }
}
