package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule compares callers and tasks with what a call can say, or it would be there in vain. */
class CallWordsTest {
    private static final String FLAG = "decision.flag(\"seen\");";

    @TempDir
    private Path packs;

    private List<String> problems(String when) throws PackException {
        var pack = PackOnDisk.of(packs).rule("A-1", when, FLAG).read();
        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.FIRST_LEVEL)
                        .problems())
                .as("accepted before")
                .isEmpty();
        return new PackValidator(Vocabulary.FIXED)
                .check(pack).problems().stream().map(PackProblem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Caller(team == \"acme \") | Caller.team: text (acme ) has blanks around it",
                "Caller(team != \" acme\") | Caller.team: text ( acme) has blanks around it",
                "Caller(product in (\"p\", \" p\")) | Caller.product: text ( p) has blanks around it",
                "`not Caller(!(workflow == \"w \" || workflow == \"v\"))` | Caller.workflow: text (w ) has blanks around it",
                "Caller(user str[startsWith] \" a\") | Caller.user: text ( a) has blanks around it",
                "Caller(user str[endsWith] \"a \") | Caller.user: text (a ) has blanks around it",
                "Workload(task == \"Summarise Ticket\") | Workload.task: text (Summarise Ticket) is no task",
                "Workload(task in (\"chat\", \"a--b\")) | Workload.task: text (a--b) is no task",
                "Workload(task str[startsWith] \"-a\") | Workload.task: text (-a) is no task",
                "Workload(task str[endsWith] \"a-\") | Workload.task: text (a-) is no task"
            })
    void what_no_call_can_say_is_refused_while_the_pack_is_new(String when, String told) throws PackException {
        assertThat(problems(when)).singleElement().asString().contains(told);
    }

    @Test
    void names_and_tasks_longer_than_those_of_calls_are_refused() throws PackException {
        assertThat(problems("Caller(team == \"%s\")".formatted("b".repeat(129))))
                .singleElement()
                .asString()
                .endsWith(") has 129 characters, and a caller's name has 128 at most");
        assertThat(problems("Caller(team == \"%s\")".formatted("b".repeat(128))))
                .isEmpty();
        assertThat(problems("Workload(task == \"%s\")".formatted("b".repeat(129))))
                .singleElement()
                .asString()
                .endsWith(") has 129 characters, and a task has 128 at most");
    }

    @Test
    void the_word_that_is_meant_is_told() throws PackException {
        assertThat(problems("Workload(task == \"Summarise Ticket\")"))
                .singleElement()
                .asString()
                .endsWith(
                        "is no task: those are words in kebab-case such as summarise-ticket\nMaybe write summarise-ticket.");
        assertThat(problems("Caller(team == \"acme \")"))
                .singleElement()
                .asString()
                .endsWith("Maybe write acme.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Caller(team == \"acme labs\", user str[startsWith] \"a \", user str[endsWith] \" z\")",
                "Caller(team in (\"Łódź\", \"東京支店\", \"O'Hara & Sons\", \"हिन्दी दल\", \"Sales (EMEA)\"))",
                "Caller(location == \"DE\", team == null)",
                "Workload(task in (\"chat\", \"summarise-ticket\", \"7\"))",
                "Workload(task str[startsWith] \"draft-\", task str[endsWith] \"-summary\")",
                "Workload(workloadClass == \"Summaries of Tickets\")",
                "Budget(name == \"a\", owner == \"P & L \")"
            })
    void what_a_call_or_something_else_may_say_is_taken(String when) throws PackException {
        assertThat(problems(when)).isEmpty();
    }

    @Test
    void words_of_a_parameter_are_asked_where_they_are_compared() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", """
                    name: example
                    version: 1.0.0
                    concern: cost-tier
                    owners: [tests]
                    title: A pack
                    description: Says what the test needs it to say.
                    parameters:
                      spared: {type: string-set, description: Who is spared., default: [Summarise, chat]}
                    """)
                .rule("A-1", "Workload(task not in (params.spared))", FLAG)
                .read();

        assertThat(new PackValidator(Vocabulary.FIXED).check(pack).problems())
                .singleElement()
                .extracting(PackProblem::message)
                .asString()
                .startsWith("Workload.task: parameter (spared): (Summarise) is no task");
        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of("spared", "mail"), "", PackValidator.LEVEL)
                        .problems())
                .isEmpty();
    }

    @Test
    void what_callers_are_called_stands_in_cells_and_parameters_alike_and_look_alikes_in_neither()
            throws PackException {
        assertThat(problemsOfTeam("R&D")).isEmpty();
        assertThat(problemsOfTeam("Sales (EMEA)")).isEmpty();
        assertThat(problemsOfTeam("हिन्दी दल")).isEmpty();
        assertThat(problemsOfTeam("pаypal (EMEA)"))
                .hasSize(2)
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("pack.yaml:8:").contains("(pаypal (EMEA))"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("tables/t.csv:7:2: ").contains("(pаypal (EMEA))"));
    }

    /** As a word of a parameter, and in a table's cell. */
    private List<String> problemsOfTeam(String team) throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("pack.yaml", """
                    name: example
                    version: 1.0.0
                    concern: cost-tier
                    owners: [tests]
                    title: A pack
                    description: Says what the test needs it to say.
                    parameters:
                      spared: {type: string-set, description: Who is spared., default: ["%s", others]}
                    """.formatted(team))
                .with("tables/t.csv", """
                    RuleSet,t,,,
                    RuleTable T,,,,
                    NAME,CONDITION,ACTION,METADATA,METADATA
                    ,Caller,,,
                    ,"team == ""$param""\","decision.flag(""$param"");","id(""$param"")","reason(""$param"")"
                    rule,team,mark,id,reason
                    one,%s,a,T-1,Because.
                    """.formatted(team))
                .rule("A-1", "Caller(team in (params.spared))", FLAG)
                .read();
        return new PackValidator(Vocabulary.FIXED)
                .check(pack).problems().stream().map(PackProblem::toString).toList();
    }
}
