package dev.douane.service.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Asks over HTTP, one request after the other, and looks up what was recorded of each: of the API alone, so that nothing inside the server is pinned. */
final class Gateway implements AutoCloseable {
    private static final String NOBODYS = "01234567-89ab-7def-8123-456789abcdef";

    /** What a gateway acts on; the others are about the connection. */
    private static final List<String> HEADERS =
            List.of("Content-Type", "Idempotency-Replayed", "Location", "Retry-After", "WWW-Authenticate");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String key;
    private final Names names;
    /** By the number of the request that made it. */
    private final Map<Integer, String> decisions = new HashMap<>();

    /** @param key that may ask, read the log and move money, as a header has it */
    Gateway(URI server, String key, Names names) {
        this.server = server;
        this.key = key;
        this.names = names;
    }

    Given ask(Asked asked) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(asked));
        asked.headers().forEach(request::header);
        if (asked.hasKey()) {
            request.header("Authorization", key);
        }
        var answer = http.send(
                request.POST(HttpRequest.BodyPublishers.ofString(asked.body())).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        var text = new String(answer.body(), UTF_8);
        var recordedRequest = new StringBuilder();
        var evidence = new StringBuilder();
        for (var made : made(asked, text).entrySet()) {
            var recorded = recorded(made.getKey());
            names.name(made.getKey(), made.getValue());
            recordedRequest.append(member(recorded, "request"));
            evidence.append(member(recorded, "evidence"));
        }
        return new Given(
                answer.statusCode(),
                headers(answer),
                names.in(text),
                names.in(recordedRequest.toString()),
                names.in(evidence.toString()));
    }

    private static String headers(HttpResponse<?> answer) {
        return HEADERS.stream()
                .flatMap(name -> answer.headers().allValues(name).stream().map(value -> name + ": " + value))
                .collect(Collectors.joining("\n"));
    }

    private URI uri(Asked asked) {
        var decision = decisions.getOrDefault(asked.about(), NOBODYS);
        return at(asked.path().replace(Asked.DECISION, decision));
    }

    private URI at(String path) {
        return URI.create("http://" + server.getHost() + ":" + server.getPort() + path);
    }

    /** The decisions that an answer tells of for the first time, and what they are called. */
    private SequencedMap<String, String> made(Asked asked, String answer) {
        var made = new LinkedHashMap<String, String>();
        if (asked.path().contains(Asked.DECISION)) {
            return made;
        }
        var tree = tree(answer);
        var id = tree.path("id").asText();
        if (!id.isEmpty()) {
            decisions.putIfAbsent(asked.number(), id);
            made.put(id, "decision-" + asked.number());
        }
        var place = 0;
        for (var item : tree.path("items")) {
            place++;
            var decision = item.path("decision").path("id").asText();
            if (!decision.isEmpty()) {
                made.put(decision, "decision-" + asked.number() + "-" + place);
            }
        }
        made.keySet().removeIf(names::has);
        return made;
    }

    private static JsonNode tree(String answer) {
        try {
            return ArbitraryQuestion.JSON.readTree(answer);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }

    private byte[] recorded(String decision) throws IOException, InterruptedException {
        var found = http.send(
                HttpRequest.newBuilder(at("/v1/decisions/" + decision))
                        .header("Authorization", key)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (found.statusCode() != 200) {
            throw new IOException("decision (%s) was answered and is not in the log: %d %s"
                    .formatted(decision, found.statusCode(), new String(found.body(), UTF_8)));
        }
        return found.body();
    }

    /**
     * A member of a JSON object that is an object too, byte for byte.
     *
     * @throws IOException if it has none of that name
     */
    static String member(byte[] json, String name) throws IOException {
        try (var parser = ArbitraryQuestion.JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var isWanted = parser.currentName().equals(name);
                parser.nextToken();
                var from = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (isWanted) {
                    var to = parser.currentLocation().getByteOffset();
                    return new String(json, (int) from, (int) (to - from), UTF_8);
                }
            }
        }
        throw new IOException("(%s) is not in [%s]".formatted(name, new String(json, UTF_8)));
    }

    @Override
    public void close() {
        http.close();
    }
}
