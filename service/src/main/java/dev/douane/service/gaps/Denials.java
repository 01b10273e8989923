package dev.douane.service.gaps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.rules.money.Money;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.audit.LoggedDecision;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest denials of the log with what they came nearest to. Reads so many at most, whatever the window. */
@ApplicationScoped
class Denials {
    static final int MOST = 2_000;
    private static final int PAGE = 500;

    private final DecisionLog log;
    private final ObjectMapper json = new ObjectMapper();

    Denials(DecisionLog log) {
        this.log = log;
    }

    /**
     * One denied call.
     *
     * @param deployment that would have served it; null where the catalog had nothing to offer
     * @param effects all that stood in between, as reasons write them
     * @param asked what it would have cost as it was asked; nothing where that is not known
     */
    record Denial(@Nullable String deployment, List<String> effects, Money asked) {}

    /**
     * Newest first, {@link #MOST} at most.
     *
     * @param from exclusive of what was decided earlier
     */
    List<Denial> since(Instant from) throws SQLException {
        var denials = new ArrayList<Denial>();
        var query =
                new DecisionQuery(from, null, "deny", null, null, null, null, null, null, null, null, null, null, PAGE);
        for (var page = log.pageOfAll(query);
                !page.isEmpty() && denials.size() < MOST;
                page = log.pageOfAll(query.before(page.getLast().summary().id()))) {
            page.forEach(denied -> denials.add(denial(denied)));
        }
        return denials;
    }

    private Denial denial(LoggedDecision denied) {
        var miss = read(denied.documents().answer()).path("nearestMiss");
        var effects = new ArrayList<String>();
        miss.path("reasons").forEach(reason -> effects.add(reason.path("effect").asText()));
        var asked = denied.summary().requested();
        return new Denial(
                miss.path("deployment").isTextual() ? miss.path("deployment").textValue() : null,
                effects,
                asked == null ? Money.ZERO : asked);
    }

    private JsonNode read(byte[] answer) {
        try {
            return json.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("a recorded answer is not readable", e);
        }
    }
}
