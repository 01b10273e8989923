package dev.douane.service.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.service.traffic.Asked.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The requests of the recorded traffic, in order: the same ones always, and the first of them the same however many are taken. */
final class ArbitraryTraffic {
    /** All there are. */
    static final int ALL = 10_000;

    private static final long SEED = 0x5EED_D0_0A_7EL;
    private static final String ASK = "/v1/decisions";

    /** So many requests back a hold is ended and a key is used again: soon enough to be open, mostly. */
    private static final int BACK = 80;

    private final List<Asked> asked = new ArrayList<>();
    private final List<Asked> withHold = new ArrayList<>();
    private final List<Asked> withKey = new ArrayList<>();

    private ArbitraryTraffic() {}

    /** @param count from the first on */
    static List<Asked> first(int count) {
        var traffic = new ArbitraryTraffic();
        while (traffic.asked.size() < count) {
            traffic.asked.add(traffic.next(traffic.asked.size() + 1));
        }
        return List.copyOf(traffic.asked);
    }

    /** Each request draws from a seed of its own: what one of them needs does not shift those after it. */
    private Asked next(int number) {
        var any = new ArbitraryQuestion(new Random(SEED + number * 0x9E37_79B9_7F4A_7C15L));
        var what = any.oneIn(100);
        if (what < 61) {
            var plain = Asked.json(number, Kind.ASK, ASK, 0, Map.of(), ArbitraryQuestion.written(any.question()));
            withHold.add(plain);
            return plain;
        }
        if (what < 75) {
            return withAKey(number, any);
        }
        if (what < 85) {
            return withHold.isEmpty() ? new Mistakes(any).made(number) : end(number, any);
        }
        return what < 95 ? new Mistakes(any).made(number) : batch(number, any);
    }

    private Asked withAKey(int number, ArbitraryQuestion any) {
        if (withKey.isEmpty() || any.oneIn(2) == 0) {
            var first = Asked.json(
                    number,
                    Kind.ASK_WITH_A_KEY,
                    ASK,
                    0,
                    Map.of("Idempotency-Key", "key-" + number),
                    ArbitraryQuestion.written(any.question()));
            withKey.add(first);
            withHold.add(first);
            return first;
        }
        var repeated = any.one(last(withKey));
        var body = any.oneIn(6) == 0 ? ArbitraryQuestion.written(any.question()) : repeated.body();
        return Asked.json(number, Kind.ASK_WITH_A_KEY, ASK, 0, repeated.headers(), body);
    }

    private static List<Asked> last(List<Asked> of) {
        return of.subList(Math.max(0, of.size() - BACK), of.size());
    }

    private Asked end(int number, ArbitraryQuestion any) {
        var about = any.oneIn(30) == 0 ? 0 : any.one(last(withHold)).number();
        var path = ASK + "/" + Asked.DECISION + "/";
        return any.oneIn(5) == 0
                ? Asked.json(number, Kind.END, path + "void", about, Map.of(), "")
                : Asked.json(
                        number,
                        Kind.END,
                        path + "settlement",
                        about,
                        Map.of(),
                        ArbitraryQuestion.written(settlement(any)));
    }

    private static ObjectNode settlement(ArbitraryQuestion any) {
        var settlement = JsonNodeFactory.instance.objectNode();
        switch (any.oneIn(6)) {
            case 0 -> {} // nobody knows what it used
            case 1 -> openAi(settlement.putObject("usage"), any, "prompt_tokens", "completion_tokens");
            case 2 -> openAi(settlement.putObject("usage"), any, "input_tokens", "output_tokens");
            case 3 -> {
                settlement.put("format", "anthropic");
                settlement
                        .putObject("usage")
                        .put("input_tokens", any.oneIn(4_000))
                        .put("cache_read_input_tokens", any.oneIn(2_000))
                        .put("cache_creation_input_tokens", any.oneIn(500))
                        .put("output_tokens", any.oneIn(3_000));
            }
            case 4 ->
                settlement
                        .putObject("usage")
                        .put("inputTokens", any.oneIn(20) - 1)
                        .put("tokens", "many");
            default ->
                settlement
                        .putObject("usage")
                        .put("inputTokens", any.oneIn(6_000))
                        .put("cachedInputTokens", any.oneIn(3_000))
                        .put("outputTokens", any.oneIn(3_000));
        }
        if (any.oneIn(6) == 0) {
            settlement.put("final", any.oneIn(4) == 0);
        }
        if (any.oneIn(12) == 0) {
            settlement.put("serviceTier", any.one(List.of("flex", "default", "Turbo")));
        }
        if (any.oneIn(20) == 0) {
            settlement.put("deployment", any.one(List.of("azure-gpt-5-swedencentral", "nowhere-nothing")));
        }
        return settlement;
    }

    private static void openAi(ObjectNode usage, ArbitraryQuestion any, String in, String out) {
        var input = any.oneIn(6_000);
        usage.put(in, input).putObject(in + "_details").put("cached_tokens", any.oneIn(input + 1));
        var output = any.oneIn(3_000);
        usage.put(out, output).putObject(out + "_details").put("reasoning_tokens", any.oneIn(output + 1));
    }

    /** Advice only: the calls of a batch are decided beside each other, so none may move what another sees. */
    private static Asked batch(int number, ArbitraryQuestion any) {
        var batch = JsonNodeFactory.instance.objectNode();
        var calls = batch.putArray("calls");
        for (int i = any.oneIn(10); i >= 0; i--) {
            if (any.oneIn(8) == 0) {
                calls.add(any.oneIn(10)); // no question
            } else {
                calls.add(any.advice());
            }
        }
        return Asked.json(number, Kind.BATCH, "/v1/decisions:batch", 0, Map.of(), ArbitraryQuestion.written(batch));
    }
}
