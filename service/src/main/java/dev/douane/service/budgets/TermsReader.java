package dev.douane.service.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.text.PlainText;
import dev.douane.rules.usage.EstimateTerms;
import dev.douane.service.platform.Moment;
import dev.douane.service.platform.Violation;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads said terms, and notes everything that is wrong with them, each with its place. */
final class TermsReader {
    private static final int OWNER_MAX = 200;

    private final String prefix;
    private final List<Violation> wrong;
    private final boolean isStored;

    /**
     * A reader of what somebody says.
     *
     * @param prefix JSON Pointer of what the terms are members of; empty for the body
     * @param wrong gets what is wrong
     */
    TermsReader(String prefix, List<Violation> wrong) {
        this(prefix, wrong, false);
    }

    private TermsReader(String prefix, List<Violation> wrong, boolean isStored) {
        this.prefix = prefix;
        this.wrong = wrong;
        this.isStored = isStored;
    }

    /** A reader of what was said once and is in force: which texts are refused today is none of its business. */
    static TermsReader ofStored(List<Violation> wrong) {
        return new TermsReader("", wrong, true);
    }

    /** What is said; of what is wrong, nothing. */
    Changes read(TermsRequest said) {
        return new Changes(
                said.owner() == null ? null : line("/owner", said.owner(), OWNER_MAX),
                said.amount() == null ? null : amount("/amount", said.amount()),
                said.period() == null ? null : period(said.period()),
                said.enforcement() == null ? null : isFirst("/enforcement", said.enforcement(), "hard", "soft"),
                said.overrun() == null ? null : overrun(said.overrun()),
                estimate(said.estimate()),
                rollover(said.rollover()),
                said.holdExpiry() == null ? null : isFirst("/holdExpiry", said.holdExpiry(), "release", "charge"),
                said.closed());
    }

    void refuse(String pointer, String message) {
        wrong.add(new Violation(prefix + pointer, message));
    }

    /** One line of text, spelled as names are. */
    @Nullable
    String line(String pointer, @Nullable String value, int longest) {
        if (isStored) {
            return value;
        }
        var spelled = value == null ? null : Caller.spelled(value);
        var fault = PlainText.faultInName(spelled, longest);
        if (fault != null) {
            refuse(pointer, fault);
            return null;
        }
        return spelled;
    }

