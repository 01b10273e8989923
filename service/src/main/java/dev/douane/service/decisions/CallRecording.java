package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.douane.rules.call.Options.Explain;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.decide.Verdict;
import dev.douane.rules.facts.Budget;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.decisions.DecisionView.BudgetLine;
import dev.douane.service.decisions.DecisionView.CatalogView;
import dev.douane.service.decisions.DecisionView.CostView;
import dev.douane.service.decisions.DecisionView.ExplanationView;
import dev.douane.service.decisions.DecisionView.HoldView;
import dev.douane.service.decisions.DecisionView.NearestMissView;
import dev.douane.service.decisions.DecisionView.ObligationsView;
import dev.douane.service.decisions.DecisionView.OptionView;
import dev.douane.service.decisions.DecisionView.ReasonView;
import dev.douane.service.decisions.DecisionView.RulesetView;
import dev.douane.service.decisions.DecisionView.TargetView;
import dev.douane.service.decisions.DecisionView.WouldHaveView;
import dev.douane.service.ledger.Hold;
import dev.douane.service.ledger.Recording;
import dev.douane.service.platform.StrictJson;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
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
    private static final byte[] NO_BUDGETS = "\"budgets\":[]".getBytes(US_ASCII);
    private static final byte[] BUDGETS = "\"budgets\":".getBytes(US_ASCII);
    private static final byte[] HOLD = "\"hold\":".getBytes(US_ASCII);

    private final UUID id;
    private final Plan plan;
    private final String principal;
    private final byte[] request;
    private final StrictJson json;
    private @Nullable Decision decided;
    private @Nullable Foreseen foreseen;

    /** An answer but for what only the ledger knows, as it is left and right of that. */
    @SuppressWarnings("ArrayRecordComponent") // parts of a document, never compared
    private record Foreseen(byte[] before, byte[] after) {}

    /** @param request as it was understood */
    CallRecording(UUID id, Plan plan, String principal, byte[] request, StrictJson json) {
        this.id = id;
        this.plan = plan;
        this.principal = principal;
        this.request = request;
        this.json = json;
    }

    /**
     * Writes what will be answered if the budgets carry the first option, on the caller's thread: the ledger's has every call of the node to
     * write down.
     */
    void foresee() {
        plan.foresee().ifPresent(decision -> {
            var answer = json.write(
                    view(decision, List.of(), null, plan.question().options().explain()));
            int at = indexOfNoBudgets(answer);
            foreseen = new Foreseen(
                    Arrays.copyOf(answer, at), Arrays.copyOfRange(answer, at + NO_BUDGETS.length, answer.length));
        });
    }

    /** Inside a JSON string its quotes would be escaped, so this stands in the answer once. */
    private static int indexOfNoBudgets(byte[] answer) {
        for (int at = answer.length - NO_BUDGETS.length; at >= 0; at--) {
            if (Arrays.equals(answer, at, at + NO_BUDGETS.length, NO_BUDGETS, 0, NO_BUDGETS.length)) {
                return at;
            }
        }
        throw new IllegalStateException("an answer lists its budgets");
    }

    private byte[] answer(Decision decision, List<Budget> budgetsAfter, @Nullable Hold hold, Explain explain) {
        var written = foreseen;
        if (written == null || !plan.isForeseen(decision)) {
            return json.write(view(decision, budgetsAfter, hold, explain));
        }
        var answer = new ByteArrayOutputStream(written.before().length + written.after().length + 512);
        answer.writeBytes(written.before());
        if (hold != null) {
            answer.writeBytes(HOLD);
            answer.writeBytes(json.write(HoldView.of(hold)));
            answer.write(',');
        }
        answer.writeBytes(BUDGETS);
        answer.writeBytes(json.write(budgetsAfter.stream().map(BudgetLine::of).toList()));
        answer.writeBytes(written.after());
        return answer.toByteArray();
    }

    /** What was decided; null where another request's answer was given again. */
    @Nullable
    Decision decided() {
        return decided;
    }

    @Override
    public DecisionRecord record(Decision decision, List<Budget> budgetsAfter, @Nullable Hold hold) {
        decided = decision;
        var question = plan.question();
        var wouldHave = decision.wouldHave();
        var explain = question.options().explain();
        var evidence = Evidence.of(
                plan,
                budgetsAfter,
                hold == null ? List.of() : hold.expected(),
                explain == Explain.NONE ? ReasonView.of(decision.reasons()) : null,
                explain == Explain.NONE ? WouldHaveView.of(decision.wouldHave()) : null);
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
                answer(decision, budgetsAfter, hold, explain),
                json.write(evidence),
                wouldHave == null ? null : wouldHave.verdict().word());
    }

    /** A rule that failed while it was only observed stands under its own id: {@code rule-error} is a call that was denied. */
    private static List<String> rules(Decision decision) {
        var rules = new TreeSet<String>();
        for (var reason : decision.reasons()) {
            if (reason.mode() == Fired.Mode.ENFORCE || !reason.rule().equals(Plan.RULE_ERROR)) {
                rules.add(reason.rule());
            }
        }
        if (decision.wouldHave() != null) {
            rules.addAll(decision.wouldHave().because());
        }
        return List.copyOf(rules);
    }

    private DecisionView view(Decision decision, List<Budget> budgetsAfter, @Nullable Hold hold, Explain explain) {
        var verdict = decision.verdict();
        var target = verdict.target();
        var ruleset = plan.snapshot().ruleset();
        var catalog = plan.snapshot().catalog().catalog();
        return new DecisionView(
                id,
                verdict.word(),
                target == null ? null : TargetView.of(target.deployment()),
                target == null
                        ? null
                        : decision.alternatives().stream().map(OptionView::of).toList(),
                explain == Explain.NONE ? null : ReasonView.of(decision.reasons()),
                explain == Explain.NONE ? null : WouldHaveView.of(decision.wouldHave()),
                target == null ? null : new ObligationsView(target.maxOutputTokens()),
                new CostView(
                        catalog.currency(),
                        decision.requested() == null
                                ? null
                                : decision.requested().toString(),
                        target == null ? null : target.estimate().toString()),
                hold == null ? null : HoldView.of(hold),
                budgetsAfter.stream().map(BudgetLine::of).toList(),
                verdict instanceof Verdict.Defer(Instant retryAt) ? retryAt.toString() : null,
                verdict instanceof Verdict.Deny(var nearest) ? NearestMissView.of(nearest) : null,
                explain == Explain.FULL ? ExplanationView.of(plan.explanation()) : null,
                new RulesetView(ruleset.number(), ruleset.digest()),
                new CatalogView(catalog.version()),
                Times.toTheMillisecond(plan.at()));
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
