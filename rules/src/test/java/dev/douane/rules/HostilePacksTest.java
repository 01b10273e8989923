package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.lint.Drl;
import dev.douane.rules.lint.LintSubject;
import dev.douane.rules.lint.Linter;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.SilentRules;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.validator.PackValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Packs that once took the program down, or meant something else than they show: each as its list says it should be.
 *
 * <p>They lie outside the repository, in {@code ../shared/cases/hostile} or where {@code DOUANE_SHARED} points; without them there is
 * nothing to test.
 */
class HostilePacksTest {
    private static final Pattern LISTED =
            Pattern.compile("\\| ([0-9]{3}-[a-z0-9-]+) \\|.*?\\| (refused|accepted|accepted-or-refused) \\|");

    /** Against what never ends; no measure of anything. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private static SortedMap<String, String> wanted() throws IOException {
        assumeTrue(Files.isDirectory(hostile()), "there are no hostile packs in " + hostile());
        var wanted = new TreeMap<String, String>();
        var rows = LISTED.matcher(Files.readString(hostile().resolve("README.md")));
        while (rows.find()) {
            wanted.put(rows.group(1), rows.group(2));
        }
        return wanted;
    }

    @Test
    void each_is_as_it_should_be() throws IOException {
        var wanted = wanted();
        var otherwise = new TreeMap<String, String>();

        wanted.forEach((name, want) -> {
            var is = assertTimeoutPreemptively(DEADLINE, () -> fate(name), name);
            if (!want.contains(is)) {
                otherwise.put(name, is);
            }
        });

        assertThat(wanted).hasSizeGreaterThan(40);
        assertThat(otherwise).as("not as wanted").isEmpty();
    }

    /**
     * Read, checked, linted, and held against its scenarios; only what must be evaluated to be seen is compiled, for that takes longest. That
     * no scenario fires a rule is held against none of them.
     */
    private static String fate(String name) throws IOException {
        try {
            var pack = PackZip.read(name, Files.readAllBytes(hostile().resolve(name + ".zip")));
            var rules = new PackValidator(Drl.WORDS).read(pack);
            new Linter(Drl.WORDS, Drl.CATALOG)
                    .check(new LintSubject(
                            pack.manifest().concern(), pack.manifest().parameters(), rules));
            if (!name.startsWith("210-")) {
                new PackVerifier(SilentRules.compiler(1), JurisdictionsReader.shipped()).verify(pack);
                return "accepted";
            }
            var report = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped())
                    .verify(pack);
            return report.problems().stream()
                            .noneMatch(problem -> problem.code().equals(PackProblem.CASE))
                    ? "accepted"
                    : "refused";
        } catch (PackException e) {
            return "refused";
        }
    }

    private static Path hostile() {
        var said = System.getenv("DOUANE_SHARED");
        if (said != null) {
            return Path.of(said, "cases", "hostile");
        }
        var root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("policy-packs")) && root.getParent() != null) {
            root = root.getParent();
        }
        return root.resolve("../shared/cases/hostile").normalize();
    }
}
