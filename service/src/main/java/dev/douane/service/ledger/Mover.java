package dev.douane.service.ledger;

import dev.douane.service.budgets.Movement;
import dev.douane.service.identity.KeyHolder;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to move held money, and whose holds that may be.
 *
 * @param by the id of a key, or {@link Movement#HOUSE}
 * @param owner the only one whose holds it may move, as {@link KeyHolder#owner} names it; null for any
 */
public record Mover(String by, @Nullable String owner) {
    /** Nobody asked for it: it was time, or nobody knows of the decision. */
    static final Mover HOUSE = new Mover(Movement.HOUSE, null);

    /** A gateway, which moves its own holds. */
    public static Mover ofItsOwn(KeyHolder gateway) {
        return new Mover(gateway.key(), gateway.owner());
    }

    /** Somebody who keeps the books, and moves any hold. */
    public static Mover ofAny(KeyHolder bookkeeper) {
        return new Mover(bookkeeper.key(), null);
    }

    boolean mayMove(HeldMoney hold) {
        return mayMoveThoseOf(hold.owner);
    }

    /** @param whose null where that is not known any more */
    boolean mayMoveThoseOf(@Nullable String whose) {
        return owner == null || owner.equals(whose);
    }
}
