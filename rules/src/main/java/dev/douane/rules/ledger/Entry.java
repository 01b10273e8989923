package dev.douane.rules.ledger;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One movement of money: what a decision, or the end of its hold, changes in which accounts. Becomes one row of the ledger, which is append-only.
 *
 * @param by the id of a key, or {@link Mover#HOUSE_WORD}
 * @param postings of each account of the hold one, also where nothing is moved there
 */
public record Entry(Kind kind, String by, UUID decision, List<Posting> postings) {
    /** What moved it. */
    public enum Kind {
        /** A decision set money aside. */
        HOLD,
        /** A call that still runs told what it has used so far. */
        REPORT,
        SETTLE,
        VOID,
        EXPIRE,
        /** A settlement or a void that came after the expiry, or after a void. */
        CORRECT;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word of the ledger: {@code hold}, {@code settle} … */
        public String word() {
            return word;
        }
    }

    /** What it does to one account: differences in nano-units. */
    public record Posting(long account, long held, long spent) {
        boolean isChange() {
            return held != 0 || spent != 0;
        }
    }

    public Entry {
        postings = List.copyOf(postings);
    }
}
