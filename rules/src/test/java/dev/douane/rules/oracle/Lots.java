package dev.douane.rules.oracle;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chance that repeats itself: same seed, same draws, and neighbouring seeds have nothing in common. */
final class Lots {
    private final SplittableRandom random;

    Lots(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** @return zero to {@code bound}, without it */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** @return zero to {@code most}, both included */
    long upTo(long most) {
        return random.nextLong(most + 1);
    }

    /** A fraction from zero to {@code bound}, without it. */
    double fractionBelow(double bound) {
        return random.nextDouble(bound);
    }

    @SafeVarargs
    final <T extends @Nullable Object> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Each of them with that chance, in order. */
    <T> List<T> some(List<T> of, int percent) {
        return of.stream().filter(each -> chance(percent)).toList();
    }
}
