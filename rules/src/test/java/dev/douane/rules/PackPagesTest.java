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
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each shipped pack has a page from which it could be written again, so the page names its version and exactly its rules. */
class PackPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "governance", "packs");
    private static final Pattern RANGE = Pattern.compile("([A-Z]+)-(\\d{3}) … \\1-(\\d{3})");

    @Test
    void every_page_names_the_version_and_exactly_the_rules_of_its_pack() throws PackException, IOException {
        var packs = ShippedPacks.read(PackPagesTest.class.getClassLoader());
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs))) {
            for (var pack : packs) {
                var manifest = pack.manifest();
                var page = Files.readString(PAGES.resolve(manifest.name() + ".md"));
                var ids = rules.rules().stream()
                        .filter(rule -> rule.pack().equals(pack.reference()))
                        .map(RuleRef::id)
                        .collect(Collectors.toCollection(TreeSet::new));

                assertThat(page).contains("version " + manifest.version() + ".");
                assertThat(idsOn(page, prefix(ids))).as(manifest.name()).isEqualTo(ids);
            }
        }
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
