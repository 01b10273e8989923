package dev.douane.rules.lint;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a rule says to people. */
final class WordingCheck {
    /**
     * A letter that is no small one, a digit, a quote or a parameter in front: a capital, in scripts that have them. A full stop of any
     * script, or what ends a sentence too, at the end.
     */
    private static final Pattern SENTENCE =
            Pattern.compile("[\\p{L}\\p{N}\"“„«「『¿¡{&&[^\\p{Ll}]].*[.!?。！？．।॥؟۔։።།။។][\"”“»」』)]?", Pattern.DOTALL);

    /** Scripts that put no blanks between words. */
    private static final Pattern WITHOUT_BLANKS = Pattern.compile(
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}\\p{IsTibetan}]");

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?i).*\\b(todo|tbd|fixme|xxx|lorem)\\b.*", Pattern.DOTALL);
    private static final int WORDS_MIN = 3;
    private static final int LETTERS_MIN = 6;

    /** They restrict nothing, so no law is needed to say them. */
    private static final Set<String> NOT_RESTRICTING =
            Set.of("flag", "preferHosting", "preferProvider", "preferOpenWeights");

    private WordingCheck() {}

    static List<Finding> check(LintSubject subject) {
        var findings = new ArrayList<Finding>();
        for (var rule : subject.rules()) {
            if (!isSentence(rule.reason())) {
                findings.add(Finding.of(
                        LintCode.REASON_NOT_A_SENTENCE,
                        rule.place(),
                        rule.id(),
                        "reason (%s) of rule (%s) is no sentence".formatted(rule.reason(), rule.id())));
            }
            if (subject.concern() == Concern.SOVEREIGNTY && rule.cites().isEmpty() && restricts(rule)) {
                findings.add(Finding.of(
                        LintCode.MISSING_CITATION,
                        rule.place(),
                        rule.id(),
                        "rule (%s) restricts calls and cites nothing".formatted(rule.id())));
            }
        }
        return findings;
    }

    private static boolean isSentence(String reason) {
        var text = reason.strip();
        return SENTENCE.matcher(text).matches()
                && (text.split("\\s+").length >= WORDS_MIN
                        || WITHOUT_BLANKS.matcher(text).results().count() >= LETTERS_MIN)
                && !PLACEHOLDER.matcher(text).matches();
    }

    private static boolean restricts(RuleTree rule) {
        return rule.then().stream()
                .anyMatch(effect -> !NOT_RESTRICTING.contains(effect.effect().name()));
    }
}
