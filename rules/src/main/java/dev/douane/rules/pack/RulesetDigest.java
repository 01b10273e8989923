package dev.douane.rules.pack;

import dev.douane.rules.call.CallerScope;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What makes two rulesets the same; the form is documented at {@link Ruleset#digest()}. */
final class RulesetDigest {
    private final StringBuilder lines = new StringBuilder("douane-ruleset-2\n");

    private RulesetDigest() {}

    static String of(Ruleset ruleset) {
        var digest = new RulesetDigest();
        ruleset.entries().forEach(digest::add);
        var sha256 = Sha256.start();
        sha256.update(digest.lines.toString().getBytes(StandardCharsets.UTF_8));
        return Sha256.finish(sha256);
    }

    private void add(Ruleset.Entry entry) {
        line("pack", entry.pack().reference(), entry.pack().digest());
        add("mode", entry.modes().usual());
        add("scope", entry.modes().scope());
        for (var exception : entry.modes().exceptions()) {
            add("except", exception.mode());
            add("within", exception.scope());
        }
        entry.parameters().forEach((name, value) -> line("parameter", name, measured(value)));
    }

    private void add(String word, TimedMode timed) {
        var mode = timed.mode().name().toLowerCase(Locale.ROOT);
        if (timed.until() == null) {
            line(word, mode);
        } else {
            line(word, mode, timed.until().toString());
        }
    }

    private void add(String word, CallerScope scope) {
        scope.values()
                .forEach((attribute, values) -> values.forEach(value -> line(word, attribute.word(), measured(value))));
    }

    private void line(String... words) {
        lines.append(String.join(" ", words)).append('\n');
    }

    private static String measured(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length + " " + value;
    }
}
