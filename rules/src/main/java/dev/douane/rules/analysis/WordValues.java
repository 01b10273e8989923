package dev.douane.rules.analysis;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words: exactly some, or all except some.
 *
 * @param except whether all but {@code words} are meant; never where {@code known} is there
 * @param missing whether the missing value is among them
 * @param mayBeMissing whether the field may be missing at all
 * @param known all words there are, null where there is no such list
 */
record WordValues(
        boolean except,
        SortedSet<String> words,
        boolean missing,
        boolean mayBeMissing,
        @Nullable SortedSet<String> known)
        implements Values {
    private static final SortedSet<String> TRUTHS = new TreeSet<>(List.of("false", "true"));

    WordValues {
        if (known != null) {
            var own = new TreeSet<>(known);
            if (except) {
                own.removeAll(words);
            } else {
                own.retainAll(words);
            }
            words = own;
            except = false;
        }
        words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
        missing = missing && mayBeMissing;
    }

    static WordValues exactly(Collection<String> words, boolean mayBeMissing, @Nullable SortedSet<String> known) {
        return new WordValues(false, new TreeSet<>(words), false, mayBeMissing, known);
    }

    static WordValues onlyMissing(boolean mayBeMissing, @Nullable SortedSet<String> known) {
        return new WordValues(false, new TreeSet<>(), true, mayBeMissing, known);
    }

    static WordValues truth(boolean value) {
        return exactly(List.of(Boolean.toString(value)), false, TRUTHS);
    }

    @Override
    public Values and(Values other) {
        var that = (WordValues) other;
        var both = new TreeSet<String>();
        if (except && that.except) {
            both.addAll(words);
            both.addAll(that.words);
        } else {
            both.addAll(except ? that.words : words);
            both.removeIf(word -> !has(word) || !that.has(word));
        }
        return new WordValues(except && that.except, both, missing && that.missing, mayBeMissing, known);
    }

    @Override
    public Values or(Values other) {
        return not().and(other.not()).not();
    }

    @Override
    public Values not() {
        return new WordValues(!except, words, !missing, mayBeMissing, known);
    }

    @Override
    public boolean isEmpty() {
        return !except && words.isEmpty() && !missing;
    }

    boolean has(String word) {
        return except != words.contains(word);
    }

    @Override
    public String describe() {
        var listed =
                words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(except ? " and " : " or "));
        if (except) {
            return words.isEmpty() ? "any word" : "any word but " + listed;
        }
        if (missing) {
            return words.isEmpty() ? "missing" : listed + " or missing";
        }
        return words.isEmpty() ? "nothing" : listed;
    }
}
