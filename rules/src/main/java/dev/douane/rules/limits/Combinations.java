package dev.douane.rules.limits;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many combinations of facts are looked at, whatever the number of budgets and outages turns out to be: a sum of products such as
 * {@code 2 × budgets² × outages}. Numbers that do not fit stand at the largest long. Immutable.
 *
 * @param factors by product: how often it is there, one or more
 */
public record Combinations(SortedMap<Product, Long> factors) {
    /** Nothing is looked at. */
    public static final Combinations NONE = new Combinations(Collections.emptySortedMap());

    /** One, whatever facts there are. */
    public static final Combinations ONE = new Combinations(new TreeMap<>(Map.of(new Product(0, 0), 1L)));

    /**
     * One of the products.
     *
     * @param budgets how often the number of budgets stands in it, zero or more
     * @param outages how often the number of outages does, zero or more
     */
    public record Product(int budgets, int outages) implements Comparable<Product> {
        private static final Comparator<Product> ORDER =
                Comparator.comparingInt(Product::budgets).thenComparingInt(Product::outages);

        @Override
        public int compareTo(Product other) {
            return ORDER.compare(this, other);
        }

        long at(long budgetsThere, long outagesThere) {
            long product = 1;
            for (int i = 0; i < budgets; i++) {
                product = times(product, budgetsThere);
            }
            for (int i = 0; i < outages; i++) {
                product = times(product, outagesThere);
            }
            return product;
        }
    }

    public Combinations {
        factors = Collections.unmodifiableSortedMap(new TreeMap<>(factors));
    }

    /** Both. */
    public Combinations plus(Combinations other) {
        var sum = new TreeMap<>(factors);
        other.factors.forEach((product, factor) -> sum.merge(product, factor, Combinations::sum));
        return new Combinations(sum);
    }

    /** Each of them so many times. */
    public Combinations times(long factor) {
        var product = new TreeMap<>(factors);
        product.replaceAll((unused, each) -> times(each, factor));
        return new Combinations(product);
    }

    /** Each with each fact of a kind. */
    Combinations withEach(Looking.Kind kind) {
        if (kind == Looking.Kind.SINGLE) {
            return this;
        }
        var joined = new TreeMap<Product, Long>();
        factors.forEach((of, factor) -> joined.put(
                kind == Looking.Kind.BUDGET
                        ? new Product(of.budgets + 1, of.outages)
                        : new Product(of.budgets, of.outages + 1),
                factor));
        return new Combinations(joined);
    }

    /** Those of at least two facts that there may be many of: looking at each fact once is no work worth counting. */
    Combinations ofSeveral() {
        var several = new TreeMap<>(factors);
        several.keySet().removeIf(of -> of.budgets + of.outages < 2);
        return new Combinations(several);
    }

    /** How many that is for so many facts. */
    public long at(int budgets, int outages) {
        long all = 0;
        for (var each : factors.entrySet()) {
            all = sum(all, times(each.getValue(), each.getKey().at(budgets, outages)));
        }
        return all;
    }

    /**
     * The product that most of them are of.
     *
     * @throws java.util.NoSuchElementException if there are none at all
     */
    public Product largest(int budgets, int outages) {
        return factors.keySet().stream()
                .max(Comparator.<Product>comparingLong(of -> of.at(budgets, outages))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static long times(long one, long other) {
        return one != 0 && other > Long.MAX_VALUE / one ? Long.MAX_VALUE : one * other;
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
