package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.limits.Size;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Holds words against the vocabulary. */
final class WordCheck {
    private static final int LISTED_MAX = 12;

    /** Dates compare as text, so all of them have as many digits. */
    private static final Pattern DATE = Pattern.compile("(19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}");

    private static final int DATES_BOUNDED_SINCE = 2;

    private final Vocabulary vocabulary;
    private final Refusals refusals;

    WordCheck(Vocabulary vocabulary, Refusals refusals) {
        this.vocabulary = vocabulary;
        this.refusals = refusals;
    }

    void check(WordKind kind, String word, Place place) {
        if (word.isBlank() || word.length() > Size.TEXT.most()) {
            refusals.add(
                    place,
                    Refusal.LIMIT,
                    "text (%s) must be a word of at most %d characters"
                            .formatted(word.length() > 40 ? word.substring(0, 40) + "…" : word, Size.TEXT.most()));
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
            if (refusals.asksSince(DATES_BOUNDED_SINCE) && !DATE.matcher(word).matches()) {
                refusals.add(
                        place,
                        Refusal.TYPE,
                        "date (%s) must be between 1970-01-01 and 9999-12-31, written like 2026-11-21".formatted(word));
            }
        } catch (DateTimeParseException e) {
            refusals.add(place, Refusal.TYPE, "date (%s) must be written like 2026-11-21".formatted(word));
        }
    }
}
