package dev.douane.rules.ledger;


/** One call of the core. */
final class Deciding {
    private final Prefetched in;

    Deciding(Prefetched in) {
        this.in = in;
    }

    Decided decided() {
        throw new UnsupportedOperationException("to come: %d asks".formatted(in.asks().size()));
    }
}
