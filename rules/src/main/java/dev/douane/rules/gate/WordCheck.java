package dev.douane.rules.gate;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Holds words against the vocabulary. */
final class WordCheck {
    private static final int LISTED_MAX = 12;

    private final Vocabulary vocabulary;
    private final Refusals refusals;

    WordCheck(Vocabulary vocabulary, Refusals refusals) {
        this.vocabulary = vocabulary;
        this.refusals = refusals;
    }

    void check(WordKind kind, String word, Place place) {
        if (word.isBlank() || word.length() > GateLimits.TEXT_MAX) {
            refusals.add(
                    place,
                    Refusal.LIMIT,
                    "text (%s) must be a word of at most %d characters"
                            .formatted(word.length() > 40 ? word.substring(0, 40) + "…" : word, GateLimits.TEXT_MAX));
        } else if (word.indexOf('"') >= 0 || word.indexOf('\\') >= 0) {
            refusals.add(place, Refusal.SYNTAX, "text (%s) must hold no quotes and no backslashes".formatted(word));
        } else if (kind == WordKind.DATE) {
            checkDate(word, place);
        } else {
            checkKnown(kind, word, place);
        }
    }

    private void checkKnown(WordKind kind, String word, Place place) {
        var known = vocabulary.known(kind).orElse(null);
        if (known == null || known.contains(word)) {
            return;
        }
        var hint = Nearest.maybe(word, known);
        if (hint.isEmpty() && known.size() <= LISTED_MAX) {
            hint = "Known are %s.".formatted(String.join(", ", known));
        }
        refusals.add(
                place,
                Refusal.UNKNOWN_WORD,
                Messages.withHint("%s (%s) is not known".formatted(kind.label(), word), hint));
    }

    private void checkDate(String word, Place place) {
        try {
            LocalDate.parse(word);
        } catch (DateTimeParseException e) {
            refusals.add(place, Refusal.TYPE, "date (%s) must be written like 2026-11-21".formatted(word));
        }
    }
}
