package dev.douane.rules.drl;

import java.util.Arrays;
import java.util.Optional;

/** How two values may be compared. */
public enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    /** As written in a rule. */
    public String sign() {
        return sign;
    }

    /** Whether it asks for an order, so that words cannot be compared with it. */
    public boolean isOrdered() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** The same comparison seen from the other side: {@code 5 < x} is {@code x > 5}. */
    public Relation mirrored() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> MORE;
            case AT_MOST -> AT_LEAST;
            case MORE -> LESS;
            case AT_LEAST -> AT_MOST;
        };
    }

    /** What holds exactly where this does not, missing values aside. */
    public Relation negated() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case LESS -> AT_LEAST;
            case AT_MOST -> MORE;
            case MORE -> AT_MOST;
            case AT_LEAST -> LESS;
        };
    }

    /** Reads {@link #sign()}. */
    public static Optional<Relation> of(String sign) {
        return Arrays.stream(values())
                .filter(relation -> relation.sign.equals(sign))
                .findFirst();
    }
}
