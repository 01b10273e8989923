package dev.douane.service.budgets;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.platform.Aside;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The accounts one transaction works on: figures that are exact if the transaction commits, changed here first and written once.
 *
 * <p>Figures come from the node's picture and from what the transaction before will leave, so nothing is read before the first call is
 * admitted. What a hard account's figures were relied on for is proved when they are written: its row must still have the version they
 * came from, else {@link Outrun}, and everything is done again with the accounts locked first. A soft account's figures only tell, so its
 * differences are added to whatever stands there, unless it has become hard meanwhile.
 *
 * <p>Rows are locked in id order, whether first or when written, so nodes never wait for each other in a circle.
 */
public final class Accounts {
    private static final String LOCK = """
            select id, budget_id, scope, period_start, period_end, hard, may_cross, limit_nanos, held_nanos, spent_nanos, version
            from budget_account where id = any (?) order by id for no key update""";

    /**
     * The rows are found in the order of the array, which is that of ids, and locked as they are changed: ledger connections know no joins but
     * nested loops. Of a row that had the version it was expected to have all is known already, so nothing but its id comes back.
     */
    private static final String WRITE = """
            update budget_account a set
                held_nanos = a.held_nanos + d.held,
                spent_nanos = a.spent_nanos + d.spent,
                version = a.version + 1,
                changed_at = clock_timestamp()
            from unnest(?, ?, ?, ?) as d (id, held, spent, version)
            where a.id = d.id and (d.version < 0 or a.version = d.version)
            returning a.id, d.version < 0 as unforeseen,
                case when d.version < 0 then a.budget_id end as budget_id,
                case when d.version < 0 then a.scope end as scope,
                case when d.version < 0 then a.period_start end as period_start,
                case when d.version < 0 then a.period_end end as period_end,
                case when d.version < 0 then a.hard end as hard,
                case when d.version < 0 then a.may_cross end as may_cross,
                case when d.version < 0 then a.limit_nanos end as limit_nanos,
                case when d.version < 0 then a.held_nanos end as held_nanos,
                case when d.version < 0 then a.spent_nanos end as spent_nanos,
                case when d.version < 0 then a.version end as version""";

    private static final String WRITE_AND_TAKE_NUMBER = "with written as (" + WRITE + "), numbered as ("
            + LedgerBatch.takeNumberAfter("written") + ") select * from written";

    private static final String STILL = """
            select count(*) from budget_account a join unnest(?, ?) as d (id, version) on d.id = a.id and d.version = a.version""";

