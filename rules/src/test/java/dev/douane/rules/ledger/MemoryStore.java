package dev.douane.rules.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The database of a ledger, made of maps: budgets, accounts, holds, keys, entries and decisions. Nothing fails in it but what was relied on and is not so any
 * more.
 */
final class MemoryStore {
    /** What a batch was decided on is not so any more. */
    static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Conflict(String what) {
            super(what);
        }
    }

    final Map<UUID, Timeline> budgets = new LinkedHashMap<>();
    long revision = 1;
    final Map<Long, Account> accounts = new TreeMap<>();
    final Set<Long> releasing = new HashSet<>();
    final Map<UUID, Hold> holds = new LinkedHashMap<>();
    final Map<KeyClaim.Name, KeyClaim.Holder> keys = new HashMap<>();
    final Map<UUID, Outcome.Made> decisions = new LinkedHashMap<>();
    final List<Entry> entries = new ArrayList<>();
    private long made;
    private final Map<AccountKey, Long> ids = new HashMap<>();

    /** A new decision's, as all nodes together make them. */
    UUID id(Instant at) {
        made++;
        return new UUID(at.toEpochMilli() << 16 | 0x7000 | (made & 0xfff), 0x8000_0000_0000_0000L | made);
    }

    void add(Timeline budget) {
        budgets.put(budget.made().id(), budget);
        revision++;
    }

    /** Other terms at once, also for the accounts whose periods are not over. */
    void amend(Timeline budget, Instant now) {
        add(budget);
        var terms = budget.at(now).terms();
        accounts.replaceAll(
                (id, account) -> account.key().budget().equals(budget.made().id())
                                && account.periodEnd().isAfter(now)
                        ? new Account(
                                id,
                                account.key(),
                                account.periodEnd(),
                                terms.hard(),
                                terms.overrun() == Overrun.LAST_CALL_MAY_CROSS,
                                terms.amount(),
                                account.held(),
                                account.spent(),
                                account.version() + 1)
                        : account);
    }

    Optional<Account> find(AccountKey key) {
        return Optional.ofNullable(ids.get(key)).map(accounts::get);
    }

    List<Account> find(Collection<MatchedAccount> matched) {
        return matched.stream().flatMap(account -> find(account.key()).stream()).toList();
    }

    /** Opens those that nobody has opened. */
    List<Account> open(Collection<MatchedAccount> matched, Instant now) {
        return matched.stream()
                .map(account -> find(account.key()).orElseGet(() -> open(account, now)))
                .toList();
    }

    private Account open(MatchedAccount matched, Instant now) {
        var key = matched.key();
        var timeline = Objects.requireNonNull(budgets.get(key.budget()));
        var terms = timeline.within(matched.span(), now);
        var account = new Account(
                ids.size() + 1L,
                key,
                matched.span().end(),
                terms.hard(),
                terms.overrun() == Overrun.LAST_CALL_MAY_CROSS,
                limit(key, timeline, terms),
                Money.ZERO,
                Money.ZERO,
                0);
        ids.put(key, account.id());
        accounts.put(account.id(), account);
        if (terms.releases()) {
            releasing.add(account.id());
        }
        return account;
    }

    private Money limit(AccountKey key, Timeline timeline, BudgetTerms terms) {
        if (terms.rollover() instanceof Rollover.None) {
            return terms.amount();
        }
        return accounts.values().stream()
                .filter(before -> before.key().budget().equals(key.budget())
                        && before.key().scope().equals(key.scope())
                        && before.key().periodStart().isBefore(key.periodStart()))
                .reduce((one, other) -> other)
                .map(last -> Carry.sum(
                        terms.amount(),
                        Carry.into(
                                timeline,
                                key.periodStart(),
                                last.limit().minusDownToZero(last.held().plus(last.spent())),
                                last.periodEnd())))
                .orElse(terms.amount());
    }

    /**
     * Writes a batch: all of it, or nothing.
     *
     * @return the accounts as they are then
     */
    List<Account> write(Batch batch) {
        batch.unchanged().forEach((id, version) -> require(row(id).version() == version, "a row was changed"));
        var written = new ArrayList<Account>();
        batch.deltas().forEach((id, delta) -> {
            var row = row(id);
            require(!delta.relied() || row.version() == delta.basedOn(), "a row was changed");
            require(!delta.toldSoft() || !row.hard(), "an account has become hard");
            written.add(row.after(delta));
        });
        written.forEach(row -> accounts.put(row.id(), row));
        batch.made()
                .forEach(hold -> assertThat(holds.put(hold.decision(), hold)).isNull());
        batch.changed()
                .forEach(hold -> assertThat(holds.put(hold.decision(), hold)).isNotNull());
        batch.keysGivenUp().forEach(keys::remove);
        keys.putAll(batch.keysPassedOn());
        entries.addAll(batch.entries());
        for (var outcome : batch.outcomes()) {
            if (outcome instanceof Outcome.Made made) {
                assertThat(decisions.put(made.ask().id(), made)).isNull();
            }
        }
        return written;
    }

    private Account row(long id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private static void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new Conflict(otherwise);
        }
    }

    /** Figures are the sums of entries, and what is held is the sum of what holds have there. */
    void everythingAddsUp() {
        var held = new HashMap<Long, Long>();
        var spent = new HashMap<Long, Long>();
        for (var entry : entries) {
            for (var posting : entry.postings()) {
                held.merge(posting.account(), posting.held(), Long::sum);
                spent.merge(posting.account(), posting.spent(), Long::sum);
            }
        }
        var byHolds = new HashMap<Long, Long>();
        for (var hold : holds.values()) {
            for (var part : hold.parts()) {
                byHolds.merge(part.account(), hold.heldIn(part).nanos(), Long::sum);
            }
        }
        for (var account : accounts.values()) {
            var id = account.id();
            assertThat(account.held().nanos())
                    .as("held in %s", account.key())
                    .isEqualTo(held.getOrDefault(id, 0L))
                    .isEqualTo(byHolds.getOrDefault(id, 0L));
            assertThat(account.spent().nanos()).as("spent in %s", account.key()).isEqualTo(spent.getOrDefault(id, 0L));
        }
        assertThat(keys.values()).allSatisfy(holder -> assertThat(decisions).containsKey(holder.decision()));
    }
}
