package dev.douane.service.cli.dryrun;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a newcomer wants to see of a trial. */
final class Report {
    private static final int TOP = 8;

    private Report() {}

    static String of(Tally tally, String files, int refused) {
        var text = new StringBuilder();
        line(
                text,
                "",
                "%,d calls of %s, ruleset %s, catalog %s"
                        .formatted(tally.calls(), files, tally.ruleset(), tally.catalog()));
        if (refused > 0) {
            line(text, "", "%,d lines could not be asked about and are not counted".formatted(refused));
        }
        text.append('\n');
        line(
                text,
                "verdicts",
                List.of("allow", "reroute", "downgrade", "defer", "deny").stream()
                        .map(verdict -> verdict + " " + share(tally.verdicts().getOrDefault(verdict, 0), tally.calls()))
                        .collect(Collectors.joining("   ")));
        spend(text, tally);
        text.append('\n');
        reasons(text, tally);
        text.append('\n');
        line(text, "tokens hosted in", places(tally.tokensByHosting()));
        line(text, "under the law of", places(tally.tokensByControl()));
        line(
                text,
                "answered in",
                "p50 %s ms, p99 %s ms, over HTTP, each advice recorded"
                        .formatted(millis(tally.latency(50)), millis(tally.latency(99))));
        return text.toString();
    }

    private static void spend(StringBuilder text, Tally tally) {
        line(text, "spend as asked", money(tally.asked(), tally) + " for all calls");
        line(
                text,
                "spend as decided",
                "%s for the calls that may go, instead of %s: %s"
                        .formatted(money(tally.decided(), tally), money(tally.askedOfServed(), tally), saving(tally)));
        if (tally.unpricedAsAsked() > 0) {
            line(
                    text,
                    "",
                    "%,d calls have no price as asked and are left out of both".formatted(tally.unpricedAsAsked()));
        }
    }

    private static String saving(Tally tally) {
        var saved = tally.askedOfServed().subtract(tally.decided());
        var amount = money(saved.abs(), tally);
        if (tally.askedOfServed().signum() == 0) {
            return "nothing to compare";
        }
        var percent =
                saved.abs().multiply(BigDecimal.valueOf(100)).divide(tally.askedOfServed(), 1, RoundingMode.HALF_UP);
        return saved.signum() < 0
                ? "%s (%s %%) dearer".formatted(amount, percent)
                : "%s (%s %%) saved".formatted(amount, percent);
    }

    private static void reasons(StringBuilder text, Tally tally) {
        var top = tally.reasons().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(TOP)
                .toList();
        var label = "top reasons";
        for (var reason : top) {
            line(
                    text,
                    label,
                    "%-10s %7s  %s"
                            .formatted(
                                    reason.getKey(),
                                    "%,d".formatted(reason.getValue()),
                                    tally.message(reason.getKey())));
            label = "";
        }
        if (top.isEmpty()) {
            line(text, label, "no rule had anything to say");
        }
    }

    private static String places(Map<String, Long> tokens) {
        var total = tokens.values().stream().mapToLong(Long::longValue).sum();
        return tokens.isEmpty()
                ? "none"
                : tokens.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(place -> "%s %.1f %%".formatted(place.getKey(), 100.0 * place.getValue() / total))
                        .collect(Collectors.joining("   "));
    }

    private static String share(int count, int of) {
        return "%,d (%.1f %%)".formatted(count, of == 0 ? 0.0 : 100.0 * count / of);
    }

    private static String money(BigDecimal amount, Tally tally) {
        return "%,.2f %s".formatted(amount, tally.currency());
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }

    private static void line(StringBuilder text, String label, String rest) {
        text.append("%-18s%s".formatted(label, rest).stripTrailing()).append('\n');
    }
}
