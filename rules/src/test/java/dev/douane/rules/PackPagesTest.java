package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each shipped pack has a page from which it could be written again, so the page names its version and exactly its rules. */
class PackPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "governance", "packs");
    private static final Pattern RANGE = Pattern.compile("([A-Z]+)-(\\d{3}) … \\1-(\\d{3})");

    private static final Pattern TABLE = Pattern.compile("(?m)^\\| rule \\|.*\\| cites \\|$(?:\\R\\|.*)+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]+-\\d{3}) \\|.*\\|([^|]*)\\|$");
    private static final Pattern PART_OF_AN_ACT = Pattern.compile("(?:^| )(?:Art\\.|s\\.|Sch\\.) ");

    @Test
    void every_page_names_the_version_and_exactly_the_rules_of_its_pack_with_what_they_cite()
            throws PackException, IOException {
        var packs = ShippedPacks.read(PackPagesTest.class.getClassLoader());
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs))) {
            for (var pack : packs) {
                var manifest = pack.manifest();
                var page = Files.readString(PAGES.resolve(manifest.name() + ".md"));
                var prose = page.replaceAll("\\s+", " "); // lines end where they are full
                var ids = rules.rules().stream()
                        .filter(rule -> rule.pack().equals(pack.reference()))
                        .map(RuleRef::id)
                        .collect(Collectors.toCollection(TreeSet::new));

                assertThat(prose).contains("version " + manifest.version() + ".");
                assertThat(idsOn(prose, prefix(ids))).as(manifest.name()).isEqualTo(ids);

                var cites = citesOn(page);
                rules.rules().stream().filter(rule -> ids.contains(rule.id())).forEach(rule -> {
                    if (cites.containsKey(rule.id())) {
                        assertThat(rule.cites()).as(rule.id()).isEqualTo(cites.get(rule.id()));
                    } else {
                        assertThat(rule.cites())
                                .as(rule.id())
                                .allSatisfy(cite -> assertThat(prose).contains(cite));
                    }
                });
            }
        }
    }

    /** What stands in the column <em>cites</em>, of those rules whose table has one. */
    private static SortedMap<String, List<String>> citesOn(String page) {
        var cites = new TreeMap<String, List<String>>();
        TABLE.matcher(page)
                .results()
                .forEach(table -> ROW.matcher(table.group())
                        .results()
                        .forEach(row ->
                                cites.put(row.group(1), inFull(row.group(2).strip()))));
        return cites;
    }

    /** A part without an act repeats the act before it. */
    private static List<String> inFull(String cell) {
        var cites = new ArrayList<String>();
        var act = "";
        for (var cite : cell.isEmpty() ? new String[0] : cell.split("; ", -1)) {
            var part = PART_OF_AN_ACT.matcher(cite);
            int actUntil = part.find() ? part.start() : -1;
            cites.add(actUntil == 0 ? act + " " + cite : cite);
            act = actUntil > 0 ? cite.substring(0, actUntil) : act;
        }
        return cites;
    }

    private static String prefix(SortedSet<String> ids) {
        return ids.first().substring(0, ids.first().indexOf('-'));
    }

    private static SortedSet<String> idsOn(String page, String prefix) {
        var ids = new TreeSet<String>();
        Pattern.compile(prefix + "-\\d{3}").matcher(page).results().forEach(id -> ids.add(id.group()));
        RANGE.matcher(page)
                .results()
                .filter(range -> range.group(1).equals(prefix))
                .forEach(range -> {
                    for (int i = Integer.parseInt(range.group(2)); i <= Integer.parseInt(range.group(3)); i++) {
                        ids.add("%s-%03d".formatted(prefix, i));
                    }
                });
        return ids;
    }
}
