package dev.douane.rules.document;

import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.catalog.JurisdictionGroups.Group;
import dev.douane.rules.catalog.JurisdictionGroups.Membership;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a document of jurisdiction groups. The format is described in {@code docs/operators/catalog.md}. */
public final class JurisdictionsReader {
    private static final String SHIPPED = "jurisdictions.yaml";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern TEXT = Pattern.compile(".+", Pattern.DOTALL);
    private static final String A_DATE = "a date such as 2004-05-01";

    private final Problems problems;

    private JurisdictionsReader(Problems problems) {
        this.problems = problems;
    }

    /** The groups that Douane ships. */
    public static JurisdictionGroups shipped() {
        return read(shippedBytes(), SHIPPED, false);
    }

    /** The shipped groups as they are written. */
    public static byte[] shippedBytes() {
        return YamlDocument.bytes(YamlDocument.shipped(SHIPPED), SHIPPED);
    }

    /**
     * Reads a document and closes it.
     *
     * @throws DocumentException with everything that is wrong with it
     * @throws java.io.UncheckedIOException if the stream fails
     */
    public static JurisdictionGroups read(InputStream in) {
        return read(YamlDocument.bytes(in, "the jurisdiction groups"), "the jurisdiction groups", false);
    }

    /**
     * Reads a document that was stored. What is refused since is not asked of it.
     *
     * @throws DocumentException with everything that is wrong with it
     */
    public static JurisdictionGroups read(byte[] bytes) {
        return read(bytes, "the jurisdiction groups", false);
    }

    /**
     * Reads a document that comes in: one that people wrote, and others will read.
     *
     * @throws DocumentException with everything that is wrong with it
     */
    public static JurisdictionGroups take(byte[] bytes) {
        return read(bytes, "the jurisdiction groups", true);
    }

    /** The digest of a document: {@code sha256:} and 64 hex digits. */
    public static String digest(byte[] bytes) {
        return YamlDocument.digest(bytes);
    }

    private static JurisdictionGroups read(byte[] bytes, String name, boolean isNew) {
        var problems = new Problems(name);
        var root = YamlDocument.read(bytes, problems);
        if (isNew) {
            YamlDocument.refuseMisleading(bytes, root, problems);
        }
        var members = Members.of(root, "", problems);
        var reader = new JurisdictionsReader(problems);
        var written = members.objects("groups", reader::group);
        members.refuseOthers();
        reader.check(written);
        problems.throwIfAny();
        var groups = new TreeMap<String, Group>();
        written.forEach(group -> groups.put(group.name(), group.read()));
        return new JurisdictionGroups(groups);
    }

    private WrittenGroup group(Members members) {
        members.text("description", Members.LINE, "a line of text");
        members.text("source", Members.LINE, "a line that names the act");
        return new WrittenGroup(
                members.path(),
                members.text("name", NAME, "a name of letters, digits and dashes"),
                members.has("members") ? members.objects("members", this::period) : List.of(),
                members.texts("includes", TEXT, "the name of a group"));
    }

    private WrittenPeriod period(Members members) {
        var code = members.text("country", TEXT, "a country code");
        if (!code.isEmpty() && !Country.isCode(code)) {
            problems.note(members.path("country"), "country (%s) must be an ISO 3166-1 alpha-2 code".formatted(code));
        }
        return new WrittenPeriod(
                members.path(),
                code,
                date(members, "from"),
                members.has("until") ? date(members, "until") : LocalDate.MAX);
    }

    private LocalDate date(Members members, String member) {
        var written = members.text(member, TEXT, A_DATE);
        try {
            return LocalDate.parse(written.isEmpty() ? "0001-01-01" : written);
        } catch (DateTimeParseException e) {
            problems.note(members.path(member), "value (%s) must be %s".formatted(written, A_DATE));
            return LocalDate.MIN;
        }
    }

    private void check(List<WrittenGroup> groups) {
        var names = new TreeSet<String>();
        for (var group : groups) {
            if (!names.add(group.name()) && !group.name().isEmpty()) {
                problems.note(group.path() + ".name", "group (%s) is there twice".formatted(group.name()));
            }
            if (Country.isCode(group.name())) {
                problems.note(group.path() + ".name", "group (%s) has the name of a country".formatted(group.name()));
            }
            if (group.periods().isEmpty() && group.includes().isEmpty()) {
                problems.note(group.path(), "a group has members, or includes other groups");
            }
            refuseOverlap(group.periods());
        }
        var included = new TreeMap<String, List<String>>();
        groups.forEach(group -> included.put(group.name(), group.includes()));
        for (var group : groups) {
            for (int i = 0; i < group.includes().size(); i++) {
                var path = "%s.includes[%s]".formatted(group.path(), i);
                var name = group.includes().get(i);
                if (!names.contains(name)) {
                    problems.note(
                            path, "group (%s) is not in this document".formatted(name), Nearest.maybe(name, names));
                } else if (leadsTo(name, group.name(), included, new TreeSet<>())) {
                    problems.note(path, "group (%s) includes itself by way of (%s)".formatted(group.name(), name));
                }
            }
        }
    }

    /** A country may come back to a group, but is in it once at a time. */
    private void refuseOverlap(List<WrittenPeriod> periods) {
        for (int i = 0; i < periods.size(); i++) {
            var later = periods.get(i);
            if (!later.from().isBefore(later.until())) {
                problems.note(
                        later.path() + ".until",
                        "until (%s) must be after from (%s)".formatted(later.until(), later.from()));
            }
            for (var earlier : periods.subList(0, i)) {
                if (earlier.overlaps(later)) {
                    problems.note(
                            later.path(),
                            "country (%s) is already a member by %s in that time"
                                    .formatted(later.country(), earlier.path()));
                }
            }
        }
    }

    private static boolean leadsTo(String from, String to, Map<String, List<String>> included, Set<String> seen) {
        return from.equals(to)
                || (seen.add(from)
                        && included.getOrDefault(from, List.of()).stream()
                                .anyMatch(next -> leadsTo(next, to, included, seen)));
    }

    private record WrittenGroup(String path, String name, List<WrittenPeriod> periods, List<String> includes) {
        Group read() {
            return new Group(name, periods.stream().map(WrittenPeriod::read).toList(), includes);
        }
    }

    /** @param until {@link LocalDate#MAX} where it goes on */
    private record WrittenPeriod(String path, String country, LocalDate from, LocalDate until) {
        boolean overlaps(WrittenPeriod other) {
            return !country.isEmpty()
                    && country.equals(other.country)
                    && from.isBefore(other.until)
                    && other.from.isBefore(until);
        }

        Membership read() {
            return new Membership(new Country(country), from, until.equals(LocalDate.MAX) ? null : until);
        }
    }
}
