package dev.douane.service.fire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gateways that ask all the time, settle some calls, void some and forget some, and remember what they were told. Half of their calls carry an
 * idempotency key, and those of them that got no answer are asked again at the end.
 */
final class Gateways implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Output tokens that every question holds at least. No settlement is of more: one above its hold is charged in full, so that it may well
     * pass the limit, and then nobody could tell a ceiling that held from one that did not.
     */
    static final int LEAST_HELD = 50;

    private static final int KEPT_UP_FOR = 3;

    /** A call that broke off or was answered 503, with its key. */
    record Unknown(String key, String body) {}

    private static final AtomicInteger HOUSES = new AtomicInteger();

    /** In every key, so that gateways of another test with the same seed are not answered what these were. */
    private final int house = HOUSES.incrementAndGet();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> doors;
    private final String bearer;
    private final Function<Random, String> question;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean stopping;

    /** Whether it set money aside, by decision. */
    final Map<UUID, Boolean> answered = new ConcurrentHashMap<>();

    /** The decision, by key. */
    final Map<String, UUID> byKey = new ConcurrentHashMap<>();

    final Queue<UUID> settled = new ConcurrentLinkedQueue<>();
    final Queue<UUID> voided = new ConcurrentLinkedQueue<>();
    final Queue<Unknown> unknown = new ConcurrentLinkedQueue<>();
    final AtomicInteger brokenOff = new AtomicInteger();

    /** Questions that broke off or were answered 503: a decision may have been made of each, and nobody knows its id. */
    final AtomicInteger withoutDecision = new AtomicInteger();

    final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    final AtomicLong slowestNanos = new AtomicLong();

    /** Of a question, a settlement or a void. */
    final AtomicLong slowest503Nanos = new AtomicLong();

    final Map<String, AtomicInteger> verdicts = new ConcurrentHashMap<>();

    /** @param doors ports on loopback; gateways are dealt out over them */
    Gateways(List<Integer> doors, String bearer, Function<Random, String> question) {
        this.doors = doors.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
        this.bearer = bearer;
        this.question = question;
    }

    /** Starts so many that go on until {@link #stop}. */
    void start(int number, long seed) {
        for (var gateway = 0; gateway < number; gateway++) {
            var random = new Random(seed + gateway);
            var door = doors.get(gateway % doors.size());
            running.add(threads.submit(() -> {
                for (var call = 0; !stopping; call++) {
                    askAndEnd(door, random, call);
                }
                return null;
            }));
        }
    }

    /** Lets so many ask so many questions each, nothing more; returns when all are answered. */
    void askEach(int number, int times) throws Exception {
        for (var gateway = 0; gateway < number; gateway++) {
            var random = new Random(gateway);
            var door = doors.get(gateway % doors.size());
            running.add(threads.submit(() -> {
                for (var call = 0; call < times; call++) {
                    ask(door, null, question.apply(random));
                }
                return null;
            }));
        }
        stop();
    }

    /** Lets every gateway finish what it is at. */
    void stop() throws Exception {
        stopping = true;
        for (var gateway : running) {
            gateway.get();
        }
        running.clear();
        stopping = false;
    }

    /** Asks again what has a key and got no answer, until it has one; the answer is remembered. */
    void askAgain() throws InterruptedException {
        for (var open = unknown.poll(); open != null; open = unknown.poll()) {
            for (var attempt = 0; attempt < KEPT_UP_FOR && !byKey.containsKey(open.key()); attempt++) {
                ask(doors.getFirst(), open.key(), open.body());
            }
        }
    }

    private void askAndEnd(URI door, Random random, int call) throws InterruptedException {
        var key = random.nextBoolean() ? "k%d-%x-%d".formatted(house, random.nextLong(), call) : null;
        var id = ask(door, key, question.apply(random));
        if (id == null || !answered.get(id)) {
            return;
        }
        switch (random.nextInt(5)) {
            case 0, 1 ->
                end(
                        door,
                        id,
                        "settlement",
                        "{\"usage\": {\"inputTokens\": 10, \"outputTokens\": %d}}"
                                .formatted(random.nextInt(LEAST_HELD + 1)),
                        settled);
            case 2 -> end(door, id, "void", "", voided);
            default -> {
                // nobody says what became of it
            }
        }
    }

    private @Nullable UUID ask(URI door, @Nullable String key, String body) throws InterruptedException {
        var request = request(door, "/v1/decisions", body);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        var began = System.nanoTime();
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            count(statuses, answer.statusCode());
            if (answer.statusCode() == 200) {
                return remember(key, JSON.readTree(answer.body()));
            }
            refused("decision", answer, began);
        } catch (IOException broken) {
            brokenOff.incrementAndGet();
        }
        withoutDecision.incrementAndGet();
        if (key != null) {
            unknown.add(new Unknown(key, body));
        }
        return null;
    }

    /** A refusal is a 503 that says when to come again. */
    private void refused(String what, HttpResponse<String> answer, long began) {
        if (answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").isPresent()) {
            slowest503Nanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        } else {
            unexpected.add("%s %d %s %s"
                    .formatted(what, answer.statusCode(), answer.headers().map(), answer.body()));
        }
    }

    private UUID remember(@Nullable String key, JsonNode answer) {
        var id = UUID.fromString(answer.path("id").asText());
        answered.put(id, answer.has("hold"));
        count(verdicts, answer.path("verdict").asText());
        if (key != null) {
            var before = byKey.put(key, id);
            if (before != null && !before.equals(id)) {
                unexpected.add("key %s was answered by %s and by %s".formatted(key, before, id));
            }
        }
        return id;
    }

    private void end(URI door, UUID id, String how, String body, Queue<UUID> done) throws InterruptedException {
        var began = System.nanoTime();
        try {
            var answer = http.send(
                    request(door, "/v1/decisions/%s/%s".formatted(id, how), body)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                done.add(id);
            } else {
                refused(how, answer, began);
            }
        } catch (IOException broken) {
            brokenOff.incrementAndGet();
        }
    }

    private HttpRequest.Builder request(URI door, String path, String body) {
        return HttpRequest.newBuilder(door.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static <K> void count(Map<K, AtomicInteger> counts, K what) {
        counts.computeIfAbsent(what, unused -> new AtomicInteger()).incrementAndGet();
    }

    /** How many decisions set money aside. */
    long held() {
        return answered.values().stream().filter(held -> held).count();
    }

    Duration slowest503() {
        return Duration.ofNanos(slowest503Nanos.get());
    }

    int answers() {
        return answered.size();
    }

    int verdicts(String word) {
        return verdicts.getOrDefault(word, new AtomicInteger()).get();
    }

    int statuses(int status) {
        return statuses.getOrDefault(status, new AtomicInteger()).get();
    }

    @Override
    public String toString() {
        return "%d answered %s, %d settled, %d voided, %d broken off, statuses %s, slowest %d ms, slowest 503 %d ms"
                .formatted(
                        answered.size(),
                        new TreeMap<>(verdicts),
                        settled.size(),
                        voided.size(),
                        brokenOff.get(),
                        new TreeMap<>(statuses),
                        Duration.ofNanos(slowestNanos.get()).toMillis(),
                        slowest503().toMillis());
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
        http.shutdownNow();
    }
}
