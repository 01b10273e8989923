package dev.douane.rules.ledger;

/** What {@link HoldRules} say to a change of a hold. */
sealed interface Ruling {
    /** It is made, and moves money; nothing, where the hold is in no account. */
    record Moved(Hold hold, Entry entry) implements Ruling {}

    /** It has been made before, or tells nothing new. */
    record AsItWas() implements Ruling {}

    /** It contradicts what is known. */
    record Refused(Refusal why, String about) implements Ruling {
        Refused(Refusal why) {
            this(why, "");
        }
    }
}
