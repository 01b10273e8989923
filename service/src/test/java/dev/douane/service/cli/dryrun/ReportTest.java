package dev.douane.service.cli.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void savings_are_counted_on_calls_that_may_go_only() throws JsonProcessingException {
        var tally = new Tally();
        tally.add(question(1_000), decision("allow", "0.50", "0.50", "SE"), 1_000_000);
        tally.add(question(1_000), decision("downgrade", "1.50", "0.30", "SE"), 2_000_000);
        tally.add(question(1_000), denied("8.00"), 9_000_000);

        assertThat(Report.of(tally, "calls.csv", 0)).isEqualTo("""
                                  3 calls of calls.csv, ruleset 4, catalog 2

                verdicts          allow 1 (33.3 %)   reroute 0 (0.0 %)   downgrade 1 (33.3 %)   defer 0 (0.0 %)   deny 1 (33.3 %)
                spend as asked    10.00 USD for all calls
                spend as decided  0.80 USD for the calls that may go, instead of 2.00 USD: 1.20 USD (60.0 %) saved

                top reasons       COST-1           2  Cheap enough.
                                  EU-1             1  Stays inside.

                tokens hosted in  SE 100.0 %
                under the law of  US 100.0 %
                answered in       p50 2.0 ms, p99 9.0 ms, over HTTP, each advice recorded
                """);
    }

    private static JsonNode question(int inputTokens) throws JsonProcessingException {
        return JSON.readTree("{\"call\":{\"inputTokens\":%d}}".formatted(inputTokens));
    }

    private static JsonNode decision(String verdict, String requested, String estimated, String hosting)
            throws JsonProcessingException {
        return JSON.readTree("""
                {"verdict":"%s","target":{"hosting":"%s","control":"US"},"obligations":{"maxOutputTokens":10},
                 "reasons":[{"rule":"COST-1","pack":"cost@1.0.0","message":"Cheap enough."},{"rule":"unpriced","message":"No price."}],
                 "cost":{"currency":"USD","requested":"%s","estimated":"%s"},"ruleset":{"number":4},"catalog":{"version":2}}""".formatted(verdict, hosting, requested, estimated));
    }

    private static JsonNode denied(String requested) throws JsonProcessingException {
        return JSON.readTree("""
                {"verdict":"deny","reasons":[{"rule":"EU-1","pack":"eu@1.0.0","message":"Stays inside."}],
                 "cost":{"currency":"USD","requested":"%s"},"ruleset":{"number":4},"catalog":{"version":2}}""".formatted(requested));
    }
}
