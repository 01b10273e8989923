package dev.douane.rules.ledger;

import dev.douane.rules.money.Money;

/**
 * An account's figures and what they stand on.
 *
 * @param id of the row; 0 where nobody has opened it
 * @param limit without what overrides add
 * @param version of the row; {@link Delta#NONE} where there is none
 */
public record Figures(
        long id, boolean hard, boolean mayCross, Money limit, Money held, Money spent, long version, Basis basis) {
    /** What figures stand on. */
    public enum Basis {
        /** A row as this node last saw it committed. */
        CONFIRMED,
        /** The same with what batches of this node under way add. */
        PENDING,
        /** A row that the transaction has locked. */
        LOCKED,
        /** The budget's amount and nothing in it: nobody has opened the account. */
        UNOPENED,
        /** As this node knows them, for who only wants to know: nothing rests on them. */
        TOLD_ONLY
    }
}
