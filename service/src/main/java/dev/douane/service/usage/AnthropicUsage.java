package dev.douane.service.usage;

import dev.douane.rules.money.Usage;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the Messages API says, of one turn of the model or of several that one call took. */
final class AnthropicUsage {
    private static final String ADVISOR = "advisor_message";

    /** The tokens of one turn, cached ones beside the input; those written for an hour are among the written. */
    private record Turn(long input, long read, long written, long hour, long output) {}

    private AnthropicUsage() {}

    static Usage read(Counts counts) {
        var last = turn(counts);
        var turns = counts.each("iterations");
        var all = turns.isEmpty() ? last : together(counts, last, turns);
        var thinking = counts.in("output_tokens_details").count("thinking_tokens");
        if (all.input + all.read + all.written > Usage.MOST) {
            counts.refuse("input_tokens", "with cached tokens is more than %d".formatted(Usage.MOST));
        } else if (all.output > Usage.MOST) {
            counts.refuse("output_tokens", "of all iterations is more than %d".formatted(Usage.MOST));
        }
        if (!counts.wrong().isEmpty()) {
            return Usage.of(0, 0, 0);
        }
        var output = (int) all.output;
        thinking = counts.in("output_tokens_details").within("thinking_tokens", thinking, "output_tokens", output);
        return new Usage(
                (int) all.input,
                (int) all.read,
                (int) (all.written - all.hour),
                (int) all.hour,
                0,
                output - thinking,
                thinking,
                0);
    }

    private static Turn turn(Counts counts) {
        long written = counts.count("cache_creation_input_tokens");
        var kept = counts.in("cache_creation");
        long hour = kept.count("ephemeral_1h_input_tokens");
        if (counts.has("cache_creation")) {
            var sum = kept.count("ephemeral_5m_input_tokens") + hour;
            if (!counts.has("cache_creation_input_tokens")) {
                written = sum;
            } else if (sum != written) {
                counts.refuse(
                        "cache_creation_input_tokens",
                        "(%d) must be what cache_creation adds up to (%d)".formatted(written, sum));
            }
        }
        return new Turn(
                counts.needed("input_tokens"),
                counts.count("cache_read_input_tokens"),
                written,
                hour,
                counts.needed("output_tokens"));
    }

    /** Where turns are told one by one, the figures beside them leave some out, as those of a compaction. */
    private static Turn together(Counts counts, Turn beside, List<Counts> iterations) {
        ofOneModel(iterations);
        var turns = iterations.stream().map(AnthropicUsage::turn).toList();
        var sums = new Sums(counts, iterations, turns);
        return new Turn(
                sums.of("input_tokens", beside.input, Turn::input),
                sums.of("cache_read_input_tokens", beside.read, Turn::read),
                sums.of("cache_creation_input_tokens", beside.written, Turn::written),
                Math.max(beside.hour, turns.stream().mapToLong(Turn::hour).sum()),
                sums.of("output_tokens", beside.output, Turn::output));
    }

    private record Sums(Counts counts, List<Counts> iterations, List<Turn> turns) {
        /** What the turns add up to; what stands beside them where none of them tells it. */
        long of(String member, long beside, ToLongFunction<Turn> count) {
            var sum = turns.stream().mapToLong(count).sum();
            if (sum >= beside) {
                return sum;
            }
            if (iterations.stream().anyMatch(each -> each.has(member))) {
                counts.refuse(member, "(%d) must be at most what iterations add up to (%d)".formatted(beside, sum));
            }
            return beside;
        }
    }

    /** One settlement has one price; a turn of another model, as an advisor's, has another. */
    private static void ofOneModel(List<Counts> iterations) {
        var served = iterations.stream()
                .filter(each -> each.word("type").equals("message"))
                .findFirst()
                .orElse(iterations.getFirst())
                .word("model");
        for (var each : iterations) {
            var isOthers = each.has("model") && !each.word("model").equals(served);
            if (isOthers || each.word("type").equals(ADVISOR)) {
                each.refuse(
                        "model",
                        "has a price of its own: ask for and settle its tokens as a call of their own,"
                                + " and leave this iteration out here");
            }
        }
    }
}
