package dev.douane.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.douane.service.audit.LogConfig;
import dev.douane.service.budgets.BudgetConfig;
import dev.douane.service.decisions.DecisionsConfig;
import dev.douane.service.identity.IdentityConfig;
import dev.douane.service.ledger.LedgerConfig;
import dev.douane.service.packs.PacksConfig;
import dev.douane.service.platform.limits.LimitsConfig;
import dev.douane.service.reconciliation.ReconciliationConfig;
import dev.douane.service.rulesets.RulesetsConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of our settings, each outside of them by as little as can be. */
class SettingBoundsTest {
    @ParameterizedTest
    @CsvSource({
        "douane.ledger.hold-ttl, soon, must be a duration",
        "douane.ledger.hold-ttl, PT0S, must be at least PT0.001S",
        "douane.ledger.hold-ttl, -PT1S, must be at least PT0.001S",
        "douane.ledger.hold-ttl, P36501D, must be at most PT876000H",
        "douane.ledger.linger, -PT0.001S, must be at least PT0S",
        "douane.ledger.lanes, 0, must be a whole number from 1",
        "douane.ledger.batch-size, many, must be a whole number from 1",
        "douane.rulesets.zone, Mars/Olympus, must be a time zone",
        "douane.rulesets.compile-limit, PT0S, must be at least PT0.001S",
        "douane.rulesets.default-max-output-tokens, -1, must be a whole number from 1",
        "douane.log.retention, PT23H59M, must be at least PT24H",
        "douane.log.months-ahead, 0, must be a whole number from 1 to 24",
        "douane.log.months-ahead, 25, must be a whole number from 1 to 24",
        "douane.identity.cache-ttl, PT30.001S, must be at most PT30S",
        "douane.identity.first-key-ends-after, always, must be a duration",
        "douane.identity.cache-size, 99, must be a whole number from 100",
        "douane.identity.metrics-roles, metric, must be one of admin",
        "douane.decisions.deadline, PT0.099S, must be at least PT0.1S",
        "douane.books.check-after, PT9.999S, must be at least PT10S",
        "douane.budget.currency, DOLLAR, must be a currency of ISO 4217",
        "douane.budget.approval, perhaps, must be one of",
        "douane.budget.approval-above-percent, -1, must be a whole number from 0 to 1000",
        "douane.budget.proposals-end-after, PT59S, must be at least PT1M",
        "douane.packs.shipped, ja, must be true or false",
        "douane.packs.waiting, 0, must be a whole number from 1",
        "douane.packs.unsigned, perhaps, must be one of",
        "douane.packs.versions-per-key-and-day, -1, must be a whole number from 0",
        "douane.packs.version-bytes-per-key-and-day, 8191K, must be a size from 8M to 1024G",
        "douane.rulesets.proposals-per-key-and-day, -1, must be a whole number from 0",
        "douane.rulesets.activations-per-key-and-hour, -1, must be a whole number from 0",
        "douane.budget.budgets-max, 0, must be a whole number from 1",
        "douane.limits.connections, 0, must be a whole number from 1",
        "douane.limits.head-deadline, PT0.099S, must be at least PT0.1S",
        "douane.limits.write-stall, PT1H0.001S, must be at most PT1H",
        "douane.limits.body-bytes, lots, must be a size such as 8M",
        "douane.limits.body-bytes-per-key, 8191K, must be a size from 8M to 64G",
        "douane.limits.requests-per-second, -1, must be a whole number from 0",
        "douane.limits.new-accounts-per-key-and-hour, -1, must be a whole number from 0"
    })
    void a_value_outside_is_told_with_its_setting(String property, String value, String told) {
        var failure = catchThrowable(() -> settings(Map.of(property, value)));

        assertThat(FailedStart.of(failure).line()).startsWith("%s (%s) %s".formatted(property, value, told));
    }

    @Test
    void two_wrong_settings_are_told_at_once() {
        var failure =
                catchThrowable(() -> settings(Map.of("douane.ledger.lanes", "0", "douane.log.months-ahead", "25")));

        assertThat(FailedStart.of(failure).line()).contains("douane.ledger.lanes (0)", "douane.log.months-ahead (25)");
    }

    @Test
    void what_is_just_inside_is_taken() {
        var settings = settings(Map.of(
                "douane.log.retention", "P1D",
                "douane.log.months-ahead", "24",
                "douane.identity.cache-ttl", "PT30S",
                "douane.ledger.linger", "PT0S",
                "douane.limits.body-bytes-per-key", "8M",
                "douane.rulesets.zone", "Europe/Berlin"));

        assertThat(settings.getConfigMapping(LogConfig.class).monthsAhead()).isEqualTo(24);
        assertThat(settings.getConfigMapping(LedgerConfig.class).linger()).isZero();
        assertThat(settings.getConfigMapping(LimitsConfig.class).bodyBytesPerKey())
                .isEqualTo(8 << 20);
        assertThat(settings.getConfigMapping(RulesetsConfig.class).zone()).hasToString("Europe/Berlin");
    }

    private static SmallRyeConfig settings(Map<String, String> said) {
        return new SmallRyeConfigBuilder()
                .withMapping(ReconciliationConfig.class)
                .withMapping(BudgetConfig.class)
                .withMapping(DecisionsConfig.class)
                .withMapping(IdentityConfig.class)
                .withMapping(LedgerConfig.class)
                .withMapping(LimitsConfig.class)
                .withMapping(LogConfig.class)
                .withMapping(PacksConfig.class)
                .withMapping(RulesetsConfig.class)
                .withSources(new PropertiesConfigSource(said, "said", 100))
                .build();
    }
}
