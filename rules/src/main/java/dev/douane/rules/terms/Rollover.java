package dev.douane.rules.terms;

import dev.douane.rules.money.Money;

/** What becomes of money that a period leaves. */
public sealed interface Rollover {
    /** What comes into the next period of what is left of this one. */
    Money carried(Money left);

    /** It is gone. */
    record None() implements Rollover {
        @Override
        public Money carried(Money left) {
            return Money.ZERO;
        }
    }

    /** It comes on top of the next period's amount. */
    record Carry() implements Rollover {
        @Override
        public Money carried(Money left) {
            return left;
        }
    }

    /** It comes on top of the next period's amount, up to a cap. */
    record Capped(Money cap) implements Rollover {
        @Override
        public Money carried(Money left) {
            return left.fitsIn(cap) ? left : cap;
        }
    }
}
