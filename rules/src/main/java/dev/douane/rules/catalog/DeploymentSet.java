package dev.douane.rules.catalog;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A set of deployments of one catalog, as bits in catalog order. Immutable; sets of different catalogs do not mix. */
public final class DeploymentSet {
    private final long[] words;
    private final int catalogSize;

    /** Worked out once for sets that live as long as the catalog; a race only works it out twice. */
    private @Nullable DeploymentSet others;

    private DeploymentSet(long[] words, int catalogSize) {
        this.words = words;
        this.catalogSize = catalogSize;
    }

    static DeploymentSet none(int size) {
        return new DeploymentSet(new long[(size + 63) >> 6], size);
    }

    static DeploymentSet only(int size, int member) {
        var words = new long[(size + 63) >> 6];
        words[member >> 6] |= 1L << member;
        return new DeploymentSet(words, size);
    }

    static DeploymentSet where(int size, IntPredicate member) {
        var words = new long[(size + 63) >> 6];
        for (int i = 0; i < size; i++) {
            if (member.test(i)) {
                words[i >> 6] |= 1L << i;
            }
        }
        return new DeploymentSet(words, size);
    }

    /** Those of the catalog that are not in this set. */
    public DeploymentSet others() {
        var known = others;
        if (known == null) {
            var all = new long[words.length];
            Arrays.fill(all, -1L);
            if ((catalogSize & 63) != 0) {
                all[all.length - 1] = (1L << catalogSize) - 1;
            }
            known = new DeploymentSet(all, catalogSize).minus(this);
            others = known;
        }
        return known;
    }

    /** Whether there is one in both. */
    public boolean meets(DeploymentSet other) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & other.words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of this set are in the other too. */
    public boolean isWithin(DeploymentSet other) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & ~other.words[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Those of this set that pass a test, each asked once in ascending order. */
    public DeploymentSet where(IntPredicate test) {
        var result = new long[words.length];
        forEach(member -> {
            if (test.test(member)) {
                result[member >> 6] |= 1L << member;
            }
        });
        return new DeploymentSet(result, catalogSize);
    }

    /** Those in both. */
    public DeploymentSet and(DeploymentSet other) {
        var result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= other.words[i];
        }
        return new DeploymentSet(result, catalogSize);
    }

    /** Those of this set that are not in the other. */
    public DeploymentSet minus(DeploymentSet other) {
        var result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= ~other.words[i];
        }
        return new DeploymentSet(result, catalogSize);
    }

    /** Those in either. */
    public DeploymentSet or(DeploymentSet other) {
        var result = words.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] |= other.words[i];
        }
        return new DeploymentSet(result, catalogSize);
    }

    public boolean isEmpty() {
        for (var word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /** How many. */
    public int size() {
        int count = 0;
        for (var word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Whether {@code position} is a member; -1 never is. */
    public boolean contains(int position) {
        return position >= 0 && (words[position >> 6] & (1L << position)) != 0;
    }

    /** Catalog positions in ascending order, which is the order of ids. */
    public void forEach(IntConsumer action) {
        for (int w = 0; w < words.length; w++) {
            for (var word = words[w]; word != 0; word &= word - 1) {
                action.accept((w << 6) + Long.numberOfTrailingZeros(word));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeploymentSet that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return size() + " deployments";
    }
}
