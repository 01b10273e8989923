package dev.douane.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.limits.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackReaderTest {
    private static final String DRL = PackOnDisk.rule("EX-1", "One", "Workload()", "decision.deny();");

    @TempDir
    private Path parent;

    @Test
    void a_pack_is_its_manifest_and_its_files_sorted_by_path() throws Exception {
        var pack = PackOnDisk.of(parent)
                .with("tests/b.yaml", "cases: []")
                .with("tables/t.csv", "a,b")
                .with("rules/z.drl", DRL)
                .with("rules/a.drl", DRL)
                .with("CHANGELOG.md", "# 1.0.0")
                .read();

        assertThat(pack.reference()).isEqualTo("example@1.0.0");
        assertThat(pack.manifest().concern()).isEqualTo(Concern.COST_TIER);
        assertThat(pack.files())
                .extracting(PackFile::path)
                .containsExactly(
                        "CHANGELOG.md", "pack.yaml", "rules/a.drl", "rules/z.drl", "tables/t.csv", "tests/b.yaml");
        assertThat(pack.rules()).extracting(PackFile::path).containsExactly("rules/a.drl", "rules/z.drl");
    }

    @Test
    void the_digest_is_the_documented_one() throws Exception {
        var pack = PackOnDisk.of(parent).with("rules/a.drl", "é").read();
        var manifest = pack.files().getFirst().text();

        var canonical =
                "douane-pack-1\npack.yaml\0" + manifest.length() + "\0" + manifest + "rules/a.drl\0" + 2 + "\0é";
        var sha256 = Sha256.start();
        sha256.update(canonical.getBytes(StandardCharsets.UTF_8));
        assertThat(pack.digest()).isEqualTo(Sha256.finish(sha256)).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void a_moved_line_changes_the_digest() throws Exception {
        var here = PackOnDisk.of(parent.resolve("here"))
                .with("rules/a.drl", "x\n")
                .with("rules/b.drl", "y")
                .read();
        var there = PackOnDisk.of(parent.resolve("there"))
                .with("rules/a.drl", "x")
                .with("rules/b.drl", "\ny")
                .read();

        assertThat(here.digest()).isNotEqualTo(there.digest());
    }

    @Test
    void a_pack_in_a_jar_is_the_same_pack() throws Exception {
        var onDisk = PackOnDisk.of(parent).with("rules/a.drl", DRL);
        var jar = URI.create("jar:" + parent.resolve("packs.jar").toUri());
        try (var inside = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            var copy = inside.getPath("/policy-packs/example");
            Files.createDirectories(copy.resolve("rules"));
            for (var file : List.of("pack.yaml", "rules/a.drl")) {
                Files.copy(onDisk.directory().resolve(file), copy.resolve(file));
            }

            assertThat(PackReader.read(copy)).isEqualTo(onDisk.read());
        }
    }

    @Test
    void an_unknown_member_of_the_manifest_is_refused_by_name() {
        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", """
                name: example
                version: 1.0.0
                concern: budget
                owner: tests
                owners: [tests]
                title: t
                description: d
                """)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.file()).isEqualTo("pack.yaml");
                    assertThat(problem.line()).isEqualTo(4);
                    assertThat(problem.message()).startsWith("unknown member (owner)");
                });
    }

    @Test
    void a_member_said_twice_is_refused() {
        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", """
                name: example
                name: other
                """)))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).isEqualTo("pack.yaml:2:1: the member (name) is there twice"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "title: &t T ; pack.yaml:5:8: anchor (t) is not understood here. Maybe leave out",
                "title: *t ; pack.yaml:5:8: alias (t) is not understood here. Maybe write the value out.",
                "'title: T\n<<: {description: d}' ; pack.yaml:6:1: merge key (<<) is not understood here. Maybe write the members out.",
                "title: !!str 5 ; pack.yaml:5:8: tag (tag:yaml.org,2002:str) is not understood here",
                "title: 010 ; 'pack.yaml:5:8: (010) is a number to some readers of YAML, and another one or text to others. Maybe write 10, or \"010\" in quotes'",
                "'title: \"T\\u202e red\"' ; pack.yaml:5:8: the text holds a character (U+202E) that is not seen",
                "'title: \"T\\x1b[31m\"' ; pack.yaml:5:8: the text holds a character (U+001B) that is not seen"
            })
    void what_means_something_else_than_it_shows_is_refused_with_its_place(String title, String problem) {
        var manifest = manifest("1.0.0", "budget", "[a]").replace("title: t", title.replace("\\n", "\n"));

        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", manifest)))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void a_manifest_says_what_it_must_and_means_it() {
        assertManifestRefused("title: t\n", "name");
        assertManifestRefused(manifest("\"1.0\"", "budget", "[a]"), "version (1.0) must be of the form 1.2.3");
        assertManifestRefused(manifest("1.0.0", "cheapness", "[a]"), "concern (cheapness) must be one of");
        assertManifestRefused(manifest("1.0.0", "budget", "[]"), "owners ([]) must name at least one owner");
        assertManifestRefused(manifest("1.0", "budget", "[a]"), "member (version) must be text: put it in quotes");
        assertManifestRefused(manifest("[1]", "budget", "[a]"), "version");
        assertManifestRefused("", "empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "name: example; name: An Example; pack.yaml:1:1: name (An Example) must be kebab-case",
                "version: 1.0.0; version: 1.0.a; pack.yaml:2:1: version (1.0.a) must be of the form 1.2.3",
                "concern: budget; concern: cheapness; pack.yaml:3:1: concern (cheapness) must be one of",
                "owners: [a]; 'owners: [a, \" \"]'; pack.yaml:4:1: owners",
                "title: t; 'title: \" \"'; pack.yaml:5:1: title must not be blank",
                "title: t; title:; pack.yaml:5:1: title must not be empty",
                "description: d; 'description: d\nparameters:\n"
                        + "  p: {type: cout, description: d, default: 1}'; pack.yaml:8:3: parameter (p): type (cout) must be",
                "description: d; 'description: d\nparameters:\n"
                        + "  p: {type: integer, description: d, default: many}'; pack.yaml:8:3: parameter (p)",
            })
    void what_a_member_may_not_say_is_refused_with_its_place(String said, String instead, String problem) {
        var manifest = manifest("1.0.0", "budget", "[a]").replace(said, instead.replace("\\n", "\n"));

        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", manifest)))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "title: t; titel: t; pack.yaml:5:1: unknown member (titel)",
                "title: t; titel: t; . Maybe title?",
                "title: t; ; pack.yaml:1:1: member (title) is missing",
                "owners: [a]; owners: no; 'pack.yaml:4:1: member (owners) must be a list, not (no)'",
                "description: d; 'description: [d]'; 'pack.yaml:6:1: member (description) must be text, not a list'",
                "owners: [a]; 'owners: [a, 5]'; 'member (owners.1) must be text: put it in quotes'",
                "owners: [a]; 'owners: [a, ~]'; 'pack.yaml:4:13: member (owners.1) must not be empty'",
                "description: d; 'description: d\n"
                        + "parameters: [p]'; 'pack.yaml:7:1: member (parameters) must be a mapping of names to values, not"
                        + " a list'",
                "description: d; 'description: d\n"
                        + "parameters: {p: {typ: count}}'; 'unknown member (parameters.p.typ); known here: default,"
                        + " description, max, min, type. Maybe type?'",
            })
    void a_manifest_of_another_shape_is_told_what_it_must_be(String said, @Nullable String instead, String problem) {
        var manifest =
                manifest("1.0.0", "budget", "[a]").replace(said, instead == null ? "" : instead.replace("\\n", "\n"));

        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", manifest)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void a_manifest_that_is_a_list_is_told_so() {
        assertManifestRefused("- a\n- b\n", "the file must be a mapping of names to values, not a list");
    }

    private static String manifest(String version, String concern, String owners) {
        return "name: example\nversion: %s\nconcern: %s\nowners: %s\ntitle: t\ndescription: d\n"
                .formatted(version, concern, owners);
    }

    private void assertManifestRefused(String yaml, String because) {
        var problems = refusal(PackOnDisk.of(parent).with("rules/a.drl", DRL).with("pack.yaml", yaml));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("pack.yaml");
            assertThat(problem.message()).contains(because);
        });
    }

    @Test
    void everything_that_does_not_belong_is_named_at_once() {
        var problems = refusal(PackOnDisk.of(parent)
                .with("rules/a.drl", DRL)
                .with("rules/run.sh", "rm")
                .with("rules/deep/b.drl", DRL)
                .with("evil.class", "x")
                .with("tables/raw.csv", new byte[] {(byte) 0xFF, (byte) 0xFE}));

        assertThat(problems)
                .extracting(PackProblem::file)
                .containsExactly("evil.class", "rules/deep/b.drl", "rules/run.sh", "tables/raw.csv");
        assertThat(problems.getLast().message())
                .isEqualTo(
                        "is not UTF-8 text\nMaybe save it as CSV UTF-8, which spreadsheet programs offer beside CSV.");
    }

    @Test
    void a_symbolic_link_does_not_belong_in_a_pack() throws Exception {
        var secret = Files.writeString(parent.resolve("secret.drl"), "outside");
        var pack = PackOnDisk.of(parent).with("rules/a.drl", DRL);
        Files.createSymbolicLink(pack.directory().resolve("rules/b.drl"), secret);

        assertThat(refusal(pack)).extracting(PackProblem::file).containsExactly("rules/b.drl");
    }

    @Test
    void a_file_may_have_a_mebibyte_and_not_a_byte_more() throws Exception {
        var full = " ".repeat(Size.FILE_BYTES.most());
        assertThat(PackOnDisk.of(parent).with("rules/a.drl", full).read().rules())
                .hasSize(1);

        assertThat(refusal(PackOnDisk.of(parent).with("rules/a.drl", full + " ")))
                .extracting(PackProblem::toString)
                .containsExactly("rules/a.drl: must be at most 1048576 bytes");
    }

    @Test
    void a_directory_without_a_manifest_or_without_rules_is_no_pack() throws Exception {
        var empty = Files.createDirectories(parent.resolve("empty"));
        assertThat(catchThrowableOfType(PackException.class, () -> PackReader.read(empty)))
                .hasMessageContaining("pack.yaml: is missing");

        assertThat(refusal(PackOnDisk.of(parent)))
                .extracting(PackProblem::message)
                .containsExactly("holds no rules: write at least one file under rules/ or tables/");

        assertThat(catchThrowableOfType(PackException.class, () -> PackReader.read(parent.resolve("nowhere"))))
                .hasMessageContaining("cannot be read");
    }

    private static List<PackProblem> refusal(PackOnDisk pack) {
        return catchThrowableOfType(PackException.class, pack::read).problems();
    }

    @Test
    void a_file_below_many_folders_does_not_stay_unseen() {
        var pack = PackOnDisk.of(parent)
                .rule("R-1", "Call()", "decision.flag(\"a\");")
                .with("rules/a/b/c/d/e.drl", "rule");

        assertThat(catchThrowableOfType(PackException.class, pack::read).problems())
                .extracting(PackProblem::toString)
                .containsExactly(
                        "rules/a/b/c: does not belong in a pack: only pack.yaml, CHANGELOG.md, rules/*.drl, tables/*.csv, tables/*.xlsx and tests/*.yaml do");
    }
}
