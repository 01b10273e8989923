package dev.douane.rules.signing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.douane.rules.drl.Concern;
import dev.douane.rules.text.PlainText;
import dev.douane.rules.yaml.StrictYaml;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trust policy as written.
 *
 * @param keys all keys that are believed in something
 * @param concerns what each concern asks for
 */
record TrustPolicyYaml(
        @JsonProperty("keys") @Nullable List<KeyYaml> keys,
        @JsonProperty("concerns") @Nullable Map<String, DemandYaml> concerns) {
    record KeyYaml(
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("owner") @Nullable String owner,
            @JsonProperty("publicKey") @Nullable String publicKey) {}

    record DemandYaml(
            @JsonProperty("threshold") @Nullable Integer threshold,
            @JsonProperty("keys") @Nullable List<String> keys,
            @JsonProperty("unsigned") @Nullable String unsigned) {}

    static TrustPolicy parse(String yaml) {
        refuseMisleading(yaml);
        try {
            var written = StrictYaml.read(yaml, TrustPolicyYaml.class);
            if (written.concerns() == null || written.concerns().isEmpty()) {
                throw new IllegalArgumentException("trust policy must name at least one concern under (concerns)");
            }
            return written.toPolicy();
        } catch (StrictYaml.Malformed e) {
            throw new IllegalArgumentException(
                    "trust policy, line %d, column %d: %s"
                            .formatted(e.place().line(), e.place().column(), e.getMessage()),
                    e);
        }
    }

    private static void refuseMisleading(String yaml) {
        PlainText.firstHidden(yaml).ifPresent(at -> {
            throw new IllegalArgumentException(
                    "trust policy, line %d: a character (U+%04X) stands here that misleads whoever reads the file; leave it out"
                            .formatted(
                                    1
                                            + yaml.substring(0, at)
                                                    .chars()
                                                    .filter(c -> c == '\n')
                                                    .count(),
                                    yaml.codePointAt(at)));
        });
    }

    private TrustPolicy toPolicy() {
        var holders = holders();
        var demands = new EnumMap<Concern, TrustPolicy.Demand>(Concern.class);
        said("concerns", concerns).forEach((word, demand) -> {
            var concern = Concern.of(word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "concern (%s) must be one of classification, cost-tier, sovereignty, budget"
                                    .formatted(word)));
            demands.put(concern, demand(word, said("concerns." + word, demand), holders));
        });
        return new TrustPolicy(demands);
    }

    private Map<String, TrustPolicy.Holder> holders() {
        var holders = new TreeMap<String, TrustPolicy.Holder>();
        var ids = new HashSet<String>();
        for (var written : keys == null ? List.<KeyYaml>of() : keys) {
            var name = name("name of a key", written.name());
            TrustedKey key;
            try {
                key = TrustedKey.parse(said("publicKey of key (%s)".formatted(name), written.publicKey()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("key (%s) %s".formatted(name, e.getMessage()), e);
            }
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException(
                        "key (%s) stands in the policy under another name too: one key must not count twice"
                                .formatted(name));
            }
            var owner = name("owner of key (%s)".formatted(name), written.owner());
            if (holders.put(name, new TrustPolicy.Holder(name, owner, key)) != null) {
                throw new IllegalArgumentException("key (%s) stands in the policy twice".formatted(name));
            }
        }
        return holders;
    }

    private static TrustPolicy.Demand demand(
            String concern, DemandYaml written, Map<String, TrustPolicy.Holder> holders) {
        if (written.unsigned() != null) {
            if (!written.unsigned().equals("accepted") || written.threshold() != null || written.keys() != null) {
                throw new IllegalArgumentException(
                        "concern (%s) must say either unsigned: accepted, or threshold and keys".formatted(concern));
            }
            return new TrustPolicy.Demand(0, List.of());
        }
        var names = said("keys of concern (%s)".formatted(concern), written.keys());
        int threshold = said("threshold of concern (%s)".formatted(concern), written.threshold());
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("concern (%s) names a key twice".formatted(concern));
        }
        if (threshold < 1 || threshold > names.size()) {
            throw new IllegalArgumentException("threshold (%d) of concern (%s) must be between 1 and its %d keys"
                    .formatted(threshold, concern, names.size()));
        }
        return new TrustPolicy.Demand(
                threshold,
                names.stream()
                        .map(name -> {
                            var holder = holders.get(name);
                            if (holder == null) {
                                throw new IllegalArgumentException(
                                        "concern (%s) names key (%s), which is not under (keys)"
                                                .formatted(concern, name));
                            }
                            return holder;
                        })
                        .toList());
    }

    /** Names are shown as those of who vouches for a pack. */
    private static String name(String member, @Nullable String written) {
        var name = said(member, written);
        var fault = PlainText.faultInName(name);
        if (fault != null) {
            throw new IllegalArgumentException("trust policy: %s (%s) %s".formatted(member, name, fault));
        }
        return name;
    }

    private static <T> T said(String member, @Nullable T value) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw new IllegalArgumentException("trust policy: %s must not be empty".formatted(member));
        }
        return value;
    }
}
