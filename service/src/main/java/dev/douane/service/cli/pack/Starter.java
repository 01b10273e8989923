package dev.douane.service.cli.pack;

import dev.douane.rules.drl.Concern;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The packs that {@code new} writes: one rule, and cases on both sides of each of its conditions. */
final class Starter {
    private static final String CATALOG = """
            # A small catalog to decide on. What a deployment does not say of place, control and contract is unknown.
            catalog:
              - big-us: {tier: frontier, hosting: US, control: US, contract: {trainsOnData: false}, price: {input: "5.00", output: "25.00"}}
              - big-eu: {tier: frontier, hosting: DE, control: FR, contract: {trainsOnData: false}, price: {input: "5.50", output: "27.50"}}
              - small-eu: {tier: economy, hosting: DE, control: FR, contract: {trainsOnData: false}, price: {input: "0.50", output: "2.00"}}
            cases:
            """;

    private Starter() {}

    /** Contents by path. */
    static SortedMap<String, String> files(String name, Concern concern) {
        var id = name.replaceAll("-.*", "").toUpperCase(Locale.ROOT) + "-001";
        var files = new TreeMap<String, String>();
        files.put("pack.yaml", """
                name: %s
                version: 0.1.0
                concern: %s
                owners: [somebody]
                title: Say in one line what this pack is about
                description: >-
                  Say what it promises, for people who will never read its rules.
                """.formatted(name, concern.word()));
        files.put("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n\n- First rule.\n");
        files.put("rules/first.drl", rule(concern).replace("ID-001", id));
        files.put("tests/first.yaml", CATALOG + cases(concern).replace("ID-001", id));
        return files;
    }

    private static String rule(Concern concern) {
        return switch (concern) {
            case CLASSIFICATION -> """
                    rule "Drafts of mail are drafting"
                        @id("ID-001")
                        @reason("The task is called a mail draft, so it is drafting.")
                    when
                        Workload(task == "mail-draft")
                    then
                        decision.classify("drafting");
                    end
                    """;
            case COST_TIER -> """
                    rule "Summaries that nobody waits for run on economy"
                        @id("ID-001")
                        @reason("Summaries that nobody waits for do not need a frontier model.")
                    when
                        Workload(workloadClass == "summarise", interactive == false)
                    then
                        decision.capTier("economy");
                    end
                    """;
            case SOVEREIGNTY -> """
                    rule "Health data of people in the EEA stays in the EEA"
                        @id("ID-001")
                        @reason("Health data of people in the EEA is processed inside the EEA.")
                        @cites("GDPR Art. 9; GDPR Art. 44")
                    when
                        Data(classes contains "health", subjectGroups contains "EEA")
                    then
                        decision.requireHosting("EEA");
                    end
                    """;
            case BUDGET -> """
                    rule "A budget that is nearly used up runs on economy"
                        @id("ID-001")
                        @reason("A budget is 90 %% used, so only economy models are left.")
                    when
                        Budget(usedFraction >= 0.90)
                    then
                        decision.capTier("economy");
                    end
                    """.replace("%%", "%");
        };
    }

    private static String cases(Concern concern) {
        return switch (concern) {
            case CLASSIFICATION -> """
                      - name: a mail draft is drafting
                        call:     {model: big}
                        workload: {task: mail-draft}
                        expect:   {verdict: allow, because: [ID-001], workloadClass: drafting}
                      - name: another task keeps its own word
                        call:     {model: big}
                        workload: {task: search}
                        expect:   {verdict: allow, because: [], workloadClass: search}
                    """;
            case COST_TIER -> """
                      - name: a summary that nobody waits for is downgraded
                        call:     {model: big}
                        workload: {task: summarise, interactive: false}
                        expect:   {verdict: downgrade, deployment: small-eu, because: [ID-001]}
                      - name: "{task} with interactive {waiting} goes where it wants"
                        call:     {model: big, deployment: big-us}
                        workload: {task: "{task}", interactive: "{waiting}"}
                        expect:   {verdict: allow, deployment: big-us, because: []}
                        examples:
                          - {task: summarise, waiting: true}
                          - {task: translate, waiting: false}
                    """;
            case SOVEREIGNTY -> """
                      - name: health data of a German is rerouted into the EEA
                        call:   {model: big, deployment: big-us}
                        data:   {classes: [health], subjectLocations: [DE]}
                        expect: {verdict: reroute, deployment: big-eu, because: [ID-001]}
                      - name: "{class} data of people in {country} goes where it wants"
                        call:   {model: big, deployment: big-us}
                        data:   {classes: ["{class}"], subjectLocations: ["{country}"]}
                        expect: {verdict: allow, deployment: big-us, because: []}
                        examples:
                          - {class: health, country: US}
                          - {class: public, country: DE}
                    """;
            case BUDGET -> """
                      - name: at {used} of the budget the verdict is {verdict}
                        call:    {model: big, deployment: big-us}
                        budgets: [{name: team, usedFraction: "{used}"}]
                        expect:  {verdict: "{verdict}", because: "{because}"}
                        examples:
                          - {used: 0.89, verdict: allow, because: []}
                          - {used: 0.90, verdict: downgrade, because: [ID-001]}
                    """;
        };
    }
}
