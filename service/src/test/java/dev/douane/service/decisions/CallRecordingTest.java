package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Options.Explain;
import dev.douane.rules.call.Options.Mode;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.PriceStep;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Tiers;
import dev.douane.rules.decide.Ahead;
import dev.douane.rules.decide.Classification;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.money.Money;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.ledger.AccountAfter;
import dev.douane.service.ledger.Hold;
import dev.douane.service.platform.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The documents of a decision, letter by letter. */
class CallRecordingTest {
    private static final UUID ID = UUID.fromString("019aa5e1-6c7b-7000-8000-00000000002a");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.120Z");
    private static final Caller SEARCH =
            new Caller("acme", "search", "ranking", "query-rewrite", "u-123", null, "prod", "DE");
    private static final Catalog CATALOG = new Catalog(
            7,
            "sha256:catalog",
            "USD",
            Tiers.SHIPPED,
            List.of(new Model(new ModelId("gpt-5"), "gpt-5", new TreeSet<>(), List.of())),
            List.of(
                    deployment("openai-gpt-5", "openai", "us", "US", "10.00"),
                    deployment("azure-gpt-5-swedencentral", "azure", "swedencentral", "SE", "11.00"),
                    deployment("azure-gpt-5-francecentral", "azure", "francecentral", "FR", "11.00"),
                    deployment("somewhere-gpt-5", "somewhere", "moon", null, "1.00")));
    private static final Fired EEA = new Fired(
            new RuleRef(
                    "EU-001",
                    "sovereignty-eu@1.2.0",
                    "Personal data of people in the EEA is processed inside the EEA.",
                    List.of("GDPR Art. 44")),
            new Effect.RequireHosting("SE"),
            Fired.Mode.ENFORCE);
    private static final Fired ON_TRIAL = new Fired(
            new RuleRef("X-1", "trial@0.1.0", "A \"trial\".", List.of()),
            new Effect.CapTier("standard"),
            Fired.Mode.OBSERVE);

    private static Deployment deployment(String id, String provider, String region, String hosting, String output) {
        return Deployment.of(id, "gpt-5", provider, region, Tiers.SHIPPED.named("frontier"))
                .hostedIn(hosting)
                .controlledBy(hosting == null ? null : "US")
                .operations(List.of("chat"))
                .limits(400_000, null, 128_000)
                .prices(Prices.flat(new PriceStep(0, Money.parse("1.375"), Money.parse("0.1375"), Money.parse(output))))
                .build();
    }

    private static Budget budget(String held) {
        return new Budget(
                "search-product",
                "search-pnl",
                "product=search",
                true,
                Money.parse("2800"),
                Money.parse(held),
                Money.parse("1987.6"),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                AT);
    }

    private static Rules saying(Fired... fired) {
        return new Rules() {
            @Override
            public Classification classify(Facts facts) {
                return Classification.NONE;
            }

            @Override
            public Effects evaluate(Facts facts) {
                return Effects.of(List.of(fired));
            }
        };
    }

    private static Call call(String model) {
        return new Call(model, null, null, null, "chat", 1200, 0, 800, 1, "default", Collections.emptySortedSet());
    }

    private static DecisionRecord recorded(
            Call call, Options options, Rules rules, List<Outage> outages, List<Budget> exact) {
        var question =
                new Question(call, SEARCH, Data.of(List.of("personal"), List.of("DE")), Workload.UNKNOWN, options);
        var snapshot = new Snapshot(
                new RulesetRef(12, "sha256:rules"),
                rules,
                new Settings(4096, ZoneId.of("UTC")),
                new CatalogIndex(CATALOG, JurisdictionGroups.none().on(LocalDate.of(2026, 11, 21))),
                outages,
                (caller, at) -> List.of(budget("0.25")));
        var plan = new Decider().plan(question, snapshot, AT);
        var headroom = Headroom.of(exact);
        var made = plan.decide(plan.admit(headroom), headroom, Ahead.NOTHING);
        var decision = made.decision();
        var target = decision.verdict().target();
        var after = new ArrayList<AccountAfter>();
        for (var budget : exact) {
            after.add(new AccountAfter(
                    target == null
                            ? budget
                            : budget(budget.held().plus(target.estimate()).toString())));
        }
        var hold = Optional.ofNullable(target)
                .filter(option -> options.holdsMoney())
                .map(option -> new Hold(option.estimate(), Instant.parse("2026-11-21T10:15:00Z")))
                .orElse(null);
        var request = "{\"call\":{}}".getBytes(UTF_8);
        var record = new CallRecording(ID, plan, Ahead.NOTHING, "key-1", request).record(made, after, hold);
        var ahead = plan.ahead();
        var prepared = new CallRecording(ID, plan, ahead, "key-1", request);
        assertThat(prepared.record(plan.decide(plan.admit(headroom), headroom, ahead), after, hold)
                        .answer())
                .as("the answer, if most of it was written beforehand")
                .isEqualTo(record.answer());
        assertThat(new String(bound(record.answer(), DecisionView.class), UTF_8))
                .as("the answer, read into what describes it and written from there")
                .isEqualTo(new String(record.answer(), UTF_8));
        assertThat(new String(bound(record.evidence(), Evidence.class), UTF_8))
                .as("the same of the evidence")
                .isEqualTo(new String(record.evidence(), UTF_8));
        return record;
    }

