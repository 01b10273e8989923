package dev.douane.bench.accuracy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Replays two real traces against budgets that bind, and prints how far spending passed the limit and how many calls were blocked although
 * there was money for them.
 */
public final class Accuracy {
    private static final int AT_ONCE = 64;
    private static final int MICROS_PER_TOKEN = 300;
    private static final int LATE_PERMILLE = 100;
    private static final Duration LATE_BY = Duration.ofSeconds(2);
    private static final int PATIENCE_SECONDS = 120;

    private Accuracy() {}

    /**
     * @param arguments the server's address, its key, the folder of the traces, how many calls of each at most, how many in a thousand are
     *     never settled, and the budgets' estimates: {@code worst-case}, or a quantile such as {@code 0.95}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 6) {
            throw new IllegalArgumentException("usage: Accuracy <url> <key> <traces> <calls> <never> <estimate>...");
        }
        var folder = Path.of(arguments[2]);
        var most = Integer.parseInt(arguments[3]);
        var never = Integer.parseInt(arguments[4]);
        var estimates = List.of(arguments).subList(5, arguments.length);
        var traces = List.of(
                first(Trace.read(folder.resolve("conv.csv"), "conv", 4096), most),
                first(Trace.read(folder.resolve("code.csv"), "code", 1024), most));
        System.out.printf(
                "%-5s %-14s %6s %7s %7s | %9s %10s %9s | %11s %13s%n",
                "trace",
                "estimate",
                "budget",
                "calls",
                "denied",
                "used",
                "settled",
                "overshoot",
                "false block",
                "money left");
        try (var server = new Server(arguments[0], arguments[1])) {
            for (var trace : traces) {
                for (var percent : new int[] {50, 90}) {
                    for (var estimate : estimates) {
                        run(server, trace, percent, estimate, never);
                    }
                }
            }
        }
    }

    private static String terms(String estimate) {
        return estimate.equals("worst-case")
                ? "{\"mode\": \"worst-case\"}"
                : "{\"mode\": \"expected\", \"quantile\": %s}".formatted(estimate);
    }

    private static Trace first(Trace trace, int most) {
        var calls = trace.calls();
        return new Trace(trace.name(), calls.subList(0, Math.min(most, calls.size())), trace.outputCap());
    }

    private static void run(Server server, Trace trace, int percent, String estimate, int never)
            throws InterruptedException {
        var limit = trace.cost() / 100 * percent;
        var product = "%s-%d-%d-%s".formatted(trace.name(), percent, never, estimate.replace('.', '-'));
        var made = server.post("/v1/budgets", """
                {"name": "%1$s", "owner": "bench", "amount": "%2$s", "currency": "USD", "scope": {"product": "%1$s"},
                 "period": {"unit": "month", "zone": "UTC"}, "enforcement": "hard", "holdExpiry": "charge", "estimate": %3$s}""".formatted(
                        product, BigDecimal.valueOf(limit, 9).toPlainString(), terms(estimate)));
        var knowing = new Knowing(limit);
        new Replay(
                        server,
                        trace,
                        product,
                        new Replay.Manner(AT_ONCE, MICROS_PER_TOKEN, LATE_PERMILLE, LATE_BY, never),
                        knowing)
                .run();
        var account = untilNothingIsHeld(server, Server.text(made, "id"));
        var spent = Server.nanos(account, "spent");
        System.out.printf(
                "%-5s %-14s %5d%% %7d %7d | %8.2f%% %9.2f%% %8.3f%% | %10.2f%% %12.2f%%%n",
                trace.name(),
                estimate.equals("worst-case") ? estimate : "expected " + estimate,
                percent,
                trace.calls().size(),
                knowing.denials(),
                knowing.usedPercent(),
                100.0 * spent / limit,
                Math.max(0, 100.0 * (spent - limit) / limit),
                knowing.falselyDeniedPercent(),
                knowing.deniedWithMoneyLeftPercent());
    }

    /** The account once every hold ended; those nobody settles expire. */
    private static String untilNothingIsHeld(Server server, String budget) throws InterruptedException {
        for (int second = 0; ; second++) {
            var account = server.get("/v1/budgets/" + budget);
            if (Server.nanos(account, "held") == 0) {
                return account;
            }
            if (second == PATIENCE_SECONDS) {
                throw new IllegalStateException("money is still held: " + account);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
