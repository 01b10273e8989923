package dev.douane.service.ledger;

import dev.douane.service.identity.KeyHolder;
import dev.douane.service.identity.Reach;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The ledger as one gateway sees it: what it asked for, it settles and voids. */
final class GatewaysLedger implements AutoCloseable {
    /** Who asks in tests of the ledger. */
    static final KeyHolder GATEWAY = new KeyHolder("gateway", null, Reach.UNLIMITED);

    private static final Mover ITSELF = Mover.ofItsOwn(GATEWAY);

    private final Ledger ledger;

    GatewaysLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    CompletionStage<Admitted> admit(Waiting waiting) {
        return ledger.admit(waiting);
    }

    CompletionStage<HoldStatus> settle(UUID decision, Settlement settlement) {
        return settle(decision, settlement, ITSELF);
    }

    CompletionStage<HoldStatus> settle(UUID decision, Settlement settlement, Mover mover) {
        return ledger.settle(decision, settlement, mover);
    }

    CompletionStage<HoldStatus> voidHold(UUID decision) {
        return voidHold(decision, ITSELF);
    }

    CompletionStage<HoldStatus> voidHold(UUID decision, Mover mover) {
        return ledger.voidHold(decision, mover);
    }

    CompletionStage<Integer> expireDue() {
        return ledger.expireDue();
    }

    boolean isWorking() {
        return ledger.isWorking();
    }

    void start() {
        ledger.start();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
