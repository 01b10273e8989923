package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A budget that is asked for.
 *
 * @param name unique: lower-case letters, digits, dots, underscores and dashes, at most 128 characters
 * @param owner who answers for it, at most 200 characters
 * @param amount per account and period, a decimal string
 * @param currency the installation's
 * @param scope which calls it is for; absent for all
 * @param hardness {@code hard} (a call that does not fit is refused) or {@code soft} (it is told and counted); absent for {@code hard}
 * @param holdExpiry {@code charge} or {@code release}: what becomes of money whose call nobody settles; absent for {@code charge}
 */
record BudgetRequest(
        @Nullable String name,
        @Nullable String owner,
        @Nullable String amount,
        @Nullable String currency,
        @Nullable Scope scope,
        @Nullable PeriodRequest period,
        @Nullable String hardness,
        @Nullable String holdExpiry) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?");

    /** What a call must say of its caller: a value, or {@code each} for an account of its own per value. */
    record Scope(
            @Nullable String organisation,
            @Nullable String product,
            @Nullable String team,
            @Nullable String workflow,
            @Nullable String user,
            @Nullable String run,
            @Nullable String environment) {
        Map<Attribute, String> wanted() {
            var wanted = new TreeMap<Attribute, String>();
            put(wanted, Attribute.ORGANISATION, organisation);
            put(wanted, Attribute.PRODUCT, product);
            put(wanted, Attribute.TEAM, team);
            put(wanted, Attribute.WORKFLOW, workflow);
            put(wanted, Attribute.USER, user);
            put(wanted, Attribute.RUN, run);
            put(wanted, Attribute.ENVIRONMENT, environment);
            return wanted;
        }

        private static void put(Map<Attribute, String> wanted, Attribute attribute, @Nullable String value) {
            if (value != null) {
                wanted.put(attribute, value);
            }
        }
    }

    /**
     * How time is divided.
     *
     * @param unit {@code month}
     * @param zone an IANA time zone; absent for {@code UTC}
     */
    record PeriodRequest(@Nullable String unit, @Nullable String zone) {}

    /**
     * What the request says.
     *
     * @param installation the installation's currency
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    BudgetTerms checked(String installation) {
        var wrong = new ArrayList<Violation>();
        var terms = new BudgetTerms(
                matching(
                        "/name",
                        name,
                        NAME,
                        "must be 1 to 128 lower-case letters, digits, dots, underscores or dashes",
                        wrong),
                line("/owner", owner, 200, wrong),
                amount(wrong),
                currency(installation, wrong),
                scope(wrong),
                period(wrong),
                oneOf("/hardness", hardness, "hard", "soft", wrong),
                !oneOf("/holdExpiry", holdExpiry, "charge", "release", wrong));
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The budget cannot be made.", wrong);
        }
        return terms;
    }

    private static String matching(
            String pointer, @Nullable String value, Pattern pattern, String otherwise, List<Violation> wrong) {
        if (value == null || !pattern.matcher(value).matches()) {
            wrong.add(new Violation(pointer, otherwise));
            return "";
        }
        return value;
    }

    private static String line(String pointer, @Nullable String value, int longest, List<Violation> wrong) {
        if (value == null || value.isBlank() || value.length() > longest || hasControls(value)) {
            wrong.add(new Violation(pointer, "must be 1 to %d characters on one line".formatted(longest)));
            return "";
        }
        return value.strip();
    }

    private static boolean hasControls(String value) {
        return value.chars().anyMatch(Character::isISOControl);
    }

    private Money amount(List<Violation> wrong) {
        try {
            return Money.parse(amount == null ? "" : amount);
        } catch (IllegalArgumentException e) {
            wrong.add(new Violation("/amount", String.valueOf(e.getMessage())));
            return Money.ZERO;
        }
    }

    private String currency(String installation, List<Violation> wrong) {
        if (!installation.equals(currency)) {
            wrong.add(new Violation(
                    "/currency", "currency (%s) must be the installation's, %s".formatted(currency, installation)));
        }
        return installation;
    }

    private ScopeSelector scope(List<Violation> wrong) {
        var wanted = scope == null ? Map.<Attribute, String>of() : scope.wanted();
        int before = wrong.size();
        wanted.forEach((attribute, value) -> line("/scope/" + attribute.word(), value, 256, wrong));
        return new ScopeSelector(new TreeMap<>(wrong.size() == before ? wanted : Map.of()));
    }

    private Period period(List<Violation> wrong) {
        if (period == null || period.unit() == null) {
            wrong.add(new Violation("/period/unit", "must be there: month"));
        } else if (!period.unit().equals(Period.Unit.MONTH.word())) {
            wrong.add(new Violation("/period/unit", "period unit (%s) must be month".formatted(period.unit())));
        }
        var zone = period == null || period.zone() == null ? "UTC" : period.zone();
        try {
            if (zone.equals("UTC") || ZoneId.getAvailableZoneIds().contains(zone)) {
                return Period.monthly(ZoneId.of(zone));
            }
        } catch (DateTimeException e) {
            wrong.add(new Violation("/period/zone", "zone (%s) has no rules here".formatted(zone)));
            return Period.monthly(ZoneId.of("UTC"));
        }
        wrong.add(new Violation(
                "/period/zone", "zone (%s) must be an IANA time zone such as Europe/Berlin".formatted(zone)));
        return Period.monthly(ZoneId.of("UTC"));
    }

    /** Whether it is the first of two words, which is also meant where nothing is said. */
    private static boolean oneOf(
            String pointer, @Nullable String value, String first, String second, List<Violation> wrong) {
        if (value != null && !value.equals(first) && !value.equals(second)) {
            wrong.add(new Violation(pointer, "(%s) must be %s or %s".formatted(value, first, second)));
        }
        return value == null || value.equals(first);
    }
}