    private static byte[] bound(byte[] json, Class<?> described) {
        var slow = new StrictJson();
        return slow.write(slow.read(json, described));
    }

    private static Options explaining(Explain explain) {
        return new Options(Mode.ENFORCE, true, Duration.ZERO, true, explain);
    }

    @Test
    void a_reroute_is_written_to_the_letter() {
        var record = recorded(
                call("gpt-5").pinnedTo("openai", null, null),
                Options.DEFAULT,
                saying(EEA, ON_TRIAL),
                List.of(),
                List.of(budget("0.3")));

        assertThat(new String(record.answer(), UTF_8))
                .isEqualTo("{\"id\":\"019aa5e1-6c7b-7000-8000-00000000002a\",\"verdict\":\"reroute\","
                        + "\"because\":{\"code\":\"rule:EU-001\",\"message\":\"Personal data of people in the EEA is processed inside the EEA.\","
                        + "\"rule\":\"EU-001\",\"pack\":\"sovereignty-eu@1.2.0\"},"
                        + "\"target\":{\"deployment\":\"azure-gpt-5-swedencentral\",\"model\":\"gpt-5\",\"provider\":\"azure\","
                        + "\"region\":\"swedencentral\",\"hosting\":\"SE\",\"control\":\"US\",\"tier\":\"frontier\"},"
                        + "\"alternatives\":[],"
                        + "\"reasons\":[{\"rule\":\"EU-001\",\"pack\":\"sovereignty-eu@1.2.0\",\"effect\":\"requireHosting(SE)\","
                        + "\"message\":\"Personal data of people in the EEA is processed inside the EEA.\",\"cites\":[\"GDPR Art. 44\"],"
                        + "\"mode\":\"enforce\"},"
                        + "{\"rule\":\"X-1\",\"pack\":\"trial@0.1.0\",\"effect\":\"capTier(standard)\",\"message\":\"A \\\"trial\\\".\","
                        + "\"mode\":\"observe\"}],"
                        + "\"wouldHave\":{\"verdict\":\"deny\",\"because\":[\"X-1\"]},"
                        + "\"obligations\":{\"maxOutputTokens\":800},"
                        + "\"cost\":{\"currency\":\"USD\",\"requested\":\"0.009650\",\"estimated\":\"0.010450\"},"
                        + "\"hold\":{\"amount\":\"0.010450\",\"expiresAt\":\"2026-11-21T10:15:00Z\"},"
                        + "\"budgets\":[{\"name\":\"search-product\",\"remaining\":\"812.08955\",\"usedFraction\":0.71}],"
                        + "\"ruleset\":{\"number\":12,\"digest\":\"sha256:rules\"},\"catalog\":{\"version\":7},"
                        + "\"decidedAt\":\"2026-11-21T10:00:00.120Z\"}");
        assertThat(new String(record.evidence(), UTF_8))
                .isEqualTo(
                        "{\"budgets\":[{\"name\":\"search-product\",\"scope\":\"product=search\",\"owner\":\"search-pnl\","
                                + "\"hard\":true,\"limit\":\"2800\",\"from\":\"2026-11-01T00:00:00Z\",\"until\":\"2026-12-01T00:00:00Z\","
                                + "\"seen\":{\"held\":\"0.25\",\"spent\":\"1987.6\"},\"after\":{\"held\":\"0.31045\",\"spent\":\"1987.6\"}}]}");
        assertThat(record.id()).isEqualTo(ID);
        assertThat(record.decidedAt()).isEqualTo(AT);
        assertThat(record.principal()).isEqualTo("key-1");
        assertThat(record.mode()).isEqualTo("enforce");
        assertThat(record.verdict()).isEqualTo("reroute");
        assertThat(record.because()).isEqualTo("rule:EU-001");
        assertThat(record.caller()).isEqualTo(SEARCH);
        assertThat(record.modelAsked()).isEqualTo("gpt-5");
        assertThat(record.target())
                .isEqualTo(new DecisionRecord.Target(
                        "azure-gpt-5-swedencentral",
                        "gpt-5",
                        "azure",
                        "swedencentral",
                        "SE",
                        "US",
                        "frontier",
                        Money.parse("0.01045")));
        assertThat(record.rules()).containsExactly("EU-001", "X-1");
        assertThat(record.ruleset()).isEqualTo(12);
        assertThat(record.catalog()).isEqualTo(7);
        assertThat(record.requested()).isEqualTo(Money.parse("0.00965"));
        assertThat(record.held()).isEqualTo(Money.parse("0.01045"));
    }

