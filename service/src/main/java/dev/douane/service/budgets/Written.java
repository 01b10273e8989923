package dev.douane.service.budgets;

import java.util.List;

/** Accounts as a transaction leaves them; for {@link Budgets#saw} once it is committed. */
public final class Written {
    private final List<AccountSnapshot> accounts;

    Written(List<AccountSnapshot> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    List<AccountSnapshot> accounts() {
        return accounts;
    }
}
