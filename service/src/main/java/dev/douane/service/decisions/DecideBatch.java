package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.platform.Problem;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Refused;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.Violation;
import dev.douane.service.platform.limits.Intake;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides the calls of one body, each by itself: its own snapshot, hold and record, and its own failure. */
@ApplicationScoped
class DecideBatch {
    private static final Logger LOG = Logger.getLogger(DecideBatch.class);
    private static final int MAX_CALLS = 100;
    private static final byte[] DECISION = "{\"decision\":".getBytes(US_ASCII);
    private static final byte[] OPENING = "{\"items\":[".getBytes(US_ASCII);
    private static final byte[] CLOSING = "]}".getBytes(US_ASCII);
    private static final byte[] PROBLEM = "{\"problem\":".getBytes(US_ASCII);

    private final StrictJson json;
    private final DecideCall decide;
    private final Intake intake;
    private final Event<Refused> refused;

    DecideBatch(StrictJson json, DecideCall decide, Intake intake, Event<Refused> refused) {
        this.json = json;
        this.decide = decide;
        this.intake = intake;
        this.refused = refused;
    }

    /**
     * @param idempotencyKey refused: a key belongs to one decision
     * @param request whose refusals are told of
     * @return JSON in UTF-8
     * @throws ProblemException INVALID_REQUEST if the body is no batch, TOO_MANY_REQUESTS if the key asks too often
     */
    Uni<byte[]> handle(byte[] body, KeyHolder asker, @Nullable String idempotencyKey, RoutingContext request) {
        if (idempotencyKey != null) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The header %s belongs to a single decision; a batch takes none."
                            .formatted(IdempotencyHeader.NAME));
        }
        var calls = calls(json.readParts(body, StrictJson.MAX_BATCH_BYTES));
        intake.takeMore(asker.key(), calls.size() - 1);
        var reasons = new BatchReasons();
        var items = new ArrayList<Uni<Item>>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            items.add(item(calls.get(i), "/calls/" + i, asker, request, reasons));
        }
        return Uni.join().all(items).andFailFast().map(DecideBatch::joined);
    }

    private static JsonNode calls(JsonNode body) {
        if (!body.isObject()) {
            throw ProblemException.at("", "is not a JSON object");
        }
        var violations = new ArrayList<Violation>();
        var members = body.fieldNames();
        while (members.hasNext() && violations.size() <= ProblemException.VIOLATIONS_MAX) {
            var name = members.next();
            if (!name.equals("calls")) {
                StrictJson.checkPart(TextNode.valueOf(name), "");
                violations.add(new Violation(
                        "/" + name.replace("~", "~0").replace("/", "~1"), "unknown member; known here: calls"));
            }
        }
        var calls = body.path("calls");
        if (calls.isMissingNode() || calls.isNull()) {
            violations.add(new Violation("/calls", "is missing"));
        } else if (!calls.isArray()) {
            violations.add(new Violation("/calls", "is not a list"));
        } else if (calls.isEmpty() || calls.size() > MAX_CALLS) {
            violations.add(
                    new Violation("/calls", "has %d items; 1 to %d are taken".formatted(calls.size(), MAX_CALLS)));
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The request is not valid.", violations);
        }
        return calls;
    }

    private Uni<Item> item(
            JsonNode call, String pointer, KeyHolder asker, RoutingContext request, BatchReasons reasons) {
        return Uni.createFrom()
                .completionStage(() -> {
                    StrictJson.checkPart(call, pointer);
                    return decide.handle(decide.read(call, pointer), pointer, asker, null, reasons::take);
                })
                .map(admitted -> new Item(DECISION, admitted.answer()))
                .onFailure()
                .recoverWithItem(
                        failure -> new Item(PROBLEM, problem(failure, request).json()));
    }

    private Problem problem(Throwable failure, RoutingContext request) {
        if (failure instanceof ProblemException known) {
            refused.fire(new Refused(known.type(), known.detail(), request));
            return Problem.of(known);
        }
        var reference = UUID.randomUUID();
        LOG.errorf(failure, "unexpected error, reference %s", reference);
        return Problem.of(ProblemType.INTERNAL, "reference " + reference, List.of());
    }

    /** In one piece of just that size: a hundred long answers are not copied more often than they must be. */
    private static byte[] joined(List<Item> items) {
        var answer = ByteBuffer.allocate(OPENING.length
                + items.stream().mapToInt(Item::length).reduce(0, Math::addExact)
                + items.size()
                - 1
                + CLOSING.length);
        answer.put(OPENING);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                answer.put((byte) ',');
            }
            answer.put(items.get(i).opening).put(items.get(i).document).put((byte) '}');
        }
        return answer.put(CLOSING).array();
    }

    /** A document, and what stands in front of it. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as they are, never compared
    private record Item(byte[] opening, byte[] document) {
        int length() {
            return opening.length + document.length + 1;
        }
    }
}
