package dev.douane.rules.text;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Letters and signs that look like others: Unicode Technical Standard 39. Loading its tables takes some tenths of a second, once. */
final class LookAlikes {
    private static final SpoofChecker MIXED = new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.MIXED_NUMBERS | SpoofChecker.HIDDEN_OVERLAY)
            .setRestrictionLevel(RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();

    private static final Normalizer2 FOLDED = Normalizer2.getNFKCCasefoldInstance();
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final String WAY_OUT = "write it in one script";

    private LookAlikes() {}

    static @Nullable String faultInWord(String word) {
        if (!Normalizer.isNormalized(word, Form.NFC)) {
            return "has letters apart from their marks; write (%s) with each letter composed"
                    .formatted(Normalizer.normalize(word, Form.NFC));
        }
        for (int at = 0; at < word.length(); at += Character.charCount(word.codePointAt(at))) {
            int c = word.codePointAt(at);
            var alike = c < 0x80 ? null : alike(c);
            if (alike != null) {
                return "has a character (%s, U+%04X) that looks like another; write %s"
                        .formatted(Character.toString(c), c, alike);
            }
        }
        return MIXED.failsChecks(word)
                ? "mixes letters or digits of several scripts that look alike; " + WAY_OUT
                : null;
    }

    static @Nullable String mixedWord(String name) {
        for (var word : BETWEEN_WORDS.split(name, -1)) {
            if (MIXED.failsChecks(word)) {
                return "mixes letters or digits of several scripts that look alike in (%s); %s"
                        .formatted(word, WAY_OUT);
            }
        }
        return null;
    }

    static boolean areAlike(String one, String other) {
        return !Collections.disjoint(skeletons(one), skeletons(other));
    }

    /** Capitals count as small letters, and as what they look like: {@code I} is an i and an l. */
    private static List<String> skeletons(String name) {
        var plain = BLANKS.matcher(Normalizer.normalize(name, Form.NFKC))
                .replaceAll(" ")
                .strip();
        return List.of(MIXED.getSkeleton(FOLDED.normalize(plain)), FOLDED.normalize(MIXED.getSkeleton(plain)));
    }

    /** What to write in its place; null where it stands for itself. */
    private static @Nullable String alike(int c) {
        if (SpoofChecker.RECOMMENDED.contains(c) || SpoofChecker.INCLUSION.contains(c)) {
            return null;
        }
        var text = Character.toString(c);
        if (Character.isLetterOrDigit(c)) {
            var plain = Normalizer.normalize(text, Form.NFKC);
            return plain.equals(text) ? "a letter of everyday use" : plain;
        }
        var skeleton = MIXED.getSkeleton(text);
        return skeleton.codePoints().allMatch(each -> each > ' ' && each < 0x7F) ? skeleton : null;
    }
}
