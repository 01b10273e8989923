package dev.douane.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks both servers about every deployment for each call, and holds the answers against each other and against the rules' plain meaning.
 * Two answers to different questions would compare nothing.
 */
public final class SameAnswers {
    /** Posts a JSON document and gives back what was answered with 200. */
    @FunctionalInterface
    public interface Asked {
        String post(String path, String body) throws IOException, InterruptedException;
    }

    /**
     * What was compared.
     *
     * @param calls each put to both sides, about every deployment
     * @param let of all pairs of call and deployment, how many may go
     * @param pairs of call and deployment
     */
    public record Agreement(int calls, int rules, long let, long pairs) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 20;

    private final SharedRules rules;
    private final Candidates candidates;
    private final Asked douane;
    private final Asked cerbos;

    public SameAnswers(SharedRules rules, Candidates candidates, Asked douane, Asked cerbos) {
        this.rules = rules;
        this.candidates = candidates;
        this.douane = douane;
        this.cerbos = cerbos;
    }

    /**
     * @param calls each a batch of one question a deployment, and the call itself
     * @throws IllegalStateException with call and deployments at the first difference, or if some rule is about none of the calls
     */
    public Agreement check(List<SharedCall> calls) throws IOException, InterruptedException {
        var fired = new HashSet<String>();
        long let = 0;
        for (var call : calls) {
            fired.addAll(rules.about(call));
            let += check(call);
        }
        if (fired.size() < rules.count()) {
            throw new IllegalStateException(
                    "of (%d) rules only (%d) are about any of the (%d) calls: more calls are needed"
                            .formatted(rules.count(), fired.size(), calls.size()));
        }
        return new Agreement(
                calls.size(),
                rules.count(),
                let,
                (long) calls.size() * candidates.ranks().size());
    }

    private int check(SharedCall call) throws IOException, InterruptedException {
        var theirs = allowed(JSON.readTree(cerbos.post("/api/check/resources", candidates.request(call))));
        var items = decided(batch(call));
        var ours = new TreeSet<String>();
        int at = 0;
        for (var deployment : candidates.ranks().keySet()) {
            var decision = decision(items.path(at++));
            if (decision.path("target").path("deployment").asText().equals(deployment)) {
                ours.add(deployment);
            }
        }
        var meant = candidates.left(rules, call);
        if (!ours.equals(meant) || !theirs.equals(meant)) {
            throw new IllegalStateException(
                    "for %s%n Douane lets through %s%n Cerbos lets through %s%n the rules mean %s"
                            .formatted(call, ours, theirs, meant));
        }
        checkPicked(call, decision(items.path(at)), theirs);
        return ours.size();
    }

    /** What is picked for the call itself comes from that set; nothing is only where the set has nothing of the tier asked for or below. */
    private void checkPicked(SharedCall call, JsonNode decision, SortedSet<String> allowed) {
        var target = decision.path("target").path("deployment");
        if (target.isMissingNode() ? !withinTier(call, allowed).isEmpty() : !allowed.contains(target.asText())) {
            throw new IllegalStateException(
                    "for %s%n Douane picks [%s]%n of %s".formatted(call, target.asText(), allowed));
        }
    }

    private SortedSet<String> withinTier(SharedCall call, SortedSet<String> allowed) {
        int most = candidates.rankOf(call.model());
        return allowed.stream()
                .filter(deployment -> candidates.ranks().getOrDefault(deployment, 0) <= most)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String batch(SharedCall call) {
        return candidates.ranks().keySet().stream()
                .map(call::jsonFor)
                .collect(Collectors.joining(",", "{\"calls\":[", "," + call.json("acme", "advise") + "]}"));
    }

    /** A server that was only just started may say that it cannot answer in time: that is no answer, so it is asked again. */
    private JsonNode decided(String batch) throws IOException, InterruptedException {
        var items = JSON.readTree(douane.post("/v1/decisions:batch", batch)).path("items");
        for (int again = 0; again < ATTEMPTS && isBusy(items); again++) {
            items = JSON.readTree(douane.post("/v1/decisions:batch", batch)).path("items");
        }
        return items;
    }

    private static boolean isBusy(JsonNode items) {
        for (var item : items) {
            if (item.path("problem").path("status").asInt() == UNAVAILABLE) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode decision(JsonNode item) {
        if (!item.has("decision")) {
            throw new IllegalStateException("a call was not decided: " + item);
        }
        return item.path("decision");
    }

    private static SortedSet<String> allowed(JsonNode answer) {
        var allowed = new TreeSet<String>();
        for (var result : answer.path("results")) {
            if (result.path("actions").path("use").asText().equals("EFFECT_ALLOW")) {
                allowed.add(result.path("resource").path("id").asText());
            }
        }
        return allowed;
    }
}
