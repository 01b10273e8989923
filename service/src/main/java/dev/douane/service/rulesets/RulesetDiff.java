package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.rules.drl.Parameter;
import dev.douane.service.rulesets.RulesetView.PackView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What putting a ruleset in force would change.
 *
 * @param number the ruleset
 * @param against the number that is in force
 * @param added packs that are not in force, sorted by name
 * @param removed packs that would leave force, sorted by name
 * @param changed packs that stay, with what changes about them, sorted by name; one about which nothing does is left out
 * @param settings by name; what stays is left out
 * @param quarantined packs of it that were too much work for a call and were not released since, sorted by name
 * @param findings what lint and today's checks have to say of its packs, those that weigh most first. They refuse nothing
 * @param moreFindings how many are not listed; absent where all are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RulesetDiff(
        int number,
        int against,
        List<PackView> added,
        List<PackView> removed,
        List<PackChange> changed,
        SortedMap<String, Change> settings,
        List<HeldPack> quarantined,
        List<FindingView> findings,
        @Nullable Integer moreFindings) {
    /** From one value to another; absent where there is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(@Nullable Object from, @Nullable Object to) {}

    /**
     * One pack.
     *
     * @param changes by what changes: {@code version}, {@code mode}, {@code until}, {@code scope}, {@code scopes}
     * @param parameters by the parameter's name: the values that hold, set or by default, in their one spelling
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record PackChange(String name, SortedMap<String, Change> changes, SortedMap<String, Change> parameters) {}

    /** @param declared the parameters of a pack by name, asked only for those that are not the same in both */
    static RulesetDiff of(
            RulesetView proposed,
            RulesetView inForce,
            Function<PackView, Map<String, Parameter>> declared,
            List<HeldPack> quarantined,
            RulesetFindings.Told findings) {
        var now = byName(inForce);
        var then = byName(proposed);
        var changed = new ArrayList<PackChange>();
        then.forEach((name, pack) -> {
            var before = now.get(name);
            if (before != null && !before.equals(pack)) {
                var change = change(before, pack, declared);
                if (!change.changes().isEmpty() || !change.parameters().isEmpty()) {
                    changed.add(change);
                }
            }
        });
        var settings = new TreeMap<String, Change>();
        compare(
                "defaultMaxOutputTokens",
                inForce.settings().defaultMaxOutputTokens(),
                proposed.settings().defaultMaxOutputTokens(),
                settings);
        compare("zone", inForce.settings().zone(), proposed.settings().zone(), settings);
        return new RulesetDiff(
                proposed.number(),
                inForce.number(),
                without(then, now),
                without(now, then),
                changed,
                settings,
                quarantined,
                findings.listed(),
                findings.more() == 0 ? null : findings.more());
    }

    private static TreeMap<String, PackView> byName(RulesetView ruleset) {
        return ruleset.packs().stream()
                .collect(Collectors.toMap(PackView::name, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static List<PackView> without(Map<String, PackView> packs, Map<String, PackView> others) {
        return packs.values().stream()
                .filter(pack -> !others.containsKey(pack.name()))
                .toList();
    }

    private static PackChange change(PackView from, PackView to, Function<PackView, Map<String, Parameter>> declared) {
        var changes = new TreeMap<String, Change>();
        compare("version", from.version(), to.version(), changes);
        compare("mode", from.mode(), to.mode(), changes);
        compare("until", from.until(), to.until(), changes);
        compare("scope", from.scope(), to.scope(), changes);
        compare("scopes", from.scopes(), to.scopes(), changes);
        var parameters = new TreeMap<String, Change>();
        if (!from.version().equals(to.version()) || !Objects.equals(from.parameters(), to.parameters())) {
            parameters(inForce(from, declared.apply(from)), inForce(to, declared.apply(to)), parameters);
        }
        return new PackChange(to.name(), changes, parameters);
    }

    private static void parameters(
            Map<String, String> before, Map<String, String> after, SortedMap<String, Change> changes) {
        before.forEach((name, value) -> compare(name, value, after.get(name), changes));
        after.forEach((name, value) -> compare(name, before.get(name), value, changes));
    }

    /** What a call is held against: what the ruleset sets, and the pack's defaults beside it. */
    private static SortedMap<String, String> inForce(PackView pack, Map<String, Parameter> declared) {
        var values = new TreeMap<String, String>();
        declared.forEach((name, parameter) -> values.put(name, parameter.defaultSpelled()));
        if (pack.parameters() != null) {
            pack.parameters().forEach((name, value) -> values.put(name, spelled(declared.get(name), value)));
        }
        return values;
    }

    /** Rulesets from before values had one spelling keep them as they were said. */
    private static String spelled(@Nullable Parameter parameter, String value) {
        try {
            return parameter == null ? value : parameter.spelled(value);
        } catch (IllegalArgumentException notTakenToday) {
            return value; // checks become stricter, and whoever would replace it must see it
        }
    }

    private static void compare(
            String what, @Nullable Object from, @Nullable Object to, SortedMap<String, Change> changes) {
        if (!Objects.equals(from, to)) {
            changes.put(what, new Change(from, to));
        }
    }
}