    @Test
    void an_alternative_says_what_it_would_cost_and_leaves_out_a_jurisdiction_that_is_not_known() {
        var record =
                recorded(call("gpt-5").pinnedTo("azure", null, null), Options.DEFAULT, saying(), List.of(), List.of());

        assertThat(new String(record.answer(), UTF_8))
                .contains("\"verdict\":\"allow\",\"because\":{\"code\":\"as-asked\",")
                .contains("\"alternatives\":[{\"deployment\":\"azure-gpt-5-swedencentral\",")
                .contains(
                        "{\"deployment\":\"somewhere-gpt-5\",\"model\":\"gpt-5\",\"provider\":\"somewhere\",\"region\":\"moon\","
                                + "\"tier\":\"frontier\",\"estimated\":\"0.002450\",\"maxOutputTokens\":800}")
                .contains("\"budgets\":[]");
    }

    @Test
    void a_denial_names_the_nearest_miss_and_neither_target_nor_obligations() {
        var record = recorded(call("gpt-6"), Options.DEFAULT, saying(), List.of(), List.of());

        assertThat(new String(record.answer(), UTF_8))
                .contains(
                        "\"verdict\":\"deny\",\"because\":{\"code\":\"unknown-model\",\"message\":\"The catalog has no model (gpt-6). Maybe gpt-5?\"},"
                                + "\"reasons\":[{\"rule\":\"unknown-model\",\"effect\":\"model(gpt-6)\"")
                .contains(
                        "\"cost\":{\"currency\":\"USD\"},\"budgets\":[],\"nearestMiss\":{\"reasons\":[{\"rule\":\"unknown-model\",")
                .doesNotContain("\"target\"")
                .doesNotContain("\"alternatives\"")
                .doesNotContain("\"obligations\"")
                .doesNotContain("\"hold\"");
        assertThat(record.target()).isNull();
        assertThat(record.held()).isNull();
    }

    @Test
    void a_deferral_says_when_to_ask_again() {
        var patient = new Options(Mode.ENFORCE, true, Duration.ofDays(31), true, Explain.REASONS);
        var record = recorded(call("gpt-5"), patient, saying(), List.of(), List.of(budget("812.4")));

        assertThat(new String(record.answer(), UTF_8))
                .contains(
                        "\"verdict\":\"defer\",\"because\":{\"code\":\"budget\",\"message\":\"Budget search-product (product=search) has 0.00 of")
                .contains("\"reasons\":[{\"rule\":\"budget\",")
                .contains("\"budgets\":[{\"name\":\"search-product\",\"remaining\":\"0.00\",\"usedFraction\":1.0}],"
                        + "\"retryAfter\":\"2026-12-01T00:00:00Z\",");
    }

    @Test
    void reasons_that_are_not_told_are_recorded_all_the_same() {
        var record = recorded(
                call("gpt-5").pinnedTo("openai", null, null),
                explaining(Explain.NONE),
                saying(EEA),
                List.of(new Outage("mars", null, null, null)),
                List.of());

        assertThat(new String(record.answer(), UTF_8))
                .doesNotContain("reasons")
                .contains("\"because\":{\"code\":\"rule:EU-001\",");
        assertThat(new String(record.evidence(), UTF_8))
                .contains("\"outages\":[{\"provider\":\"mars\"}]")
                .contains("\"reasons\":[{\"rule\":\"EU-001\",\"pack\":\"sovereignty-eu@1.2.0\"");
        assertThat(record.rules()).containsExactly("EU-001");
    }

    @Test
    void a_full_explanation_shows_how_the_catalog_came_down() {
        var record = recorded(
                call("gpt-5").pinnedTo("openai", null, null),
                explaining(Explain.FULL),
                saying(EEA),
                List.of(),
                List.of());

        assertThat(new String(record.answer(), UTF_8))
                .contains(
                        "\"explanation\":{\"catalog\":4,\"steps\":[{\"rule\":\"EU-001\",\"effect\":\"requireHosting(SE)\","
                                + "\"excluded\":3,\"left\":1}],\"eligible\":1}");
    }

    @Test
    void advice_holds_nothing() {
        var advise = new Options(Mode.ADVISE, true, Duration.ZERO, true, Explain.REASONS);
        var record = recorded(call("gpt-5"), advise, saying(), List.of(), List.of(budget("0.3")));

        assertThat(record.mode()).isEqualTo("advise");
        assertThat(record.held()).isNull();
        assertThat(new String(record.answer(), UTF_8)).doesNotContain("\"hold\"");
    }
}