    /** An amount of money. */
    @Nullable
    Money amount(String pointer, String value) {
        try {
            return Money.parse(value);
        } catch (IllegalArgumentException e) {
            refuse(pointer, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** An instant of the years 1970 to 9999, to the microsecond. */
    @Nullable
    Instant instant(String pointer, @Nullable String value) {
        try {
            if (value != null) {
                return Moment.parse(value);
            }
        } catch (DateTimeException e) {
            refuse(
                    pointer,
                    "(%s) must be an instant of the years 1970 to 9999, such as 2027-01-31T23:00:00Z".formatted(value));
            return null;
        }
        refuse(pointer, "must be there: an instant such as 2027-01-31T23:00:00Z");
        return null;
    }

    private @Nullable Boolean isFirst(String pointer, String value, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            refuse(pointer, "(%s) must be %s or %s".formatted(value, first, second));
            return null;
        }
        return value.equals(first);
    }

    private @Nullable Overrun overrun(String value) {
        for (var overrun : Overrun.values()) {
            if (overrun.word().equals(value)) {
                return overrun;
            }
        }
        refuse("/overrun", "(%s) must be never or last-call-may-cross".formatted(value));
        return null;
    }

    // --- periods

    private @Nullable Period period(TermsRequest.PeriodRequest said) {
        if (said.unit() == null) {
            refuse("/period/unit", "must be there: " + units());
            return null;
        }
        if (said.unit().equals(Period.ONCE)) {
            return once(said);
        }
        if (said.start() != null || said.end() != null) {
            refuse(
                    said.start() != null ? "/period/start" : "/period/end",
                    "goes with the unit once only; a %s begins by the calendar".formatted(said.unit()));
            return null;
        }
        var zone = zone(said.zone());
        for (var unit : Period.Unit.values()) {
            if (unit.word().equals(said.unit())) {
                return zone == null ? null : calendar(unit, zone, said.fiscalStart());
            }
        }
        refuse("/period/unit", "period unit (%s) must be %s".formatted(said.unit(), units()));
        return null;
    }

    private static String units() {
        return Stream.concat(Arrays.stream(Period.Unit.values()).map(Period.Unit::word), Stream.of(Period.ONCE))
                .collect(Collectors.joining(", "));
    }

    private @Nullable Period once(TermsRequest.PeriodRequest said) {
        if (said.zone() != null || said.fiscalStart() != null) {
            refuse(said.zone() != null ? "/period/zone" : "/period/fiscalStart", "goes with calendar periods only");
            return null;
        }
        var start = instant("/period/start", said.start());
        var end = instant("/period/end", said.end());
        if (start == null || end == null) {
            return null;
        }
        if (!start.isBefore(end)) {
            refuse("/period/end", "(%s) must be after the start (%s)".formatted(end, start));
            return null;
        }
        return new Period.Once(new Period.Span(start, end));
    }

    private @Nullable Period calendar(Period.Unit unit, ZoneId zone, @Nullable String fiscal) {
        if (fiscal == null) {
            return Period.of(unit, zone);
        }
        var isMonth = unit == Period.Unit.MONTH;
        var said = (isMonth ? "01-" : "") + fiscal;
        if (unit.months() == 0) {
            refuse("/period/fiscalStart", "a %s has no fiscal start".formatted(unit.word()));
            return null;
        }
        if (!said.matches("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")) {
            refuse(
                    "/period/fiscalStart",
                    isMonth
                            ? "(%s) must be a day from 01 to 31".formatted(fiscal)
                            : "(%s) must be a month and a day such as 04-06".formatted(fiscal));
            return null;
        }
        return Period.of(unit, zone, fiscal);
    }

    private @Nullable ZoneId zone(@Nullable String said) {
        var zone = said == null ? "UTC" : said;
        try {
            if (zone.equals("UTC") || ZoneId.getAvailableZoneIds().contains(zone)) {
                return ZoneId.of(zone);
            }
        } catch (DateTimeException e) {
            refuse("/period/zone", "zone (%s) has no rules here".formatted(zone));
            return null;
        }
        refuse("/period/zone", "zone (%s) must be an IANA time zone such as Europe/Berlin".formatted(zone));
        return null;
    }

    // --- terms that are a word or an object

    private @Nullable EstimateTerms estimate(@Nullable JsonNode said) {
        if (said == null || said.isNull()) {
            return null;
        }
        var mode = said.isTextual() ? said : said.path("mode");
        if (!mode.isTextual() || !Set.of("worst-case", "expected").contains(mode.textValue())) {
            refuse(said.isObject() ? "/estimate/mode" : "/estimate", "must be worst-case or expected");
            return null;
        }
        var isExpected = mode.textValue().equals("expected");
        if (!hasOnly(
                "/estimate", said, isExpected ? Set.of("mode", "quantile", "floorTokens", "warmUp") : Set.of("mode"))) {
            return null;
        }
        if (!isExpected) {
            return EstimateTerms.WORST_CASE;
        }
        var usual = EstimateTerms.EXPECTED;
        var quantile = quantile(said.path("quantile"), usual.quantilePermille());
        var floor = count(
                "/estimate/floorTokens", said.path("floorTokens"), 0, EstimateTerms.FLOOR_MOST, usual.floorTokens());
        var warmUp = count("/estimate/warmUp", said.path("warmUp"), 1, EstimateTerms.WARM_UP_MOST, usual.warmUp());
        return quantile < 0 || floor < 0 || warmUp < 0
                ? null
                : new EstimateTerms(EstimateTerms.Mode.EXPECTED, quantile, floor, warmUp);
    }

    /** In thousandths; less than zero where it is wrong. */
    private int quantile(JsonNode said, int otherwise) {
        if (said.isMissingNode() || said.isNull()) {
            return otherwise;
        }
        if (said.isNumber() && said.decimalValue().abs().compareTo(BigDecimal.TEN) < 0) {
            var permille = said.decimalValue().movePointRight(3).stripTrailingZeros();
            if (permille.scale() <= 0 && permille.intValue() >= 500 && permille.intValue() <= 999) {
                return permille.intValue();
            }
        }
        refuse(
                "/estimate/quantile",
                "(%s) must be a number from 0.5 to 0.999, with three decimals at most".formatted(said));
        return -1;
    }

    private int count(String pointer, JsonNode said, int least, int most, int otherwise) {
        if (said.isMissingNode() || said.isNull()) {
            return otherwise;
        }
        if (said.isIntegralNumber() && said.canConvertToInt() && said.intValue() >= least && said.intValue() <= most) {
            return said.intValue();
        }
        refuse(pointer, "(%s) must be a whole number from %d to %d".formatted(said, least, most));
        return -1;
    }

    private @Nullable Rollover rollover(@Nullable JsonNode said) {
        if (said == null || said.isNull()) {
            return null;
        }
        if (said.isTextual() && said.textValue().equals("none")) {
            return new Rollover.None();
        }
        if (said.isTextual() && said.textValue().equals("carry")) {
            return new Rollover.Carry();
        }
        if (said.isObject() && said.path("capped").isTextual() && hasOnly("/rollover", said, Set.of("capped"))) {
            var cap = amount("/rollover/capped", said.path("capped").textValue());
            return cap == null ? null : new Rollover.Capped(cap);
        }
        refuse("/rollover", "must be none, carry, or {\"capped\": \"500.00\"}");
        return null;
    }

    private boolean hasOnly(String pointer, JsonNode said, Set<String> known) {
        for (var names = said.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!known.contains(name)) {
                refuse(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), "is not known here");
                return false;
            }
        }
        return true;
    }
}