    /** An account that a hold or the view refers to is not there: what this node remembers belongs to another database. */
    public static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(Collection<Long> ids) {
            super("accounts %s are not in the database".formatted(ids));
        }
    }

    /** Another node changed an account whose figures were relied on, or an amendment its terms. Ordinary where several nodes share a budget. */
    public static final class Outrun extends Exception {
        private static final long serialVersionUID = 1L;

        Outrun() {
            super("another node changed an account meanwhile", null, false, false);
        }
    }

    private final BudgetsSnapshot seen;
    private List<Accounts> underWay;
    private final Map<Long, Working> working = new HashMap<>();
    private final SortedMap<AccountKey, MatchedAccount> unopened = new TreeMap<>();
    private final Map<AccountKey, MatchedAccount> unread = new TreeMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final Set<Long> releasing = new HashSet<>();
    private @Nullable LedgerBatch batch;

    private Accounts(BudgetsSnapshot seen, List<Accounts> underWay) {
        this.seen = seen;
        this.underWay = underWay;
    }

    /**
     * Figures as this node knows them.
     *
     * @param underWay what transactions of this node are about to write, the last first: all that {@code seen} may not know yet
     */
    public static Accounts of(BudgetsSnapshot seen, List<Accounts> underWay) {
        return new Accounts(seen, underWay);
    }

    /**
     * Figures of locked rows; others are as this node knows them.
     *
     * @param ids of all accounts that are likely to be needed
     * @throws Gone if one is not there
     */
    public static Accounts locked(Connection connection, BudgetsSnapshot seen, Set<Long> ids) throws SQLException {
        var accounts = new Accounts(seen, List.of());
        if (!ids.isEmpty()) {
            accounts.lock(connection, ids);
        }
        return accounts;
    }

    private void lock(Connection connection, Set<Long> ids) throws SQLException {
        try (var select = connection.prepareStatement(LOCK)) {
            select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var account = new Working();
                    account.was = BudgetTable.account(rows);
                    working.put(account.was.id(), account);
                }
            }
        }
        if (working.size() < ids.size()) {
            var gone = new TreeSet<>(ids);
            gone.removeAll(working.keySet());
            throw new Gone(gone);
        }
    }

    /** The accounts that were asked for since this was last called and that nobody has opened: until that is done, no money can be moved there. */
    public List<MatchedAccount> takeUnopened() {
        if (unopened.isEmpty()) {
            return List.of();
        }
        var taken = List.copyOf(unopened.values());
        unopened.clear();
        return taken;
    }

    /** Accounts that this node does not remember: until they are read, what was told of them is not true. */
    public Collection<MatchedAccount> unread() {
        return unread.values();
    }

    /** The transaction has ended: nothing is asked here any more, and those it was decided on need not be kept for it. */
    public void ended() {
        underWay = List.of();
    }

    /** Ids of all accounts that were worked on. */
    public Set<Long> ids() {
        return Set.copyOf(working.keySet());
    }

    /** The account's figures with all that was changed here. */
    public Budget exact(MatchedAccount touched, Instant at) {
        return exactWith(touched, 0, 0, at);
    }

    /**
     * The account's figures as this node knows them, for who only wants to know: neither is it opened for that, nor does anything rest on it.
     * One that nobody has opened has the budget's amount and nothing in it.
     */
    public Budget known(MatchedAccount touched, Instant at) {
        var known = seen.account(touched);
        if (known == null) {
            noteIfUnread(touched);
            var budget = touched.budget();
            return touched.fact(budget.hard(), budget.amount(), Money.ZERO, Money.ZERO, at);
        }
        var account = working.get(known.id());
        var was = account == null || account.was == null ? left(known, 0) : account.was;
        var now = account == null ? was : account.after(was);
        touched.stamp(now.mayCross());
        return touched.fact(now.hard(), now.limit(), now.held(), now.spent(), at);
    }

    /**
     * The same as it would be with other money in it.
     *
     * @param moreHeld a difference in nano-units, like {@code moreSpent}
     */
    public Budget exactWith(MatchedAccount touched, long moreHeld, long moreSpent, Instant at) {
        var account = find(touched);
        if (account == null || account.was == null) {
            var budget = touched.budget();
            return touched.fact(budget.hard(), budget.amount(), new Money(moreHeld), new Money(moreSpent), at);
        }
        var was = account.was;
        account.consulted = true;
        account.reliedOn |= was.hard();
        touched.stamp(was.mayCross());
        return touched.fact(
                was.hard(),
                was.limit(),
                new Money(Math.addExact(Math.addExact(was.held().nanos(), account.held), moreHeld)),
                new Money(Math.addExact(Math.addExact(was.spent().nanos(), account.spent), moreSpent)),
                at);
    }

    private boolean noteIfUnread(MatchedAccount touched) {
        if (!seen.isUnread(touched)) {
            return false;
        }
        unread.putIfAbsent(touched.key(), touched);
        return true;
    }

    /** The id of a touched account; 0 while it is not open, or not read. */
    public long idOf(MatchedAccount touched) {
        var account = find(touched);
        return account == null || account.was == null ? 0 : account.was.id();
    }

    private @Nullable Working find(MatchedAccount touched) {
        var known = seen.account(touched);
        if (known == null) {
            if (!noteIfUnread(touched)) {
                unopened.putIfAbsent(touched.key(), touched);
            }
            return null;
        }
        var account = working.get(known.id());
        if (account == null) {
            account = new Working();
            working.put(known.id(), account);
        }
        if (account.was == null) {
            account.was = left(known, 0);
        }
        return account;
    }

    /** What an account will be once those under way are committed, from the given one on back. */
    private AccountSnapshot left(AccountSnapshot known, int from) {
        for (int i = from; i < underWay.size(); i++) {
            var account = underWay.get(i).working.get(known.id());
            if (account != null && account.isChanged()) {
                return account.left(left(known, i + 1));
            }
        }
        return known;
    }

    /**
     * Moves money, here; {@link #write} makes it true.
     *
     * @throws ArithmeticException if a figure no longer fits
     */
    public void move(Movement movement) {
        for (var posting : movement.postings) {
            var account = working.computeIfAbsent(posting.account(), id -> new Working());
            account.held = Math.addExact(account.held, posting.held());
            account.spent = Math.addExact(account.spent, posting.spent());
            account.isChanged |= posting.held() != 0 || posting.spent() != 0;
        }
        movements.add(movement);
    }

    /** Reads what these accounts' terms say of holds that expire, for {@link #releases}. */
    public void readExpiryTerms(Connection connection, Collection<Long> ids) throws SQLException {
        try (var select =
                connection.prepareStatement("select id from budget_account where id = any (?) and releases")) {
            select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    releasing.add(rows.getLong(1));
                }
            }
        }
    }

    /** Whether an unsettled hold that expires gives its money back to this account. */
    public boolean releases(long id) {
        return releasing.contains(id);
    }

    /** Appends an entry of each movement; {@link #write} gives them their place among those of others. */
    public void writeEntries(Connection connection, Instant now) throws SQLException {
        batch = LedgerBatch.of(now);
        LedgerEntries.append(connection, batch, movements);
    }

    /**
     * Writes the differences, after {@link #writeEntries}.
     *
     * @param aside what else there is to ask, null for nothing
     * @return what changed, for {@link Budgets#saw} once the transaction is committed
     * @throws Outrun if figures that were relied on are not what they were
     */
    public Written write(Connection connection, @Nullable Aside aside) throws SQLException, Outrun {
        var changed = new ArrayList<Map.Entry<Long, Working>>();
        var read = new ArrayList<AccountSnapshot>();
        for (var entry : new TreeMap<>(working).entrySet()) {
            var account = entry.getValue();
            if (account.isChanged()) {
                changed.add(entry);
            } else if (account.reliedOn && account.was != null) {
                read.add(account.was);
            }
        }
        var written = List.<AccountSnapshot>of();
        if (!changed.isEmpty()) {
            written = update(connection, changed, aside);
        } else if (movements.stream().anyMatch(Movement::isOfAccounts)) {
            takeNumber(connection, aside);
        } else if (aside != null) {
            aside.ask(connection);
        }
        if (!read.isEmpty()) {
            requireUnchanged(connection, read);
        }
        return new Written(written);
    }

    private List<AccountSnapshot> update(
            Connection connection, List<Map.Entry<Long, Working>> changed, @Nullable Aside aside)
            throws SQLException, Outrun {
        var size = changed.size();
        var ids = new long[size];
        var held = new long[size];
        var spent = new long[size];
        var versions = new long[size];
        for (int i = 0; i < size; i++) {
            var account = changed.get(i).getValue();
            ids[i] = changed.get(i).getKey();
            held[i] = account.held;
            spent[i] = account.spent;
            versions[i] = account.expectedVersion();
        }
        try (var update = connection.prepareStatement(with(WRITE_AND_TAKE_NUMBER, aside))) {
            update.setObject(1, ids);
            update.setObject(2, held);
            update.setObject(3, spent);
            update.setObject(4, versions);
            Objects.requireNonNull(batch).set(update, 5);
            if (aside != null) {
                aside.set(update, 7);
            }
            update.execute();
            var written = new ArrayList<AccountSnapshot>(size);
            try (var rows = update.getResultSet()) {
                while (rows.next()) {
                    var row = rows.getBoolean(2) ? BudgetTable.account(rows) : foreseen(rows.getLong(1));
                    Objects.requireNonNull(working.get(row.id())).written = row;
                    written.add(row);
                }
            }
            if (written.size() < size || anyTurnedHard(changed, written)) {
                throw new Outrun();
            }
            readNext(update, aside);
            return written;
        }
    }

    /** For entries that change no figure: those of calls that cost nothing. */
    private void takeNumber(Connection connection, @Nullable Aside aside) throws SQLException {
        try (var insert = connection.prepareStatement(with(LedgerBatch.TAKE_NUMBER, aside))) {
            Objects.requireNonNull(batch).set(insert, 1);
            if (aside != null) {
                aside.set(insert, 3);
            }
            insert.execute();
            readNext(insert, aside);
        }
    }

    private static String with(String statement, @Nullable Aside aside) {
        return aside == null ? statement : statement + "; " + aside.sql();
    }

    private static void readNext(PreparedStatement statement, @Nullable Aside aside) throws SQLException {
        if (aside != null) {
            statement.getMoreResults();
            try (var answer = statement.getResultSet()) {
                aside.read(answer);
            }
        }
    }

    /** What became of a row that was what it was relied on to be. */
    private AccountSnapshot foreseen(long id) {
        var account = Objects.requireNonNull(working.get(id));
        return account.after(Objects.requireNonNull(account.was));
    }

    /** Whether calls were let through because an account was soft that is hard now. */
    private static boolean anyTurnedHard(List<Map.Entry<Long, Working>> changed, List<AccountSnapshot> written) {
        var soft = new HashSet<Long>();
        for (var entry : changed) {
            var account = entry.getValue();
            if (account.consulted && !account.reliedOn) {
                soft.add(entry.getKey());
            }
        }
        if (soft.isEmpty()) {
            return false;
        }
        for (var row : written) {
            if (row.hard() && soft.contains(row.id())) {
                return true;
            }
        }
        return false;
    }

    private static void requireUnchanged(Connection connection, List<AccountSnapshot> read)
            throws SQLException, Outrun {
        try (var select = connection.prepareStatement(STILL)) {
            select.setObject(1, read.stream().mapToLong(AccountSnapshot::id).toArray());
            select.setObject(
                    2, read.stream().mapToLong(AccountSnapshot::version).toArray());
            try (var rows = select.executeQuery()) {
                rows.next();
                if (rows.getInt(1) < read.size()) {
                    throw new Outrun();
                }
            }
        }
    }
}
