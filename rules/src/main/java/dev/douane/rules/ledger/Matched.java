package dev.douane.rules.ledger;

import dev.douane.rules.call.Caller;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.TermsBook;
import java.time.Instant;
import java.util.List;

/**
 * The accounts that a call of its caller touches wherever it goes, as one revision of the terms says. What was matched for the rules holds for the ledger
 * too, as long as that decides by the same revision.
 *
 * @param accounts sorted by the budget's name
 */
public record Matched(long revision, List<MatchedAccount> accounts) {
    /** Not looked up yet. */
    public static final Matched NOT_YET = new Matched(-1, List.of());

    public Matched {
        accounts = List.copyOf(accounts);
    }

    /** Looks them up. */
    public static Matched of(TermsBook terms, Caller caller, Instant at) {
        return new Matched(terms.revision(), terms.matching(caller, at));
    }
}
