package dev.douane.service.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What strangers found out about budgets, holds and accounts, and how it ought to go.
 *
 * <p>{@link #NOT_YET} names the cases that wait for something. They are played as well, and are reported as skipped with what went wrong; one
 * that goes well fails here until it is taken off the list.
 */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(BudgetCasesTest.OfTheCases.class)
@EnabledIf(
        value = "dev.douane.service.cases.BudgetCase#areThere",
        disabledReason =
                "no cases beside the repository; DOUANE_SHARED can point to the folder that holds cases/budgets")
class BudgetCasesTest {
    /** What a case waits for, by the name of its file. */
    private static final Map<String, String> NOT_YET =
            """
            14-served-outside-of-what-was-decided: the reading of usage, of a later issue
            15-correction-of-a-settlement: adjustments, of a later issue
            27-larger-budget-instead-of-the-default: insteadOf, of a later issue
            28-child-run-within-the-parents-ceiling: caller.parentRun, of a later issue
            40-refusal-says-what-would-fit: the largest cap that fits, of a later issue
            44-requests-per-minute: ceilings of requests a minute, of a later issue
            53-week-from-sunday: fiscalStart of a week, of a later issue
            """.lines().map(line -> line.split(": ", 2)).collect(Collectors.toMap(line -> line[0], line -> line[1]));

    @Inject
    SettableTime time;

    @Inject
    Budgets budgets;

    /** An installation with the catalog of the cases, in which a hold lasts as long as they count on. */
    public static class OfTheCases extends OwnInstallation {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("douane.ledger.hold-ttl", "PT20S");
            if (BudgetCase.areThere()) {
                overrides.put(
                        "douane.catalog.file",
                        BudgetCase.folder().resolve("catalog.yaml").toString());
            }
            return overrides;
        }
    }

    @BeforeEach
    void ready() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void now() {
        time.reset();
    }

    static List<BudgetCase> cases() {
        return BudgetCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_case_goes_as_it_ought_to(BudgetCase played) throws Exception {
        var faults = new CasePlayer(time, budgets).play(played);

        var awaited = NOT_YET.get(played.file());
        if (awaited == null) {
            assertThat(faults).as(played.toString()).isEmpty();
        } else {
            assertThat(faults)
                    .as("%s goes as it ought to now: take it off NOT_YET", played.file())
                    .isNotEmpty();
            Assumptions.abort("%s waits for %s: %s".formatted(played.file(), awaited, faults));
        }
    }

    @Test
    void what_is_awaited_is_a_case() {
        assertThat(cases())
                .extracting(BudgetCase::file)
                .containsAll(NOT_YET.keySet())
                .hasSize(62);
    }
}
