package dev.douane.rules.ledger.sim;

import java.util.Random;

/**
 * What a world is like. Drawn from its seed, each kind of trouble in about every second world, so that none hides another.
 *
 * @param asks how many asks all gateways make together
 * @param batch how many asks a batch has at most
 * @param remembered how many accounts a node remembers
 * @param connectionLoss how often an operation loses its connection, per mille
 * @param commitTrouble how often the answer to a commit is lost, per mille
 * @param slow how often an operation takes up to five seconds, per mille
 * @param latencyMost of an ordinary operation, in microseconds
 * @param deadline of an ask, in microseconds
 * @param queue how many asks a node lets wait
 */
record SimOptions(
        int nodes,
        int writers,
        int gateways,
        int asks,
        int batch,
        int remembered,
        boolean amendments,
        boolean kills,
        boolean clockSteps,
        boolean outages,
        int connectionLoss,
        int commitTrouble,
        int slow,
        int latencyMost,
        long deadline,
        int queue,
        Planted planted) {
    /** What is broken on purpose, at the border between the code and the simulator. */
    enum Planted {
        NOTHING,
        /** The turn is passed before the last account's change is in what the next batch is decided on. */
        TURN_PASSED_TOO_EARLY,
        /** The look says that a batch is not there without looking. */
        UNKNOWN_TAKEN_FOR_FAILED,
        /** The fence is granted while the old commit is still pending. */
        FENCE_GRANTED_TOO_EARLY,
        /** Holds are read without being locked, so that two batches see the same one held. */
        HOLD_ENDED_TWICE,
        /** Versions that figures were relied on at are not compared. */
        STALE_FIGURE_BELIEVED,
        /** Entries of one batch are stored with their places reversed. */
        ENTRIES_OUT_OF_ORDER
    }

    private static final int ALL = 1000;

    /**
     * Whether nobody but one node changes accounts, by an amendment neither, and it forgets none: a picture of a forgotten account may be older
     * than what the node itself has committed since.
     */
    boolean isAlone() {
        return nodes == 1 && !kills && !amendments && remembered == ALL;
    }

    static SimOptions of(long seed, int asks) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L + 7);
        return new SimOptions(
                1 + random.nextInt(3),
                1 + random.nextInt(4),
                1 + random.nextInt(6),
                asks,
                1 << random.nextInt(5),
                random.nextInt(3) == 0 ? 6 : ALL,
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextBoolean() ? 0 : 1 + random.nextInt(40),
                random.nextBoolean() ? 0 : 20 + random.nextInt(200),
                random.nextBoolean() ? 0 : 1 + random.nextInt(10),
                1_000 + random.nextInt(50_000),
                random.nextInt(4) == 0 ? 300_000 : 2_000_000,
                random.nextInt(4) == 0 ? 4 : 1000,
                Planted.NOTHING);
    }

    SimOptions asking(int fewer) {
        return new SimOptions(
                nodes,
                writers,
                gateways,
                fewer,
                batch,
                remembered,
                amendments,
                kills,
                clockSteps,
                outages,
                connectionLoss,
                commitTrouble,
                slow,
                latencyMost,
                deadline,
                queue,
                planted);
    }

    SimOptions planting(Planted broken) {
        return new SimOptions(
                nodes,
                writers,
                gateways,
                asks,
                batch,
                remembered,
                amendments,
                kills,
                clockSteps,
                outages,
                connectionLoss,
                commitTrouble,
                slow,
                latencyMost,
                deadline,
                queue,
                broken);
    }
}
