package dev.douane.rules.pack;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What makes two rulesets the same; the form is documented at {@link Ruleset#digest()}. */
final class RulesetDigest {
    private RulesetDigest() {}

    static String of(Ruleset ruleset) {
        var sha256 = Sha256.start();
        var lines = new StringBuilder("douane-ruleset-1\n");
        for (var entry : ruleset.entries()) {
            lines.append(entry.pack().reference())
                    .append(' ')
                    .append(entry.pack().digest())
                    .append(' ')
                    .append(entry.mode().name().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        sha256.update(lines.toString().getBytes(StandardCharsets.US_ASCII));
        return Sha256.finish(sha256);
    }
}
