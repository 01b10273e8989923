package dev.douane.rules.ledger;

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
public final class NaiveLedger {
    /** The names of the budgets. */
    public static final List<String> BUDGETS = List.of("everything", "products", "users");
    /** Of the users' budget, in nano-units. */
    public static final long USER_LIMIT = 4_000_000_000L;

    private static final Duration TTL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Figures of one account. */
    public static final class Figures {
        /** All in nano-units. */
        public long limit;

        public long held;
        public long spent;

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
        boolean presumed;
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

    /** By scope and month. */
    public final Map<String, Figures> accounts = new TreeMap<>();

    private final Map<String, Long> amounts =
            new TreeMap<>(Map.of("everything", 1_000_000_000_000L, "products", 30_000_000_000L, "users", USER_LIMIT));
    private final Map<UUID, Hold> holds = new LinkedHashMap<>();
    private final Map<UUID, String> verdicts = new HashMap<>();
    private final Map<String, UUID> keys = new HashMap<>();

    /** What is asked: how many output tokens, and who pays; {@code user} may be null. */
    public record Asked(String product, String user, int tokens) {}

    /** The first of two places that all hard accounts carry: {@code allow}, {@code reroute} or {@code deny}. */
    public String admit(UUID id, Asked asked, Instant now) {
        var touched = touched(asked, now);
        var price = price(touched, asked.tokens);
        if (price > 0) {
            var hold = new Hold(price * asked.tokens, price, touched, now);
            holds.put(id, hold);
            putIn(hold);
        }
        verdicts.put(id, price == 0 ? "deny" : price == 1000 ? "allow" : "reroute");
        return verdicts.get(id);
    }

    /** The same under a key, which is new or was used for the same request: the verdict, whose it is, and whether it was given before. */
    public String admit(String key, UUID id, Asked asked, Instant now) {
        var first = keys.get(key);
        if (first == null || (holds.containsKey(first) && !isHeldAgain(holds.get(first), asked, now))) {
            keys.put(key, id);
            return admit(id, asked, now) + " " + id + " new";
        }
        return verdicts.get(first) + " " + first + " again";
    }

    /** Whether there is a hold that the answer can be given again for: it goes on or was settled, or it fits anew where it was. */
    private boolean isHeldAgain(Hold hold, Asked asked, Instant now) {
        if (hold.state.equals("settled")) {
            return true;
        }
        if (hold.state.equals("held")) {
            hold.expiresAt = hold.expiresAt.isAfter(now) ? hold.expiresAt : now.plus(TTL);
            return true;
        }
        var touched = touched(asked, now);
        takeOut(hold);
        if (touched.equals(hold.accounts) && price(touched, asked.tokens) == hold.perToken) {
            hold.state = "held";
            hold.presumed = false;
            hold.expiresAt = now.plus(TTL);
            putIn(hold);
            return true;
        }
        putIn(hold);
        return false;
    }

    /** The accounts, opened where they are not yet. */
    private List<String> touched(Asked asked, Instant now) {
        var month = "@" + YearMonth.from(now.atOffset(ZoneOffset.UTC));
        var touched = List.of(
                "everything" + month,
                "product=" + asked.product + month,
                "user=" + (asked.user == null ? "(none)" : asked.user) + month);
        touched.forEach(account -> accounts.computeIfAbsent(account, name -> new Figures(amount(budgetOf(name)))));
        return touched;
    }

    /** A token's at the first place that fits; 0 where none does. */
    private long price(List<String> touched, int tokens) {
        for (var price : new long[] {1000, 900}) {
            if (touched.stream().allMatch(account -> carries(account, price * tokens))) {
                return price;
            }
        }
        return 0;
    }

    private static String budgetOf(String account) {
        return account.startsWith("product") ? "products" : account.startsWith("user") ? "users" : "everything";
    }

    /** What a budget allows a month, in nano-units. */
    public long amount(String budget) {
        return amounts.get(budget);
    }

    private boolean carries(String account, long amount) {
        var figures = accounts.get(account);
        return account.startsWith("everything") || figures.held + figures.spent + amount <= figures.limit;
    }

    /** The state and what is charged, or the word of the refusal; as the others that end a hold. */
    public String settle(UUID id, int tokens) {
        var hold = holds.get(id);
        return hold == null ? "NOTHING_HELD" : end(hold, "settled", "usage " + tokens, tokens * hold.perToken);
    }

    /** Nobody told what the call used. */
    public String settleByEstimate(UUID id) {
        var hold = holds.get(id);
        return hold == null ? "NOTHING_HELD" : end(hold, "settled", "estimate", Math.max(hold.amount, hold.reported));
    }

    /** The call was not made. */
    public String voidHold(UUID id) {
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
        if (hold.state.equals("settled") || (hold.state.equals("voided") && !how.startsWith("usage"))) {
            return hold.state.equals(state) ? state + " 0" : "HOLD_CLOSED";
        }
        takeOut(hold);
        hold.state = state;
        hold.presumed = false; // what is given back after its time was over was not spent, whatever is reported later
        hold.how = how;
        hold.charged = charged;
        hold.accounts.forEach(account -> accounts.get(account).spent += charged);
        return state + " " + charged;
    }

    /** So many tokens were used so far. */
    public String report(UUID id, int tokens, Instant now) {
        var hold = holds.get(id);
        if (hold == null) {
            return "NOTHING_HELD";
        }
        if (hold.state.equals("settled")) {
            return "settled " + hold.charged;
        }
        if (tokens > hold.tokens && (tokens > 0 || !hold.state.equals("voided"))) {
            takeOut(hold);
            hold.state = hold.state.equals("voided") ? "expired" : hold.state;
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

    /** All that are due. */
    public void expire(Instant now) {
        holds.values().forEach(hold -> {
            if (hold.state.equals("held") && !hold.expiresAt.isAfter(now)) {
                takeOut(hold);
                hold.state = "expired";
                hold.presumed = true;
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

    /**
     * What a hold that was not settled has in an account: the rest held; or the whole presumed to be spent, unless the user's budget releases or
     * it was given back.
     */
    private void change(String account, Hold hold, int sign) {
        var figures = accounts.get(account);
        if (hold.state.equals("held")) {
            figures.held += sign * Math.max(0, hold.amount - hold.reported);
            figures.spent += sign * hold.reported;
        } else if (hold.state.equals("expired")) {
            var charges = hold.presumed && !account.startsWith("user");
            figures.spent += sign * (charges ? Math.max(hold.amount, hold.reported) : hold.reported);
        }
    }

    /** Accounts of periods that are not over change with it. */
    public void amend(String budget, long amount, Instant now) {
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
    public Map<String, Long> states() {
        var states = new HashMap<String, Long>();
        holds.values().forEach(hold -> states.merge(hold.state, 1L, Long::sum));
        return states;
    }
}
