package dev.douane.rules.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to move held money, and whose holds that may be.
 *
 * @param by the id of a key, or {@link #HOUSE_WORD}
 * @param owner the only one whose holds it may move; null for any
 */
public record Mover(String by, @Nullable String owner) {
    /** Who makes a movement that nobody asks for. No key has such an id: they have 16 letters and digits. */
    public static final String HOUSE_WORD = "house";

    /** Nobody asked for it: it was time, or nobody knows of the decision. */
    public static final Mover HOUSE = new Mover(HOUSE_WORD, null);

    /** Whether it may move what belongs to this owner; null where that is not known any more. */
    boolean mayMove(@Nullable String whose) {
        return owner == null || owner.equals(whose);
    }

    /** Whether it may move what this asker's calls hold. */
    boolean mayMove(Asker asker) {
        return mayMove(asker.key()) || mayMove(asker.owner());
    }
}
