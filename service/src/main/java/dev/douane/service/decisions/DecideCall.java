package dev.douane.service.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.Snapshot;
import dev.douane.service.budgets.AccountReader;
import dev.douane.service.decisions.DecisionMetrics.Stage;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.ledger.Admitted;
import dev.douane.service.ledger.IdempotencyKey;
import dev.douane.service.ledger.Ledger;
import dev.douane.service.ledger.Waiting;
import dev.douane.service.platform.DecisionInLog;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.TimeSource;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one class that does I/O for a decision: snapshot, plan, admit. Accounts that this node does not remember are read first, aside. Never blocks; the answer comes after the commit that holds the money and
 * the record.
 */
@ApplicationScoped
class DecideCall {
    private static final Logger LOG = Logger.getLogger(DecideCall.class);

    private final Decider decider = new Decider();
    private final StrictJson json;
    private final RequestReader reader;
    private final Snapshots snapshots;
    private final AccountReader accounts;
    private final Ledger ledger;
    private final Ids ids;
    private final TimeSource time;
    private final DecisionMetrics metrics;
    private final Duration deadline;

    DecideCall(
            StrictJson json,
            RequestReader reader,
            Snapshots snapshots,
            AccountReader accounts,
            Ledger ledger,
            Ids ids,
            TimeSource time,
            DecisionMetrics metrics,
            DecisionsConfig config) {
        this.json = json;
        this.reader = reader;
        this.snapshots = snapshots;
        this.accounts = accounts;
        this.ledger = ledger;
        this.ids = ids;
        this.time = time;
        this.metrics = metrics;
        this.deadline = config.deadline();
    }

    /**
     * Reads and decides one call.
     *
     * @param body JSON in UTF-8
     * @param asker who asks
     * @param idempotencyKey as it was sent; null where none was
     * @return the answer once it is written down; its dependents run on the ledger's thread
     * @throws ProblemException for what is wrong with the request, and as {@link #handle(DecisionRequest, String, KeyHolder, String, Consumer)}
     */
    CompletionStage<Admitted> handle(byte[] body, KeyHolder asker, @Nullable String idempotencyKey) {
        var start = System.nanoTime();
        var key = IdempotencyHeader.checked(idempotencyKey);
        var request = read(json.read(body, JsonNode.class), "");
        metrics.ended(Stage.READ, start);
        return handle(request, "", asker, key, reasons -> {});
    }

    /** @throws ProblemException as {@link RequestReader#read} */
    DecisionRequest read(JsonNode body, String pointer) {
        return reader.read(body, pointer);
    }

    /**
     * Decides one call.
     *
     * @param pointer where the request stands in what was sent
     * @param asker who asks
     * @param idempotencyKey null where none was sent
     * @param room is told what the reasons will be before the call is decided, and may refuse it by what it throws
     * @return the answer once it is written down; its dependents run on the ledger's thread
     * @throws ProblemException OUT_OF_REACH, NOT_READY, or UNPROCESSABLE where what is pinned contradicts the catalog
     */
    CompletionStage<Admitted> handle(
            DecisionRequest asked,
            String pointer,
            KeyHolder asker,
            @Nullable String idempotencyKey,
            Consumer<Effects> room) {
        var request = asked.within(asker.reach(), pointer); // before anything is looked at that an answer could tell
        // as it is recorded: nothing is decided by what no row tells
        var at = time.now().truncatedTo(ChronoUnit.MILLIS);
        var snapshot = snapshots.current();
        var caller = request.question().caller();
        if (snapshot.budgets().isComplete(caller, at)) {
            return decide(request, pointer, asker, idempotencyKey, snapshot, at, room);
        }
        return accounts.complete(caller, at)
                .thenComposeAsync(
                        complete -> decide(request, pointer, asker, idempotencyKey, snapshots.with(complete), at, room),
                        Infrastructure.getDefaultExecutor());
    }

    private CompletionStage<Admitted> decide(
            DecisionRequest request,
            String pointer,
            KeyHolder asker,
            @Nullable String idempotencyKey,
            Snapshot snapshot,
            Instant at,
            Consumer<Effects> room) {
        var start = System.nanoTime();
        Pins.check(request.question().call(), snapshot.catalog(), pointer);
        var plan = decider.plan(request.question(), snapshot, at);
        metrics.dropped(plan.effects().dropped());
        room.accept(plan.effects());
        var id = ids.next();
        var canonical = CanonicalRequest.of(request);
        var ahead = plan.ahead();
        var recording = new CallRecording(id, plan, ahead, asker.key(), canonical);
        var key = idempotencyKey == null ? null : new IdempotencyKey(idempotencyKey, Digests.sha256(canonical));
        var planned = metrics.ended(Stage.PLAN, start);
        return ledger.admit(new Waiting(id, plan, ahead, asker, key, deadline, recording))
                .thenApply(admitted -> {
                    metrics.ended(Stage.ADMIT, planned);
                    note(request, admitted, recording);
                    return admitted;
                });
    }

    private void note(DecisionRequest request, Admitted admitted, CallRecording recording) {
        var decided = recording.decided();
        if (admitted.replayed() || decided == null) {
            metrics.replayed();
            return;
        }
        metrics.decided(request.question().options().mode(), decided);
        if (DecisionMetrics.isRuleError(decided) || LOG.isDebugEnabled()) {
            DecisionInLog.with(admitted.id(), () -> log(decided));
        }
    }

    private static void log(Decision decided) {
        if (DecisionMetrics.isRuleError(decided)) {
            LOG.errorf("denied, since a rule could not be evaluated: %s", effects(decided));
        } else {
            LOG.debugf("%s because of %s", decided.verdict().word(), effects(decided));
        }
    }

    private static List<String> effects(Decision decided) {
        return decided.reasons().stream().map(Reason::effect).toList();
    }
}
