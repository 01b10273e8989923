package dev.douane.rules.validator;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.EffectWord;
import dev.douane.rules.drl.EffectWords;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drl.ParameterType;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Size;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the reference of what a rule may say from the very lists that the validator checks by, as Markdown. */
public final class Reference {
    private static final String TEXT = """
            ## Text

            People who read a pack see what the program reads, or a new pack is refused (`misleading-text`):

            - In no file, comments, scenarios and cells that no rule uses included, stands a character that is not seen or turns the direction of
              reading; blanks that do not break a line, and joiners and emoji styles where a script needs them, may stand in sentences. Lines end alike
              in all of a file.
            - Nothing stands behind more blanks of its line, or more empty lines or rows, than the [limits](#limits) say: nobody looks there. Prose
              (`.md`) may.
            - A word of a name is in one script, or in scripts that people do mix (`acme-東京`): `pаypal` with a Cyrillic letter is refused, in names of
              rules and owners and in titles.
            - What is compared, what effects are told and what parameters are set to is so as a whole, with each letter composed, in letters of everyday
              use (`ｆｕｌｌ` is refused), and without signs that look like others (`–` for `-`).
            - Callers' names and tasks are compared with what a call can say, or the rule is refused (`unknown-word`): names of at most 128 characters
              without blanks around them, tasks in kebab-case. Scenarios read both as calls do.

            Reasons and citations may be in any script. A pack that was published before stays in force as it is.

            """;

    private static final String START = """
            # What a rule may say

            This page is generated from the lists that the validator checks by. What is not on it is refused.

            ## A rule

            ```
            rule "A name of its own"
                @id("TEAM-001")
                @reason("One sentence for an auditor, which may show {parameters}.")
                @cites("First article; second article")
            when
                Workload(criticality == "critical", phase != "discovery")
                $b : Budget(usedFraction >= params.threshold)
                not Outage(provider == "azure")
            then
                decision.flag($b.name);
            end
            ```

            - A file holds rules and comments (`//` to the end of the line, `/*` to `*/`) and nothing else.
            - `@id` and `@reason` are required, `@cites` is not. Nothing else stands between name and `when`.
            - `when` lists conditions, all of which must hold; it may be empty. `then` lists effects, at least one.

            ## Conditions

            | written | holds |
            | --- | --- |
            | `Fact(…)` | for each such fact of which all constraints hold; the rule fires for each |
            | `$b : Fact(…)` | the same, and `$b.field` may be used further down |
            | `not Fact(…)`, `not (…)` | where there is none |
            | `exists Fact(…)`, `exists (…)` | where there is at least one; the rule fires once |
            | `a and b`, `a or b`, `(…)` | both, either |

            ## Constraints

            | written | for | holds |
            | --- | --- | --- |
            | `field == value`, `field != value` | all but sets | equal, not equal; `null` where the field may be missing |
            | `field < value`, `<=`, `>`, `>=` | numbers, durations, dates | in that order; never where the field is missing |
            | `field in (a, b)`, `field not in (a, b)` | texts, numbers | one of them, none of them |
            | `set contains value`, `set not contains value` | sets | a member, no member; of a parameter that is a list: at least one, none |
            | `field memberOf set`, `field not memberOf set` | texts | the field is in a set of another fact, or in a parameter that is a list |
            | `field str[startsWith] "a"`, `field str[endsWith] "a"` | texts | begins so, ends so; never where the field is missing |
            | `field`, `!field` | true or false | is true, is not |
            | `a && b`, <code>a &#124;&#124; b</code>, `!(…)`, `(…)` | | both, either, the contrary |
            | `$n : field` | all | always; `$n` may be used further down |

            Constraints of a fact are separated by commas, and all must hold. A value is a text in double quotes (without quotes and backslashes in it),
            a number without suffix, `true`, `false`, `null`, a variable, another field of the same fact, a field `$b.field` of a fact bound before, or
            a parameter `params.name`. What is missing equals nothing but `null`, and nothing else that is missing, and so is `!=` and `not in`
            everything else: say what shall hold then. In packs accepted at level 1 two that are missing were equal, and stay so.

            ## Facts and fields

            """;

    private Reference() {}

    /** The whole page. */
    public static String markdown() {
        var page = new StringBuilder(START);
        for (var fact : Fact.values()) {
            fact(page, fact);
        }
        effects(page);
        parameters(page);
        limits(page);
        refusals(page);
        return page.toString();
    }

    private static void fact(StringBuilder page, Fact fact) {
        page.append("### ")
                .append(fact.word())
                .append("\n\n")
                .append(fact.meaning())
                .append("\n\n");
        page.append("| field | holds | may be missing | meaning |\n| --- | --- | --- | --- |\n");
        FactFields.of(fact)
                .forEach(field -> page.append("| `%s` | %s | %s | %s |\n"
                        .formatted(field.name(), holds(field), field.mayBeMissing() ? "yes" : "", field.meaning())));
        page.append('\n');
    }

    private static String holds(FactField field) {
        return field.type().label()
                + (field.words() == WordKind.FREE ? "" : ": " + field.words().label());
    }

