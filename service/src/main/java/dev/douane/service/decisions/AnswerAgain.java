package dev.douane.service.decisions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.service.ledger.AccountAfter;
import dev.douane.service.ledger.Hold;
import dev.douane.service.ledger.HoldStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A recorded answer that is given again: as it was, but for what is true of its money now. {@link DecisionView} describes both. */
final class AnswerAgain {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOLD = "hold";

    /** What is of the one time it is given. */
    private static final List<String> OF_THE_MOMENT = List.of("id", "decidedAt", HOLD, "budgets");

    private final byte[] recorded;
    private final ObjectNode members;

    /** @param recorded JSON that this program wrote */
    AnswerAgain(byte[] recorded) {
        this.recorded = recorded;
        this.members = read(recorded);
    }

    /** Whether both say the same but for the id, the time, and what is held and left. */
    boolean isLike(byte[] other) {
        return members.deepCopy().without(OF_THE_MOMENT).equals(read(other).without(OF_THE_MOMENT));
    }

    /** With the hold as it stands. */
    byte[] with(Hold hold) {
        var now = read(JsonBytes.written(json -> {
            json.writeStartObject();
            DecisionParts.hold(json, hold);
            json.writeEndObject();
        }));
        return now.get(HOLD).equals(members.get(HOLD))
                ? recorded
                : written(members.deepCopy().setAll(now));
    }

    /** With a hold that was taken again. */
    byte[] with(Hold hold, List<AccountAfter> accounts) {
        var now = read(JsonBytes.written(json -> {
            json.writeStartObject();
            DecisionParts.hold(json, hold);
            DecisionParts.budgets(json, accounts);
            json.writeEndObject();
        }));
        return written(members.deepCopy().setAll(now));
    }

    /** With what the call came to in place of the hold. */
    byte[] settled(HoldStatus end) {
        var settled = JSON.createObjectNode();
        members.properties().forEach(member -> {
            if (member.getKey().equals(HOLD)) {
                settled.putObject("settlement")
                        .put("charged", end.charged().toString())
                        .put("settledAt", end.at().toString());
            } else {
                settled.set(member.getKey(), member.getValue());
            }
        });
        return written(settled);
    }

    private static ObjectNode read(byte[] json) {
        try {
            return JSON.readValue(json, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] written(Object members) {
        try {
            return JSON.writeValueAsBytes(members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
