package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.douane.service.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BesideOthers
class SettlementRequestTest {
    @ParameterizedTest(name = "{0} beside usage of {1} is {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "standard,-,default",
                "standard,priority,default",
                "-,standard,default",
                "-,Standard,default",
                "flex,standard,flex",
                "default,-,default",
                "-,-,-"
            })
    void what_providers_call_standard_is_the_default_wherever_it_is_told(
            @Nullable String serviceTier, @Nullable String ofUsage, @Nullable String understood) {
        var usage = JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", 1)
                .put("completion_tokens", 1)
                .put("service_tier", ofUsage);

        assertThat(new SettlementRequest(usage, null, null, serviceTier, null)
                        .checked()
                        .serviceTier())
                .isEqualTo(understood);
    }
}
