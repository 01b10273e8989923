package dev.douane.service.client;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.client.ApiClient;
import dev.douane.client.ApiException;
import dev.douane.client.api.BudgetsApi;
import dev.douane.client.api.CatalogApi;
import dev.douane.client.api.DecisionsApi;
import dev.douane.client.api.KeysApi;
import dev.douane.client.api.LedgerApi;
import dev.douane.client.api.LogApi;
import dev.douane.client.api.OutputLengthsApi;
import dev.douane.client.api.PacksApi;
import dev.douane.client.api.RolesApi;
import dev.douane.client.api.RulesetsApi;
import dev.douane.client.model.BudgetListed;
import dev.douane.client.model.BudgetRequest;
import dev.douane.client.model.Call;
import dev.douane.client.model.Caller;
import dev.douane.client.model.ChangeReason;
import dev.douane.client.model.Data;
import dev.douane.client.model.Decision;
import dev.douane.client.model.DecisionRequest;
import dev.douane.client.model.LogCheckLine;
import dev.douane.client.model.OverrideRequest;
import dev.douane.client.model.PackRequest;
import dev.douane.client.model.PeriodRequest;
import dev.douane.client.model.Problem;
import dev.douane.client.model.RulesetRequest;
import dev.douane.client.model.Scope;
import dev.douane.client.model.SettlementRequest;
import dev.douane.client.model.Violation;
import dev.douane.client.model.Workload;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks through the client that openapi-generator makes of {@code docs/openapi.yaml}, as whoever generates one does. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class GeneratedClientTest {
    private static final Path README = Path.of("..", "README.md");

    @BeforeEach
    void ready() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static ApiClient client(String... roles) {
        var key = TestKeys.bearer(roles);
        return new ApiClient()
                .setPort(RestAssured.port)
                .setRequestInterceptor(request -> request.header("Authorization", key));
    }

    private static DecisionRequest readmesRequest() {
        return new DecisionRequest()
                .call(new Call()
                        .model("gpt-5")
                        .provider("openai")
                        .inputTokens(1200)
                        .maxOutputTokens(800))
                .caller(new Caller().product("contracts").team("legal"))
                .data(new Data().classes(List.of("personal")).subjectLocations(List.of("DE", "FR")))
                .workload(new Workload().task("legal-analysis"));
    }

    // --- a gateway

    @Test
    void the_readmes_request_is_built_of_types() throws IOException {
        var readme = Files.readString(README);
        var body = readme.substring(readme.indexOf("-d '") + "-d '".length(), readme.indexOf("'\n```"));

        assertThat(new ApiClient().getObjectMapper().readValue(body, DecisionRequest.class))
                .isEqualTo(readmesRequest());
    }

    @Test
    void the_readmes_request_is_answered_in_types() throws ApiException {
        var decision = new DecisionsApi(client(Roles.GATEWAY)).decide(readmesRequest(), "client-" + UUID.randomUUID());

        assertThat(decision.getVerdict()).isEqualTo(Decision.VerdictEnum.REROUTE);
        assertThat(decision.getBecause().getCode()).isEqualTo("rule:EU-001");
        assertThat(decision.getTarget().getModel()).isEqualTo("gpt-5");
        assertThat(decision.getTarget().getHosting()).isEqualTo("SE");
        assertThat(decision.getReasons().getFirst().getCites()).containsExactly("GDPR Art. 44");
        assertThat(decision.getHold().getAmount()).isEqualTo(decision.getCost().getEstimated());
        assertThat(decision.getHold().getExpiresAt()).isAfter(decision.getDecidedAt());
        assertThat(decision.getRetryAfter()).isNull();
    }

    @Test
    void a_hold_is_settled() throws ApiException {
        var decisions = new DecisionsApi(client(Roles.GATEWAY));
        var decision = decisions.decide(readmesRequest(), null);

        var hold = decisions.settle(
                decision.getId().toString(),
                new SettlementRequest().usage(Map.of("inputTokens", 1200, "outputTokens", 300)));

        assertThat(hold.getDecision()).isEqualTo(decision.getId());
        assertThat(hold.getState()).isEqualTo("settled");
        assertThat(hold.getHeld()).isEqualTo(decision.getHold().getAmount());
        assertThat(hold.getUsage().getVisibleOutput()).isEqualTo(300);
        assertThat(hold.getSettledAt()).isAfterOrEqualTo(decision.getDecidedAt());
    }

    @Test
    void what_fails_has_its_problem_in_types() throws IOException {
        var decisions = new DecisionsApi(client(Roles.GATEWAY));
        var wrong = readmesRequest();
        wrong.getCall().maxOutputTokens(0);

        var refused = catchThrowableOfType(ApiException.class, () -> decisions.decide(wrong, null));
        var unknown = catchThrowableOfType(
                ApiException.class, () -> decisions.voidHold(UUID.randomUUID().toString()));

        assertThat(refused.getCode()).isEqualTo(400);
        assertThat(problem(refused).getViolations())
                .extracting(Violation::getPointer)
                .containsExactly("/call/maxOutputTokens");
        assertThat(unknown.getCode()).isEqualTo(404);
        assertThat(problem(unknown).getType()).endsWith("/decision-not-found");
    }

    private static Problem problem(ApiException failure) throws IOException {
        return new ApiClient().getObjectMapper().readValue(failure.getResponseBody(), Problem.class);
    }

    // --- whoever keeps the budgets

    @Test
    void a_budget_is_made_once() throws ApiException {
        var budgets = new BudgetsApi(client(Roles.FINOPS));
        var wanted = budget("owners of " + UUID.randomUUID());

        var made = budgets.makeBudgetWithHttpInfo(wanted);
        var found = budgets.makeBudgetWithHttpInfo(wanted);
        var read = budgets.budget(made.getData().getId().toString(), null, null, null);

        assertThat(made.getStatusCode()).isEqualTo(201);
        assertThat(made.getHeaders().get("Location").getFirst())
                .endsWith("/v1/budgets/" + made.getData().getId());
        assertThat(found.getStatusCode()).isEqualTo(200);
        assertThat(read.getAmount()).isEqualTo("250.00");
        assertThat(read.getScope()).isEqualTo(Map.of("product", wanted.getName()));
        assertThat(read.getNext()).isNull();
    }

    @Test
    void a_list_is_read_page_by_page() throws ApiException {
        var budgets = new BudgetsApi(client(Roles.FINOPS));
        var owner = "owners of " + UUID.randomUUID();
        var made = List.of(budget(owner), budget(owner), budget(owner));
        for (var one : made) {
            budgets.makeBudget(one);
        }

        var read = new ArrayList<BudgetListed>();
        String cursor = null;
        do {
            var page = budgets.budgets(cursor, 2, null, owner);
            read.addAll(page.getBudgets());
            cursor = page.getNext();
        } while (cursor != null);

        assertThat(read)
                .extracting(BudgetListed::getName)
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(BudgetRequest::getName).toList());
    }

    @Test
    void an_override_is_approved_with_a_reason() throws ApiException {
        var budgets = new BudgetsApi(client(Roles.FINOPS));
        var budget = budgets.makeBudget(budget("owners of more")).getId().toString();
        var until = OffsetDateTime.now(ZoneOffset.ofHours(2)).plusDays(1);
        var proposed = budgets.proposeOverride(
                budget,
                new OverrideRequest()
                        .extra("50.00")
                        .until(until.toInstant().toString())
                        .why("a launch"));

        var approved = new BudgetsApi(client(Roles.APPROVER))
                .approveOverride(budget, proposed.getNumber(), new ChangeReason().why("agreed"));

        assertThat(approved.getApprovedWhy()).isEqualTo("agreed");
        assertThat(budgets.budget(budget, null, null, null).getOverrides()).hasSize(1);
    }

    private static BudgetRequest budget(String owner) {
        var name = "client-" + UUID.randomUUID();
        return new BudgetRequest()
                .name(name)
                .owner(owner)
                .amount("250.00")
                .currency("USD")
                .period(new PeriodRequest().unit(PeriodRequest.UnitEnum.MONTH))
                .scope(new Scope().product(name));
    }

    // --- auditors and authors

    @Test
    void every_kind_of_answer_is_read() throws ApiException {
        var reader = client(Roles.AUDITOR, Roles.FINOPS, Roles.ADMIN);
        var decided = new DecisionsApi(client(Roles.GATEWAY)).decide(readmesRequest(), null);
        var since = OffsetDateTime.now(ZoneOffset.ofHours(2)).minusDays(1);
        var decisions = new DecisionsApi(reader);
        var rulesets = new RulesetsApi(reader);

        assertThat(decisions.decision(decided.getId().toString()).getAnswer().getId())
                .isEqualTo(decided.getId());
        assertThat(decisions
                        .decisions(since, null, null, null, null, null, null, null, null, null, null, null, 1, null)
                        .getItems())
                .hasSize(1);
        assertThat(new CatalogApi(reader).catalogGaps(null).getGaps()).isNotEmpty();
        assertThat(new CatalogApi(reader)
                        .catalog(OffsetDateTime.now(ZoneOffset.UTC), null, null, 1, null, null, null, null)
                        .getDeployments())
                .hasSize(1);
        assertThat(rulesets.ruleset(rulesets.currentRuleset().getNumber()).getPacks())
                .isNotEmpty();
        assertThat(rulesets.rulesetHistory(null, 1).getChanges()).hasSize(1);
        assertThat(new KeysApi(reader).keys(null, 1).getKeys()).hasSize(1);
        assertThat(new OutputLengthsApi(reader).outputLengths(null, null, null, null))
                .isNotNull();
        assertThat(new RolesApi(reader).listRoles().getRoles()).isNotEmpty();
        assertThat(new LedgerApi(reader).checkLedger().getCheckedAt()).isAfter(since);
    }

    @Test
    void an_answer_of_lines_comes_as_a_file_of_all_of_them() throws Exception {
        var lines =
                Files.readAllLines(new LogApi(client(Roles.AUDITOR)).checkLog().toPath());

        assertThat(new ObjectMapper()
                        .readValue(lines.getLast(), LogCheckLine.class)
                        .getEqual())
                .isNotNull();
    }

    @Test
    void a_ruleset_is_proposed() throws ApiException {
        var rulesets = new RulesetsApi(client(Roles.AUTHOR));
        var packs = rulesets.currentRuleset().getPacks().stream()
                .map(pack -> new PackRequest().name(pack.getName()).version(pack.getVersion()))
                .toList();

        var proposed = rulesets.proposeRuleset(
                new RulesetRequest().title("as it is").why("to see").packs(packs));

        assertThat(proposed.getPacks()).hasSameSizeAs(packs);
    }

    @Test
    void a_pack_is_downloaded_and_published_again() throws ApiException {
        var shipped =
                new PacksApi(client(Roles.AUDITOR)).packs(null, 1).getPacks().getFirst();
        var zip = new PacksApi(client(Roles.AUDITOR)).packZip(shipped.getName(), shipped.getVersion());

        var published = new PacksApi(client(Roles.AUTHOR)).publishPackWithHttpInfo(zip, List.of());

        assertThat(published.getStatusCode()).isEqualTo(200);
        assertThat(published.getData().getDigest()).isEqualTo(shipped.getDigest());
    }
}
