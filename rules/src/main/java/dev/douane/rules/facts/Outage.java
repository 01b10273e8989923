package dev.douane.rules.facts;

import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that cannot serve now. Members that are set must all match a deployment for it to be out; at least one is set.
 *
 * @param provider a provider's id
 * @param region a provider's region
 * @param model a model's id
 * @param deployment a deployment's id
 */
public record Outage(
        @Nullable String provider,
        @Nullable String region,
        @Nullable String model,
        @Nullable String deployment) implements Comparable<Outage> {
    private static final Comparator<Outage> ORDER = Comparator.comparing(Outage::describe);

    public Outage {
        if (provider == null && region == null && model == null && deployment == null) {
            throw new IllegalArgumentException("an outage names a provider, a region, a model or a deployment");
        }
    }

    /** What is out: {@code provider=azure, region=swedencentral}. */
    public String describe() {
        return Stream.of(
                        word("provider", provider),
                        word("region", region),
                        word("model", model),
                        word("deployment", deployment))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String word(String name, @Nullable String value) {
        return value == null ? "" : name + "=" + value;
    }

    @Override
    public int compareTo(Outage other) {
        return ORDER.compare(this, other);
    }
}
