package dev.douane.service.platform.limits;

/** What one key may take up. */
final class Allowance {
    private final Rate rate;
    private final Rate newAccounts;
    private final Amount requests;
    private final Amount bodyBytes;
    private final Amount reads;
    private final Amount exports;

    Allowance(LimitsConfig limits) {
        rate = new Rate(limits.requestsPerSecond(), limits.requestsBurst(), System.nanoTime());
        newAccounts = Rate.perHour(limits.newAccountsPerKeyAndHour(), System.nanoTime());
        requests = new Amount(limits.requestsAtOnce());
        bodyBytes = new Amount(limits.bodyBytesPerKey());
        reads = new Amount(limits.readsPerKey());
        exports = new Amount(limits.exportsPerKey());
    }

    Rate rate() {
        return rate;
    }

    Rate newAccounts() {
        return newAccounts;
    }

    Amount requests() {
        return requests;
    }

    Amount bodyBytes() {
        return bodyBytes;
    }

    Amount reads() {
        return reads;
    }

    Amount exports() {
        return exports;
    }
}
