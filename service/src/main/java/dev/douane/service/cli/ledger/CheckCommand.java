package dev.douane.service.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.cli.Server;
import dev.douane.service.cli.UnusableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./douane ledger check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Has the server compare every account's figures with the sums of its entries and with its open holds, and look for rows that cannot be; and the newest decisions with their holds and documents. The key needs the role auditor or finops.")
final class CheckCommand implements Callable<Integer> {
    /** Longer than a server lets a check run unless it was told otherwise. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private Server server = new Server();

    @Option(names = "--json", description = "Print the server's answer as it is.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UnusableException, InterruptedException {
        var answer = server.send(server.request("/v1/ledger/check", PATIENCE).build());
        return print(answer.statusCode(), answer.body());
    }

    private int print(int status, String body) throws UnusableException {
        var answer = tree(status, body);
        if (status != 200) {
            throw new UnusableException("The ledger was not checked: HTTP %d %s"
                    .formatted(
                            status,
                            answer.path("detail").asText(answer.path("title").asText(""))));
        }
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var equal = answer.path("equal").asBoolean(false);
        if (json) {
            out.println(body);
        } else {
            tell(out, answer);
        }
        return equal ? LedgerTool.EQUAL : LedgerTool.DIFFERENT;
    }

    private static JsonNode tree(int status, String body) throws UnusableException {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new UnusableException("The answer (HTTP %d) is not one of Douane's.".formatted(status), e);
        }
    }

    private static void tell(PrintWriter out, JsonNode answer) {
        out.printf(
                "%s: %d accounts, %d open holds, %d accounts differ%n",
                answer.path("checkedAt").asText(),
                answer.path("accounts").asLong(),
                answer.path("openHolds").asLong(),
                answer.path("differing").asLong());
        for (var each : answer.path("differences")) {
            out.printf(
                    "  account %d (%s, %s, from %s)%n    carries    %s%n    entries    %s%n    open holds %s%n",
                    each.path("account").asLong(),
                    each.path("budget").asText("no budget"),
                    each.has("scope") ? each.get("scope").toString() : "no scope",
                    each.path("periodStart").asText("no period"),
                    figures(each.path("carried")),
                    figures(each.path("entries")),
                    each.path("openHolds").asText());
        }
        if (answer.path("malformed").asLong() > 0) {
            out.printf(
                    "  %d holds or entries are in a state that none can be in: see the views malformed_hold and malformed_ledger_entry%n",
                    answer.path("malformed").asLong());
        }
        log(out, answer.path("log"));
        out.println(
                answer.path("differing").asLong() > 0
                        ? "The ledger does not add up."
                        : "Every figure is the sum of its entries.");
    }

    private static void log(PrintWriter out, JsonNode log) {
        if (log.isMissingNode()) {
            return; // a server from before it looked at the log
        }
        out.printf(
                "the log: %d decisions and %d holds, the newest; %d differences%n",
                log.path("decisions").asLong(),
                log.path("holds").asLong(),
                log.path("differing").asLong());
        for (var each : log.path("differences")) {
            out.printf(
                    "  decision %s: %s%s%n",
                    each.path("decision").asText(), meaning(each.path("what").asText()), columns(each));
        }
    }

    private static String meaning(String what) {
        return switch (what) {
            case "no-decision" -> "has a hold, and is not in the log";
            case "no-hold" -> "says it holds money, and has no hold";
            case "other-hold" -> "has another hold than it says";
            case "columns" -> "has columns that its documents contradict";
            default -> what;
        };
    }

    private static String columns(JsonNode difference) {
        var names = new StringJoiner(", ", " (", ")").setEmptyValue("");
        difference.path("columns").forEach(name -> names.add(name.asText()));
        return names.toString();
    }

    private static String figures(JsonNode figures) {
        return figures.isMissingNode()
                ? "nothing"
                : "held %s, spent %s, limit %s"
                        .formatted(
                                figures.path("held").asText(),
                                figures.path("spent").asText(),
                                figures.path("limit").asText());
    }
}
