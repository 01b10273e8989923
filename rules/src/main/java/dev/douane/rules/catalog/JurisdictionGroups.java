package dev.douane.rules.catalog;

import dev.douane.rules.call.Words;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Named sets of countries, each membership with its dates.
 *
 * @param groups by name; a group is its members and the members of the groups it includes
 */
public record JurisdictionGroups(SortedMap<String, Group> groups) {
    /** A named set of countries. */
    public record Group(String name, List<Membership> members, List<String> includes) {
        public Group {
            members = List.copyOf(members);
            includes = List.copyOf(includes);
        }
    }

    /**
     * A country's time in a group.
     *
     * @param from first day
     * @param until first day no longer, null where it goes on
     */
    public record Membership(
            Country country, LocalDate from, @Nullable LocalDate until) {
        boolean holdsOn(LocalDate day) {
            return !day.isBefore(from) && (until == null || day.isBefore(until));
        }
    }

    /** @throws IllegalArgumentException if a group includes one that is not there, or itself by a circle */
    public JurisdictionGroups {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Group>) groups));
        for (var name : groups.keySet()) {
            refuseCircle(groups, name, new HashSet<>());
        }
    }

    private static void refuseCircle(Map<String, Group> groups, String name, Set<String> path) {
        var group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("jurisdiction group (%s) is included but not there".formatted(name));
        }
        if (!path.add(name)) {
            throw new IllegalArgumentException("jurisdiction group (%s) includes itself".formatted(name));
        }
        group.includes().forEach(included -> refuseCircle(groups, included, path));
        path.remove(name);
    }

    /** No groups at all. */
    public static JurisdictionGroups none() {
        return new JurisdictionGroups(new TreeMap<>());
    }

    /** The groups as they stand on one day. */
    public Membered on(LocalDate day) {
        var members = new TreeMap<String, SortedSet<Country>>();
        groups.keySet().forEach(name -> members.put(name, membersOn(name, day)));
        return new Membered(members);
    }

    private SortedSet<Country> membersOn(String name, LocalDate day) {
        var group = groups.get(name);
        var members = new TreeSet<Country>();
        if (group != null) {
            group.members().stream()
                    .filter(member -> member.holdsOn(day))
                    .forEach(member -> members.add(member.country()));
            group.includes().forEach(included -> members.addAll(membersOn(included, day)));
        }
        return members;
    }

    /** Groups on a day; equal where their members are. */
    public static final class Membered {
        private final SortedMap<String, SortedSet<Country>> members;
        private static final Words NOWHERE = Words.sorted(List.of());

        /** So many combinations of countries are remembered; more are worked out each time. */
        private static final int REMEMBERED = 1_024;

        private final SortedMap<String, Words> groupsOf = new TreeMap<>();

        /** By country codes; every call whose data has subjects asks for it, and most name the same few countries. */
        private final Map<Words, Words> groupsOfAny = new ConcurrentHashMap<>();

        /** @param members countries by group name */
        Membered(SortedMap<String, ? extends SortedSet<Country>> members) {
            this.members = Collections.unmodifiableSortedMap(new TreeMap<String, SortedSet<Country>>(members));
            var byCode = new TreeMap<String, SortedSet<String>>();
            this.members.forEach((group, countries) ->
                    countries.forEach(country -> byCode.computeIfAbsent(country.code(), code -> new TreeSet<>())
                            .add(group)));
            byCode.forEach((code, found) -> groupsOf.put(code, Words.sorted(found)));
        }

        /** Countries by group name. */
        public SortedMap<String, SortedSet<Country>> members() {
            return members;
        }

        /**
         * The countries meant by a group's name or a country code.
         *
         * @return null where the word is neither
         */
        public @Nullable SortedSet<Country> countries(String groupOrCountry) {
            var group = members.get(groupOrCountry);
            if (group != null) {
                return group;
            }
            return Country.isCode(groupOrCountry) ? new TreeSet<>(Set.of(new Country(groupOrCountry))) : null;
        }

        /** The groups that at least one of these countries falls in, sorted. */
        public SortedSet<String> groupsOf(SortedSet<String> countryCodes) {
            var codes = Words.sorted(countryCodes);
            var known = groupsOfAny.get(codes);
            if (known == null) {
                var found = new TreeSet<String>();
                for (var code : codes) {
                    found.addAll(groupsOf.getOrDefault(code, NOWHERE));
                }
                known = Words.sorted(found);
                if (groupsOfAny.size() < REMEMBERED) {
                    groupsOfAny.put(codes, known);
                }
            }
            return known;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Membered that && members.equals(that.members);
        }

        @Override
        public int hashCode() {
            return members.hashCode();
        }
    }
}
