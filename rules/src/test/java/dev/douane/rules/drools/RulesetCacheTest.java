package dev.douane.rules.drools;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.PackValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesetCacheTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

    @TempDir
    private Path directory;

    private Ruleset ruleset;

    private RulesetCache cache;

    @BeforeEach
    void start() throws PackException {
        ruleset = Ruleset.enforcing(List.of(
                PackOnDisk.of(directory.resolve("packs"), "one", "budget")
                        .rule("R-1", "Budget($n : name, usedFraction > 0.5)", "decision.flag($n);")
                        .read(),
                PackOnDisk.of(directory.resolve("packs"), "two", "classification")
                        .rule("C-1", "Workload(task == \"mail\")", "decision.classify(\"write\");")
                        .read()));
        cache = cache("this build");
    }

    private RulesetCache cache(String build) {
        return cache(build, KEY);
    }

    private RulesetCache cache(String build, byte[] key) {
        return new RulesetCache(directory.resolve("cache"), RulesetMac.by(key), directory.resolve("shipped"), build);
    }

    private void compile() throws PackException {
        new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset).close();
    }

    @Test
    void what_comes_from_the_cache_answers_like_what_was_compiled() throws PackException {
        assertThat(cache.find(ruleset)).isEmpty();
        try (var compiled = new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset)) {
            assertThat(cache.find(ruleset)).isPresent();
            try (var stored = new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset)) {
                var facts = SomeFacts.withBudgets(SomeFacts.budget("b", "60"));
                assertThat(stored.evaluate(facts).enforced()).hasSize(1);
                assertThat(stored.evaluate(facts)).isEqualTo(compiled.evaluate(facts));
                assertThat(stored.classify(SomeFacts.withTask("mail")).workloadClass())
                        .contains("write");
                assertThat(stored.rules()).isEqualTo(compiled.rules());
                assertThat(stored.digest()).isEqualTo(ruleset.digest());
                assertThat(stored.isFromBefore()).isTrue();
            }
            assertThat(compiled.isFromBefore()).isFalse();
        }
    }

    @Test
    void the_cached_classes_are_what_is_run() throws PackException {
        compile();
        var found = cache.find(ruleset).orElseThrow();
        var classes = found.parts().get(Part.together(Stage.EVALUATE));
        cache.store(
                ruleset,
                new CompiledRuleset(new TreeMap<>(Map.of(Part.together(Stage.EVALUATE), classes)), found.signatures()));

        try (var stored = new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset)) {
            assertThat(stored.classify(SomeFacts.withTask("mail")).workloadClass())
                    .isEmpty();
        }
    }

    @Test
    void another_build_another_pack_or_another_mode_finds_nothing() throws PackException {
        compile();

        assertThat(cache("another build").find(ruleset)).isEmpty();
        assertThat(cache.find(Ruleset.enforcing(packs().subList(0, 1)))).isEmpty();
        assertThat(cache.find(new Ruleset(packs().stream()
                        .map(pack -> new Ruleset.Entry(pack, Fired.Mode.OBSERVE))
                        .toList())))
                .isEmpty();
        assertThat(cache.find(Ruleset.enforcing(packs()))).isPresent();
    }

    private List<Pack> packs() {
        return ruleset.entries().stream().map(Ruleset.Entry::pack).toList();
    }

    @Test
    void a_byte_changed_or_missing_anywhere_makes_it_no_file_and_it_is_compiled_again() throws Exception {
        compile();
        var file = cache.file(ruleset);
        var whole = Files.readAllBytes(file);
        for (int at : new int[] {0, 16, whole.length / 2, whole.length - 1}) {
            var damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(cache.find(ruleset)).as("byte %d", at).isEmpty();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 7));
        assertThat(cache.find(ruleset)).isEmpty();
        Files.write(file, new byte[0]);
        assertThat(cache.find(ruleset)).isEmpty();

        compile();
        assertThat(cache.find(ruleset)).isPresent();
    }

    @Test
    void a_file_stored_under_another_name_is_no_file() throws Exception {
        compile();
        var another = Ruleset.enforcing(packs().subList(0, 1));
        Files.copy(cache.file(ruleset), cache.file(another));

        assertThat(cache.find(another)).isEmpty();
    }

    /** Whoever can write to the directory can make a digest, but not what only the key makes. */
    @Test
    void a_file_that_was_not_sealed_here_is_no_file_however_whole_it_is() throws Exception {
        compile();
        var file = cache.file(ruleset);
        var stored = cache.find(ruleset).orElseThrow();

        var elsewhere = KEY.clone();
        elsewhere[0] ^= 1;
        cache("this build", elsewhere).store(ruleset, stored);
        assertThat(cache.find(ruleset)).as("by another key").isEmpty();

        new RulesetCache(directory.resolve("cache"), RulesetMac.DIGEST, null, "this build").store(ruleset, stored);
        assertThat(file).content(ISO_8859_1).startsWith("douane-rules-2");
        assertThat(cache.find(ruleset)).as("by its digest").isEmpty();
    }

    /** Should somebody have the key after all, or write beside the program: what rules cannot reach is not loaded. */
    @Test
    void classes_that_reach_further_than_rules_may_are_not_even_looked_at() throws Exception {
        compile();
        for (var planted : List.of(Planted.class, ProcessBuilder.class)) {
            var classes = Map.of("douane.evaluate." + planted.getSimpleName(), bytes(planted));
            cache.store(ruleset, with(classes));
            assertThat(cache.find(ruleset)).as(planted.getName()).isEmpty();
        }
        cache.store(ruleset, with(Map.of("java.lang.Harmless", bytes(Harmless.class))));
        assertThat(cache.find(ruleset)).as("where rules are not").isEmpty();
        cache.store(ruleset, with(Map.of("douane.evaluate.Harmless", new byte[] {1, 2, 3})));
        assertThat(cache.find(ruleset)).as("no class").isEmpty();
    }

    private static CompiledRuleset with(Map<String, byte[]> classes) {
        return new CompiledRuleset(
                new TreeMap<>(Map.of(
                        Part.together(Stage.EVALUATE),
                        new RuleClasses(List.copyOf(classes.keySet()), new TreeMap<>(classes)))),
                new TreeMap<>());
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** What somebody would like to have run. */
    static final class Planted {
        Planted() {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Reaches nothing. */
    interface Harmless {}

    @Test
    void classes_that_cannot_be_loaded_are_compiled_again() throws PackException {
        compile();
        var found = cache.find(ruleset).orElseThrow();
        var broken = new TreeMap<>(found.parts());
        broken.replaceAll((stage, classes) -> {
            var bytes = new TreeMap<>(classes.classes());
            bytes.remove(classes.models().getFirst());
            return new RuleClasses(classes.models(), bytes);
        });
        cache.store(ruleset, new CompiledRuleset(broken, found.signatures()));

        try (var again = new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset)) {
            assertThat(again.rules()).hasSize(2);
        }
    }

    @Test
    void what_came_with_the_program_is_taken_and_kept() throws Exception {
        shipWith("this build");

        assertThat(cache.find(ruleset)).isPresent();
        Files.delete(shipped());
        assertThat(cache.find(ruleset)).isPresent();
    }

    @Test
    void what_came_with_another_build_is_compiled_again() throws Exception {
        shipWith("another build");

        assertThat(cache.find(ruleset)).isEmpty();
    }

    @Test
    void what_came_damaged_is_compiled_again() throws Exception {
        shipWith("this build");
        Files.writeString(shipped(), "half a file");

        assertThat(cache.find(ruleset)).isEmpty();
    }

    private void shipWith(String build) throws PackException {
        var program = new RulesetCache(directory.resolve("shipped"), RulesetMac.DIGEST, null, build);
        program.store(
                ruleset, DroolsCompiler.compiled(WrittenRuleset.of(ruleset, new PackValidator(Vocabulary.FIXED))));
    }

    private Path shipped() throws Exception {
        try (var files = Files.list(directory.resolve("shipped"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void only_its_owner_can_read_what_is_stored() throws Exception {
        compile();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.file(ruleset))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("cache"))))
                .isEqualTo("rwx------");
    }

    @Test
    void nothing_unfinished_is_left_and_the_longest_unused_are_forgotten() throws Exception {
        compile();
        var compiled = cache.find(ruleset).orElseThrow();
        for (int i = 0; i < 40; i++) {
            var other = cache("build " + i);
            other.store(ruleset, compiled);
            Files.setLastModifiedTime(other.file(ruleset), FileTime.fromMillis(1_000L * i));
        }
        cache.store(ruleset, compiled);

        try (var files = Files.list(directory.resolve("cache"))) {
            assertThat(files).hasSize(16).allMatch(file -> file.toString().endsWith(".rules"));
        }
        assertThat(cache.find(ruleset)).isPresent();
        assertThat(cache("build 39").find(ruleset)).isPresent();
        assertThat(cache("build 0").find(ruleset)).isEmpty();
    }

    /** Whoever publishes twenty packs has them checked, and each check is a compilation. */
    @Test
    void what_is_loaded_is_not_forgotten_however_many_others_are_checked() throws Exception {
        try (var inForce = new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(ruleset)) {
            var file = cache.file(ruleset);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
            var compiled = cache.find(ruleset).orElseThrow();
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000)); // nobody asked for it since
            for (int i = 0; i < 20; i++) {
                cache.store(another(i), compiled);
            }

            assertThat(file).exists();
            assertThat(inForce.rules()).hasSize(2);
        }
    }

    private Ruleset another(int number) throws PackException {
        return Ruleset.enforcing(List.of(PackOnDisk.of(directory.resolve("packs"), "other-" + number, "budget")
                .rule("R-1", "Budget($n : name, usedFraction > 0.5)", "decision.flag($n);")
                .read()));
    }

    @Test
    void a_directory_that_cannot_be_written_fails_no_compilation() throws IOException, PackException {
        var file = Files.writeString(directory.resolve("a-file"), "not a directory");
        var nowhere = new RulesetCache(file.resolve("cache"), RulesetMac.by(KEY), null, "this build");

        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT, nowhere).compile(ruleset)) {
            assertThat(rules.rules()).hasSize(2);
        }
    }

    @Test
    void rules_that_do_not_compile_are_not_stored() throws PackException {
        var broken = Ruleset.enforcing(List.of(PackOnDisk.of(directory.resolve("packs"), "broken", "budget")
                .rule("R-1", "Budget(colour == \"red\")", "decision.deny();")
                .read()));

        assertThatThrownBy(() -> new DroolsCompiler(EngineLimits.DEFAULT, cache).compile(broken))
                .isInstanceOf(PackException.class);
        assertThat(directory.resolve("cache")).doesNotExist();
    }

    @Test
    void the_fingerprint_of_a_build_stays_while_the_build_does() {
        assertThat(BuildFingerprint.ofThisBuild())
                .isEqualTo(BuildFingerprint.ofThisBuild())
                .matches("[0-9a-f]{64}");
    }
}