    private static void effects(StringBuilder page) {
        page.append(
                "## Effects\n\nA pack may have the effects of its own concern only. Each effect says something of the target, or of the call.\n\n");
        page.append("| effect | takes | says |");
        for (var concern : Concern.values()) {
            page.append(' ').append(concern.word()).append(" |");
        }
        page.append("\n| --- | --- | --- |")
                .append(" --- |".repeat(Concern.values().length))
                .append('\n');
        EffectWords.all()
                .forEach(effect -> page.append("| `%s` | %s | %s |%s\n"
                        .formatted(effect.name(), takes(effect), effect.meaning(), allowed(effect))));
        page.append("""

                An effect is told a value, a parameter or what a variable holds. What decides is not guessed: a field that may be missing is told only where
                the conditions say that it is there (`provider != null`, or a comparison that holds only then), a count that may be 0 only where they say
                that it is not, and a `scope` not at all; else a new rule is refused (`unsure-value`). `flag` decides nothing: it shows what is missing as
                `unknown`, and cuts what is longer than a text may be. In packs accepted before level 3 a call with such a value is denied by `rule-error`.

                """);
    }

    private static String takes(EffectWord effect) {
        var argument = effect.argument();
        if (argument == null) {
            return "";
        }
        return effect.words() == WordKind.FREE
                ? argument.label()
                : effect.words().label();
    }

    private static String allowed(EffectWord effect) {
        return Arrays.stream(Concern.values())
                .map(concern -> effect.isAllowedTo(concern) ? " ✓ |" : "  |")
                .collect(Collectors.joining());
    }

    private static void parameters(StringBuilder page) {
        page.append("""
                ## Parameters

                Declared in `pack.yaml`, set in a ruleset where the default does not fit, written `params.name` in conditions and effects and `{name}` in
                reasons:

                ```yaml
                parameters:
                  threshold: {type: percent, default: 80, min: 50, max: 100, description: From when on a budget counts as nearly used.}
                ```

                | type | is |
                | --- | --- |
                """);
        for (var type : ParameterType.values()) {
            page.append("| `%s` | %s |\n".formatted(type.word(), type.example()));
        }
        page.append("""

                `min` and `max` are for types with an order. A percentage is compared with fractions: 80 is 0.8. A list stands in `in (params.name)`, behind
                `memberOf` and behind `contains`; told to an effect, the effect is had once for each word. Words of a `string-set` are whatever somebody may
                be called, such as `R&D` or `Sales (EMEA)`, without quotes, backslashes and brackets around them. Commas part them: a name that has one
                stands in the rule itself.

                """);
    }

    private static void limits(StringBuilder page) {
        page.append("## Limits\n\n| what | at most |\n| --- | --- |\n");
        for (var size : Size.values()) {
            page.append("| %s | %s |\n".formatted(size.words(), grouped(size.most())));
        }
        page.append("""

                Work has limits of its own, since few bytes can ask for much. They hold for every pack, whenever it was published, but for those of new
                packs:

                | work | at most |
                | --- | --- |
                """);
        for (var limit : Limit.values()) {
            page.append("| %s | %s |\n".formatted(limit.words(), grouped(limit.most())));
        }
        page.append("""

                Rules that look at several budgets or outages together are held against every combination of them: three `Budget` patterns look at `n² + n³`
                pairs and triples of `n` budgets. Before a call's facts are looked at, these numbers are added up over the rules that are evaluated
                together, for as many budgets and outages as the call has. Where the sum is larger than allowed, no rule is evaluated: the call is denied by
                `rule-error`, which names the rule that asks for most in the pack that asks for most; a pack that is only observed is left out and comes
                into [quarantine](lifecycle.md#quarantine), and `douane_pack_dropped_total` counts that. A rule that looks at one budget at a time costs
                nothing of this.

                A rule fires for every combination that meets its conditions, and that is counted while rules fire: past the limit the call is denied by
                `rule-error` too, which names the rule that fired most often in the pack that did. A new rule that may fire more often than that by itself
                is refused; [lint](lint.md) warns where the rules of a pack may do so together.

                Each time a rule fires, its effects are counted as well, and one that is told a list is had once for each of its words: past the limit the
                call is denied by `rule-error`, which names the rule that had most of them in the pack that did. What the lists of a new pack come to is
                counted where it is published, and where a ruleset sets its parameters.

                So are the characters of the reasons that effects become, each time an effect or a budget is new to them, for a reason repeats its rule's
                sentence and citations and names each budget that the rule matched: past the limit the same happens. Packs that are evaluated one by one
                share these characters too, those that are observed among themselves: the one for whose reasons no room is left is left out of that call, or
                denies it where it is enforced.

                Packs that are enforced for everybody are evaluated together, those that classify apart from the others; a pack that is observed, or has a
                scope or exceptions, is evaluated alone. A ruleset whose packs would together look at more than one evaluation may, counted for a call with
                16 budgets and 32 outages as for a single pack, or have more effects than one evaluation may where each rule fires once, cannot be proposed.

                """);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    private static void refusals(StringBuilder page) {
        page.append(TEXT);
        page.append(
                "## Refusals\n\nAll refusals of a pack come in one answer, each with file, line, column, one of these codes, what was found and what to write instead.\n\n");
        page.append("| code | means |\n| --- | --- |\n");
        for (var refusal : Refusal.values()) {
            page.append("| `%s` | %s |\n".formatted(refusal.code(), refusal.meaning()));
        }
    }
}
