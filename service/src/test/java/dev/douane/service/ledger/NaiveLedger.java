package dev.douane.service.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a few plain maps would do, if they could not lose anything. Three budgets, by calendar month: soft and charging over all, hard and
 * charging per product, hard and releasing per user.
 */
final class NaiveLedger {
    static final List<String> BUDGETS = List.of("everything", "products", "users");
    static final long USER_LIMIT = 4_000_000_000L;

    private static final Duration TTL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Figures of one account. */
    static final class Figures {
        long limit;
        long held;
        long spent;

        Figures(long limit) {
            this.limit = limit;
        }
    }

    private static final class Hold {
        final long amount;
        final long perToken;
        final List<String> accounts;
        final Instant madeAt;
        Instant expiresAt;
        String state = "held";
        int tokens = -1;
        long reported;
        long charged;
        String how = "";

        Hold(long amount, long perToken, List<String> accounts, Instant madeAt) {
            this.amount = amount;
            this.perToken = perToken;
            this.accounts = accounts;
            this.madeAt = madeAt;
            expiresAt = madeAt.plus(TTL);
        }
    }

    final Map<String, Figures> accounts = new TreeMap<>();
    private final Map<String, Long> amounts =
            new TreeMap<>(Map.of("everything", 1_000_000_000_000L, "products", 30_000_000_000L, "users", USER_LIMIT));
    private final Map<UUID, Hold> holds = new LinkedHashMap<>();

    /** The first of two places that all hard accounts carry: {@code allow}, {@code reroute} or {@code deny}. */
    String admit(UUID id, String product, String user, int tokens, Instant now) {
        var month = "@" + YearMonth.from(now.atOffset(ZoneOffset.UTC));
        var touched = List.of(
                "everything" + month, "product=" + product + month, "user=" + (user == null ? "(none)" : user) + month);
        touched.forEach(account -> accounts.computeIfAbsent(account, name -> new Figures(amount(budgetOf(name)))));
        for (var price : new long[] {1000, 900}) {
            var amount = price * tokens;
            if (touched.stream().allMatch(account -> carries(account, amount))) {
                touched.forEach(account -> accounts.get(account).held += amount);
                holds.put(id, new Hold(amount, price, touched, now));
                return price == 1000 ? "allow" : "reroute";
            }
        }
        return "deny";
    }

    private static String budgetOf(String account) {
        return account.startsWith("product") ? "products" : account.startsWith("user") ? "users" : "everything";
    }

    long amount(String budget) {
        return amounts.get(budget);
    }

    private boolean carries(String account, long amount) {
        var figures = accounts.get(account);
        return account.startsWith("everything") || figures.held + figures.spent + amount <= figures.limit;
    }

    String settle(UUID id, int tokens) {
        var hold = holds.get(id);
        return hold == null ? "NOTHING_HELD" : end(hold, "settled", "usage " + tokens, tokens * hold.perToken);
    }

    String settleByEstimate(UUID id) {
        var hold = holds.get(id);
        return hold == null ? "NOTHING_HELD" : end(hold, "settled", "estimate", Math.max(hold.amount, hold.reported));
    }

    String voidHold(UUID id) {
        var hold = holds.get(id);
        if (hold == null) {
            return "NOTHING_HELD";
        }
        if (hold.tokens > 0 && (hold.state.equals("held") || hold.state.equals("expired"))) {
            return "USAGE_REPORTED";
        }
        return end(hold, "voided", "", 0);
    }

    private String end(Hold hold, String state, String how, long charged) {
        if (hold.state.equals("settled") && state.equals("settled")) {
            return hold.how.equals(how) ? "settled " + hold.charged : "SETTLEMENT_CONFLICT";
        }
        if (!hold.state.equals("held") && !hold.state.equals("expired")) {
            return hold.state.equals(state) ? state + " 0" : "HOLD_CLOSED";
        }
        takeOut(hold);
        hold.state = state;
        hold.how = how;
        hold.charged = charged;
        hold.accounts.forEach(account -> accounts.get(account).spent += charged);
        return state + " " + charged;
    }

    String report(UUID id, int tokens, Instant now) {
        var hold = holds.get(id);
        if (hold == null) {
            return "NOTHING_HELD";
        }
        if (hold.state.equals("voided")) {
            return "HOLD_CLOSED";
        }
        if (hold.state.equals("settled")) {
            return "settled " + hold.charged;
        }
        if (tokens > hold.tokens) {
            takeOut(hold);
            hold.tokens = tokens;
            hold.reported = tokens * hold.perToken;
            if (hold.state.equals("held")) {
                var last = hold.madeAt.plus(LONGEST);
                var wanted = now.plus(TTL).isAfter(last) ? last : now.plus(TTL);
                hold.expiresAt = wanted.isAfter(hold.expiresAt) ? wanted : hold.expiresAt;
            }
            putIn(hold);
        }
        return hold.state + " " + hold.reported;
    }

    void expire(Instant now) {
        holds.values().forEach(hold -> {
            if (hold.state.equals("held") && !hold.expiresAt.isAfter(now)) {
                takeOut(hold);
                hold.state = "expired";
                putIn(hold);
            }
        });
    }

    private void takeOut(Hold hold) {
        hold.accounts.forEach(account -> change(account, hold, -1));
    }

    private void putIn(Hold hold) {
        hold.accounts.forEach(account -> change(account, hold, 1));
    }

    /** What an open or expired hold has in an account: the rest held, or the whole presumed to be spent, unless the user's budget releases. */
    private void change(String account, Hold hold, int sign) {
        var figures = accounts.get(account);
        if (hold.state.equals("held")) {
            figures.held += sign * Math.max(0, hold.amount - hold.reported);
            figures.spent += sign * hold.reported;
        } else {
            var releases = account.startsWith("user");
            figures.spent += sign * (releases ? hold.reported : Math.max(hold.amount, hold.reported));
        }
    }

    /** Accounts of periods that are not over change with it. */
    void amend(String budget, long amount, Instant now) {
        amounts.put(budget, amount);
        var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        accounts.forEach((account, figures) -> {
            var its = YearMonth.parse(account.substring(account.indexOf('@') + 1));
            if (budgetOf(account).equals(budget) && !its.isBefore(month)) {
                figures.limit = amount;
            }
        });
    }

    /** How many holds there are, by state. */
    Map<String, Long> states() {
        var states = new HashMap<String, Long>();
        holds.values().forEach(hold -> states.merge(hold.state, 1L, Long::sum));
        return states;
    }
}
