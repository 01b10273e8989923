package dev.douane.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.Unvalidated;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackVerifierTest {
    private static final String CATALOG = """
            catalog:
              - big-us: {tier: frontier, hosting: US, control: US, price: {input: "5.00", output: "25.00"}}
              - big-eu: {tier: frontier, hosting: DE, control: FR, price: {input: "5.50", output: "27.50"}}
              - small-us: {tier: economy, hosting: US, control: US}
              - norse-no: {tier: frontier, hosting: NO, control: NO, model: fjord, unpriced: true}
            """;

    @TempDir
    private Path packs;

    private static JurisdictionGroups groups() {
        var germany = new JurisdictionGroups.Membership(new Country("DE"), LocalDate.of(1994, 1, 1), null);
        return new JurisdictionGroups(
                new TreeMap<>(Map.of("EEA", new JurisdictionGroups.Group("EEA", List.of(germany), List.of()))));
    }

    private PackOnDisk pack() {
        return PackOnDisk.of(packs)
                .rule(
                        "EX-1",
                        "Data(classes contains \"personal\", subjectGroups contains \"EEA\")",
                        "decision.requireHosting(\"EEA\");")
                .rule("EX-2", "Budget(usedFraction >= 0.80, pace > 1.5)", "decision.capTier(\"economy\");")
                .rule("EX-3", "Workload(task == \"chat\")", "decision.capOutputTokens(500); decision.flag(\"short\");");
    }

    /** Compiled around the validator: these rules have effects of several concerns. */
    private static PackReport verify(PackOnDisk pack) throws PackException {
        return new PackVerifier(Unvalidated.compiler(), groups()).verify(pack.read());
    }

    private static List<PackProblem> refusal(PackOnDisk pack) {
        return catchThrowableOfType(PackException.class, () -> verify(pack)).problems();
    }

    @Test
    void a_pack_that_keeps_its_promises_passes_and_each_rule_is_covered_by_the_cases_that_fire_it()
            throws PackException {
        var report = verify(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: personal data of a German is rerouted
                    call:   {model: big, deployment: big-us}
                    data:   {classes: [personal], subjectLocations: [DE]}
                    expect: {verdict: reroute, deployment: big-eu, because: [EX-1], effects: [requireHosting(EEA)]}
                  - name: a fast budget steps down
                    call:    {model: big}
                    budgets: [{name: search, usedFraction: 0.80, elapsedFraction: 0.50}]
                    expect:  {verdict: downgrade, deployment: small-us, because: [EX-2], flags: []}
                  - name: chat is short
                    call:     {model: big, maxOutputTokens: 900}
                    workload: {task: chat}
                    expect:   {verdict: allow, because: [EX-3], flags: [short], obligations: {maxOutputTokens: 500}}
                  - name: what was asked for is no obligation, a task is its own class
                    call:     {model: big, maxOutputTokens: 100}
                    workload: {task: chat}
                    expect:   {verdict: allow, because: [EX-3], workloadClass: chat}
                  - name: a hard budget that is used up refuses
                    call:    {model: small}
                    budgets: [{name: search, usedFraction: 1, elapsedFraction: 0.9}]
                    expect:  {verdict: deny, because: []}
                  - name: the same budget, soft, lets through
                    call:    {model: small}
                    budgets: [{name: search, usedFraction: 1, elapsedFraction: 0.9, hard: false}]
                    expect:  {verdict: allow, because: []}
                  - name: before there was an EEA nobody was in it
                    time:   1993-12-31T23:59:59Z
                    call:   {model: big, deployment: big-us}
                    data:   {classes: [personal], subjectLocations: [DE]}
                    expect: {verdict: allow, because: []}
                  - name: what has no price is no target
                    call:   {model: fjord}
                    expect: {verdict: reroute, deployment: big-us, because: []}
                """));

        assertThat(report.problems()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.coverage())
                .containsExactly(
                        Map.entry("EX-1", List.of("personal data of a German is rerouted")),
                        Map.entry("EX-2", List.of("a fast budget steps down")),
                        Map.entry(
                                "EX-3",
                                List.of(
                                        "chat is short",
                                        "what was asked for is no obligation, a task is its own class")));
    }

    @Test
    void a_failing_case_says_what_should_have_been_and_what_was_and_a_silent_rule_is_named() throws PackException {
        var report = verify(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: chat is long
                    call:     {model: big, deployment: big-us}
                    workload: {task: chat}
                    expect:   {verdict: reroute, deployment: big-eu, because: [EX-1], flags: [], effects: [], obligations: {maxOutputTokens: 800}}
                """));

        assertThat(report.passed()).isFalse();
        assertThat(report.problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        """
                        tests/all.yaml:7:5: case (chat is long) fails:
                            verdict should be reroute but is allow
                            deployment should be big-eu but is big-us
                            because should be [EX-1] but is [EX-3]
                            maxOutputTokens should be 800 but is 500
                            flags should be [] but is [short]
                            effects should be [] but is [capOutputTokens(500), flag(short)]""",
                        "rule (EX-1) is fired by no scenario: add one under tests/",
                        "rule (EX-2) is fired by no scenario: add one under tests/");
    }

    @Test
    void a_case_whose_rules_cannot_be_evaluated_fails_even_where_a_denial_is_expected() throws PackException {
        var report = verify(PackOnDisk.of(packs)
                .rule("EX-9", "Caller($team : team)", "decision.flag($team);")
                .with("tests/all.yaml", CATALOG + """
                        cases:
                          - name: denied for the wrong reason
                            call:     {model: big}
                            workload: {task: chat}
                            expect:   {verdict: deny, because: []}
                        """));

        assertThat(report.results())
                .singleElement()
                .satisfies(result -> assertThat(result.mismatches())
                        .containsExactly("Rule EX-9 could not be evaluated, so the call is denied."));
    }

    @Test
    void a_case_whose_rules_fire_too_often_says_so() throws PackException {
        var budgets =
                IntStream.range(0, 22).mapToObj(i -> "{name: b%d}".formatted(i)).collect(Collectors.joining(", "));
        var report = verify(PackOnDisk.of(packs)
                .rule("EX-9", "Budget() Budget() Budget()", "decision.flag(\"seen\");")
                .with("tests/all.yaml", CATALOG + """
                        cases:
                          - name: 22 budgets are 10 648 triples
                            call:    {model: big}
                            budgets: [%s]
                            expect:  {verdict: allow, because: []}
                        """.formatted(budgets)));

        assertThat(report.results())
                .singleElement()
                .satisfies(
                        result -> assertThat(result.mismatches())
                                .contains(
                                        "Rule EX-9, and those evaluated with it, fired more than 10000 times, so the call is denied."));
        assertThat(report.problems())
                .as("of rules that it may well fire nothing is said")
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PackProblem.CASE));
    }

    @Test
    void callers_and_tasks_are_read_as_those_of_calls() throws PackException {
        var report = verify(PackOnDisk.of(packs)
                .rule("EX-9", "Caller(team == \"acme\")", "decision.flag(\"seen\");")
                .with("tests/all.yaml", CATALOG + """
                        cases:
                          - name: a blank makes nobody else
                            call:   {model: big}
                            caller: {team: " acme "}
                            expect: {verdict: allow, because: [EX-9]}
                        """));

        assertThat(report.passed()).isTrue();
        assertThat(refusal(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: no task
                    call:     {model: big}
                    workload: {task: Summarise Ticket}
                    expect:   {verdict: allow, because: []}
                  - name: nobody
                    call:   {model: big}
                    caller: {team: " "}
                    expect: {verdict: allow, because: []}
                """)))
                .extracting(PackProblem::toString)
                .containsExactly(
                        """
                        tests/all.yaml:7:5: case (no task): task (Summarise Ticket) is no task: those are words in kebab-case such as summarise-ticket
                        Maybe write summarise-ticket.""",
                        "tests/all.yaml:11:5: case (nobody): caller ( ) must have 1 to 128 characters, not only blanks");
    }

    @Test
    void cases_of_a_pack_of_before_are_read_as_they_were() throws PackException {
        var before = PackOnDisk.of(packs)
                .rule("EX-9", "Caller(team == \"acme \") Workload(task == \"Summarise\")", "decision.flag(\"seen\");")
                .with("tests/all.yaml", CATALOG + """
                        cases:
                          - name: as it was written
                            call:     {model: big}
                            caller:   {team: "acme "}
                            workload: {task: Summarise}
                            expect:   {verdict: allow, because: [EX-9]}
                        """)
                .read()
                .at(Pack.FIRST_LEVEL);

        assertThat(new PackVerifier(Unvalidated.compiler(), groups())
                        .verify(before)
                        .passed())
                .isTrue();
    }

    @Test
    void a_typo_in_a_case_is_refused_by_name_and_line() {
        assertThat(refusal(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: typo
                    call:   {model: big, maxOutputToken: 3}
                    expect: {verdict: allow, because: []}
                """)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("tests/all.yaml:8:26: unknown member (cases.0.call.maxOutputToken); known here: "));
    }

    /** A rule misses what is misspelt, and the case passes for another reason than its author thinks of. */
    @Test
    void words_that_no_call_may_say_are_refused_where_a_pack_is_new() throws PackException {
        var pack = pack().with("tests/all.yaml", CATALOG + """
                        cases:
                          - name: data
                            call:   {model: big}
                            data:   {classes: [persnal]}
                            expect: {verdict: allow, because: []}
                          - name: place
                            call:   {model: big}
                            caller: {location: EEA}
                            expect: {verdict: allow, because: []}
                        """).read();
        var verifier = new PackVerifier(Unvalidated.compiler(), groups());

        assertThat(catchThrowableOfType(PackException.class, () -> verifier.verify(pack, Vocabulary.SHIPPED))
                        .problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        "tests/all.yaml:7:5: case (data): data class (persnal) is none that a call may say\nMaybe personal?",
                        "tests/all.yaml:11:5: case (place): country (EEA) is none that a call may say\nMaybe EE?");
        assertThat(verifier.verify(pack.at(Pack.FIRST_LEVEL), Vocabulary.SHIPPED)
                        .results())
                .hasSize(2);
    }

    @Test
    void what_cannot_be_is_refused_case_by_case() {
        assertThat(refusal(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: no such verdict
                    call:   {model: big}
                    expect: {verdict: maybe, because: []}
                  - name: negative
                    call:   {model: big, inputTokens: -1}
                    expect: {verdict: allow, because: []}
                  - name: negative
                    call:   {model: big}
                    expect: {verdict: allow, because: []}
                  - name: odd time
                    time:   yesterday
                    call:   {model: big}
                    expect: {verdict: allow, because: []}
                  - name: much more than the budget
                    call:    {model: big}
                    budgets: [{name: b, usedFraction: 11}]
                    expect:  {verdict: allow, because: []}
                  - name: more than a call may ask for
                    call:   {model: big, n: 500}
                    expect: {verdict: allow, because: []}
                """)))
                .extracting(PackProblem::toString)
                .containsExactly(
                        "tests/all.yaml:7:5: case (no such verdict): verdict (maybe) must be one of allow, reroute, downgrade, defer, deny",
                        "tests/all.yaml:10:5: case (negative): inputTokens (-1) must not be negative",
                        "tests/all.yaml:13:5: case (negative): has the name of another case of the file",
                        "tests/all.yaml:16:5: case (odd time): Text 'yesterday' could not be parsed at index 0",
                        "tests/all.yaml:20:5: case (much more than the budget): usedFraction (11) must be between 0 and 10",
                        "tests/all.yaml:24:5: case (more than a call may ask for): n (500) must be at most 128, as in a call");
    }

    @Test
    void a_catalog_that_cannot_be_is_refused() {
        assertThat(refusal(pack().with("tests/all.yaml", """
                catalog:
                  - big-us: {tier: gigantic}
                cases: []
                """)))
                .extracting(PackProblem::message)
                .singleElement()
                .asString()
                .startsWith("deployment (big-us): tier (gigantic) is none of ");
    }

    @Test
    void an_aliased_or_missing_value_is_no_value() {
        assertThat(refusal(pack().with("tests/all.yaml", CATALOG + """
                cases:
                  - name: nothing
                    call:   {model: big}
                    expect: {verdict: allow, because: [~]}
                """))).isNotEmpty();
        assertThat(refusal(pack().with("tests/all.yaml", "catalog: []\ncases:\n  -\n")))
                .isNotEmpty();
    }
}
