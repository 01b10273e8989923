package dev.douane.rules.call;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A few words, sorted, unmodifiable: hash sets iterate differently from run to run, and order may reach an answer. In an array, since every
 * call carries some and every rule may look for one.
 */
@SuppressWarnings("JdkObsolete") // NavigableSet has twelve methods more, and nobody asks words for their neighbours
public final class Words extends AbstractSet<String> implements SortedSet<String> {
    private static final Words NONE = new Words(new String[0]);

    private final String[] words;

    private Words(String[] words) {
        this.words = words;
    }

    /** A copy, where it is not one already. */
    public static Words sorted(Collection<String> words) {
        if (words instanceof Words already) {
            return already;
        }
        return words.isEmpty() ? NONE : new Words(new TreeSet<>(words).toArray(String[]::new));
    }

    @Override
    public int size() {
        return words.length;
    }

    @Override
    public boolean contains(@Nullable Object word) {
        for (var each : words) {
            if (each.equals(word)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(words).iterator(); // whose remove() is refused
    }

    /** Natural order. */
    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedSet<String> subSet(String from, String to) {
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("(%s) comes after (%s)".formatted(from, to));
        }
        return slice(place(from), place(to));
    }

    @Override
    public SortedSet<String> headSet(String to) {
        return slice(0, place(to));
    }

    @Override
    public SortedSet<String> tailSet(String from) {
        return slice(place(from), words.length);
    }

    @Override
    public String first() {
        return at(0);
    }

    @Override
    public String last() {
        return at(words.length - 1);
    }

    private String at(int place) {
        if (words.length == 0) {
            throw new NoSuchElementException("there are no words");
        }
        return words[place];
    }

    /** Where a word stands, or would stand. */
    private int place(String word) {
        int found = Arrays.binarySearch(words, word);
        return found < 0 ? -found - 1 : found;
    }

    private Words slice(int from, int to) {
        return new Words(Arrays.copyOfRange(words, from, to));
    }
}
