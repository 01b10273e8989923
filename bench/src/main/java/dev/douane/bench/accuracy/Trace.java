package dev.douane.bench.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One hour of real calls, in their order. */
record Trace(String name, List<Call> calls, int outputCap) {
    /** Tokens of one call. */
    record Call(int input, int output) {
        /** What it costs, in nano-units. */
        long cost() {
            return (long) input * World.INPUT_NANOS + (long) output * World.OUTPUT_NANOS;
        }
    }

    /**
     * Reads a trace: time, input tokens, output tokens.
     *
     * @param outputCap what the gateway asks for; the provider cuts longer outputs there
     */
    static Trace read(Path file, String name, int outputCap) throws IOException {
        try (var lines = Files.lines(file)) {
            return new Trace(
                    name,
                    lines.skip(1)
                            .map(line -> line.split(",", 3))
                            .map(cells -> new Call(
                                    Integer.parseInt(cells[1].strip()),
                                    Math.min(outputCap, Integer.parseInt(cells[2].strip()))))
                            .toList(),
                    outputCap);
        }
    }

    long cost() {
        return calls.stream().mapToLong(Call::cost).sum();
    }
}
