package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An effect that decides is told a field only where the rule's conditions say that it is what the effect takes. */
class ToldFieldsTest {
    private static String manifest(String concern) {
        return """
            name: example
            version: 1.0.0
            concern: %s
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            parameters:
              some: {type: string-set, default: [a, b], description: Some words.}
              least: {type: integer, default: 1, min: 0, description: A number.}
            """.formatted(concern);
    }

    private static List<PackProblem> problems(String concern, String when, String then, int level)
            throws PackException {
        return new PackValidator(Vocabulary.FIXED)
                .check(
                        PackReader.of(
                                "example",
                                List.of(
                                        new PackFile("pack.yaml", manifest(concern)),
                                        new PackFile("rules/a.drl", PackOnDisk.rule("R-1", "Rule", when, then)))),
                        Map.of(),
                        "",
                        level)
                .problems();
    }

    private static List<String> told(String concern, String when, String then) throws PackException {
        return problems(concern, when, then, Pack.LEVEL).stream()
                .map(PackProblem::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Outage($p : provider)
            Outage($p : provider, region != null)
            Outage($p : provider, region == "a" || provider == "b")
            Outage($p : provider, !(provider == "b"))
            Outage($p : provider, provider != "b")
            Outage($p : provider, provider not in ("a", "b"))
            Outage($p : provider) Outage(provider != null)
            Outage($p : provider) not Outage(provider == null)
            Outage($p : provider) (Call(provider == $p) or Workload())
            Call($p : provider)
            Call($p : provider) not Call(provider == "a")
            """)
    void a_field_that_may_be_missing_is_refused(String when) throws PackException {
        assertThat(told("sovereignty", when, "decision.forbidProvider($p);"))
                .singleElement()
                .asString()
                .startsWith("forbidProvider is told ($p), and ")
                .endsWith(".provider may be missing: what decides is not guessed\n"
                        + "Maybe add provider != null where the rule looks at that %s."
                                .formatted(when.substring(0, when.indexOf('('))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Outage($p : provider != null)
            Outage($p : provider == "a")
            Outage($p : provider, !(provider == null))
            Outage($p : provider, provider == "a" || provider in ("b", "c"))
            Outage($p : provider, region == "x" && provider str[startsWith] "b")
            Outage($p : provider, provider memberOf params.some)
            Outage($p : provider, !(provider not in ("a", "b")))
            Outage($p : provider, !(provider == null || region == "b"))
            Outage($p : provider) Call(provider == $p)
            $o : Outage($p : provider) Call(provider == $o.provider)
            Outage($p : provider) exists Call(provider == $p)
            Outage($p : provider) (Call(provider == $p) or Call(region == $p))
            Call($p : provider) Call(provider != null)
            Call(provider != null) (Workload() and Call($p : provider))
            Call($p : provider) not Call(provider == null)
            (Call(provider == "a") or Call(provider == "b")) Call($p : provider)
            """)
    void a_field_that_the_conditions_say_is_there_is_told(String when) throws PackException {
        assertThat(told("sovereignty", when, "decision.forbidProvider($p);")).isEmpty();
    }

    @Test
    void a_field_of_a_bound_fact_is_as_a_variable() throws PackException {
        assertThat(told("sovereignty", "$o : Outage()", "decision.forbidProvider($o.provider);"))
                .singleElement()
                .asString()
                .startsWith("forbidProvider is told ($o.provider), and Outage.provider may be missing");
        assertThat(told("sovereignty", "$o : Outage(provider != null)", "decision.forbidProvider($o.provider);"))
                .isEmpty();
        assertThat(told("sovereignty", "$o : Outage(region != null)", "decision.forbidProvider($o.provider);"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Call($n : inputTokens)
            Call($n : inputTokens >= 0)
            Call($n : inputTokens, inputTokens < 500)
            Call($n : inputTokens, inputTokens != 1)
            Call($n : inputTokens, inputTokens > 5 || n > 1)
            Call($n : maxOutputTokens)
            Clock($n : hour)
            """)
    void a_count_that_may_be_zero_or_missing_is_refused(String when) throws PackException {
        assertThat(told("cost-tier", when, "decision.capOutputTokens($n);")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Call($n : inputTokens > 0)
            Call($n : inputTokens >= 1)
            Call($n : inputTokens != 0)
            Call($n : inputTokens, !(inputTokens == 0))
            Call($n : inputTokens, !(inputTokens < 1))
            Call($n : inputTokens in (1, 500))
            Call($n : inputTokens >= params.least)
            Call($n : inputTokens > cachedInputTokens)
            Call($n : inputTokens) Clock(hour < $n)
            Call($n : maxOutputTokens != null)
            Call($n : n)
            """)
    void a_count_that_the_conditions_say_is_one_or_more_is_told(String when) throws PackException {
        assertThat(told("cost-tier", when, "decision.capOutputTokens($n);")).isEmpty();
    }

    @Test
    void a_scope_is_too_long_for_a_word_and_a_mark_takes_anything() throws PackException {
        assertThat(told("sovereignty", "Budget($s : scope)", "decision.requireTag($s);"))
                .singleElement()
                .asString()
                .startsWith("requireTag is told ($s), and Budget.scope may be longer than a word");
        assertThat(told("sovereignty", "Budget($s : scope) Caller($t : team)", "decision.flag($s); decision.flag($t);"))
                .isEmpty();
    }

    @Test
    void packs_of_before_keep_what_they_tell() throws PackException {
        assertThat(problems("sovereignty", "Outage($p : provider)", "decision.forbidProvider($p);", 2))
                .isEmpty();
        assertThat(problems("sovereignty", "Outage($p : provider)", "decision.forbidProvider($p);", Pack.LEVEL))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("unsure-value");
                    assertThat(problem.line()).isEqualTo(7);
                });
    }
}
