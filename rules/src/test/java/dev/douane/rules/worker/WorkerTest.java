package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.drools.SomeFacts;
import dev.douane.rules.pack.ManifestDocument;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.worker.Frames.Message;
import dev.douane.rules.worker.WorkerFailure.Kind;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real process: what it does, and what becomes of one that does something else. */
class WorkerTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final WorkerLimits LIMITS = new WorkerLimits(256, LONG, LONG, LONG);

    @TempDir
    private Path directory;

    private static Pack pack() throws PackException {
        return PackReader.of(
                "some",
                List.of(
                        new PackFile("pack.yaml", """
                        name: some
                        version: 1.0.0
                        concern: cost-tier
                        owners: [finops]
                        title: Some pack
                        description: Marks what it sees.
                        parameters:
                          mark: {type: string-set, description: What it is marked with., default: seen}
                        """),
                        new PackFile("rules/some.drl", """
                        rule "What it sees"
                            @id("SOME-1")
                            @reason("Mail is marked.")
                        when
                            Workload(task == "mail")
                        then
                            decision.flag("seen");
                        end
                        """),
                        new PackFile("tests/some.yaml", """
                        catalog:
                          - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                        cases:
                          - name: mail is marked
                            call: {model: big, deployment: big-us}
                            workload: {task: mail}
                            expect: {verdict: allow, because: [SOME-1]}
                        """)));
    }

    @Test
    void
            a_pack_is_read_proven_and_compiled_elsewhere_and_its_rules_answer_here_or_what_is_wrong_is_said_with_its_place()
                    throws Exception {
        var pack = pack();
        try (var worker = new Worker(LIMITS, 0)) {
            assertThat(worker.read("The archive", PackZip.write(pack))).isEqualTo(pack);
            assertThat(worker.readFiles("The files", PackContent.of(pack.files())))
                    .isEqualTo(pack);
            assertThat(worker.prove(pack, Vocabulary.SHIPPED))
                    .containsExactly(new ProvenRule("SOME-1", "Mail is marked.", List.of(), List.of("mail is marked")));
            var ruleset = Ruleset.enforcing(List.of(pack));
            worker.check(ruleset, Vocabulary.SHIPPED);

            var store = new RulesetStore(
                    EngineLimits.DEFAULT,
                    Quarantine.NONE,
                    directory.resolve("kept"),
                    new byte[32],
                    directory.resolve("none"));
            try (var rules = store.keep(ruleset, worker.compile(ruleset))) {
                assertThat(rules.evaluate(SomeFacts.withTask("mail")).enforced())
                        .singleElement()
                        .satisfies(fired ->
                                assertThat(fired.toString()).contains("SOME-1").contains("some@1.0.0"));
                assertThat(rules.rules()).hasSize(1);
            }
            assertThat(store.find(ruleset)).isPresent();
            saysWhatIsWrong(worker, pack);
        }
    }

    private static void saysWhatIsWrong(Worker worker, Pack pack) throws PackException {
        var files = pack.files().stream()
                .map(file -> new PackFile(file.path(), file.text().replace("\"mail\"", "\"post\"")))
                .toList();
        var failing = PackReader.of("some", files);

        assertThatThrownBy(() -> worker.read("The archive", new byte[] {1, 2, 3}))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("The archive");
        assertThatThrownBy(() -> worker.prove(failing, null))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("some@1.0.0")
                .hasMessageContaining("tests/some.yaml:4:5: case (mail is marked) fails");
        var misspelled = Ruleset.enforcing(List.of(misspelled(pack)));
        assertThatThrownBy(
                        () -> worker.check(misspelled, Vocabulary.SHIPPED.with(WordKind.PHASE, List.of("production"))))
                .hasMessageContaining("some/rules/some.drl")
                .hasMessageContaining("prodution");
    }

    private static Pack misspelled(Pack pack) throws PackException {
        return PackReader.of(
                "some",
                pack.files().stream()
                        .map(file -> new PackFile(
                                file.path(), file.text().replace("task == \"mail\"", "phase == \"prodution\"")))
                        .toList());
    }

    @Test
    void what_takes_too_long_is_ended_and_what_comes_after_it_is_done_by_another() throws Exception {
        var pack = pack();
        try (var worker = new Worker(new WorkerLimits(256, LONG, Duration.ofMillis(1), LONG), 0)) {
            assertThat(kindOf(() -> worker.prove(pack, null))).isEqualTo(Kind.TIME);
            assertThat(worker.read("The archive", PackZip.write(pack))).isEqualTo(pack);
        }
    }

    @Test
    void what_takes_too_much_memory_is_ended() throws Exception {
        var files = new ArrayList<>(pack().files());
        for (int i = 0; i < 15; i++) {
            files.add(new PackFile("rules/large-%d.drl".formatted(i), "//".repeat(500_000)));
        }
        try (var worker = new Worker(new WorkerLimits(24, LONG, LONG, LONG), 0)) {
            assertThat(kindOf(() -> worker.readFiles("The files", PackContent.of(files))))
                    .isEqualTo(Kind.MEMORY);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "noise, BROKEN",
        "nothing, BROKEN",
        "ends, BROKEN",
        "exits, BROKEN",
        "half, BROKEN",
        "long, ANSWER",
        "negative, ANSWER",
        "class-name, BROKEN",
        "deep, BROKEN",
        "unknown-member, BROKEN",
        "no-problem, BROKEN",
        "ready-again, BROKEN",
        "no-part, BROKEN",
        "no-manifest, BROKEN",
        "half-a-manifest, BROKEN",
        "runs, TIME",
        "hangs, STALLED",
        "killed, ENDED",
        "told-to-end, ENDED",
        "without-memory, ENDED",
        "without-memory-for-its-heap, ENDED",
        "without-heap, MEMORY",
        "breaks, BROKEN",
        "without-a-thread, START",
        "cannot-start, START",
        "another-build, REPLACED",
        "another-library, REPLACED",
        "another-protocol, REPLACED"
    })
    void one_that_answers_as_it_likes_is_ended_and_not_believed(String how, Kind kind) throws IOException {
        var limit = how.equals("hangs") || how.equals("runs") ? Duration.ofMillis(100) : LONG;
        var limits = new WorkerLimits(64, limit, limit, LONG, Duration.ofSeconds(1));
        try (var worker = new Worker(limits, BrokenWorker.that(directory, how))) {
            assertThat(kindOf(() -> worker.read("The archive", new byte[] {1}))).isEqualTo(kind);
            assertThat(worker.handle().filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    private interface Asked {
        void of() throws Exception;
    }

    private static Kind kindOf(Asked asked) {
        return catchThrowableOfType(WorkerFailure.class, asked::of).kind();
    }

    @Test
    void a_program_that_is_not_there_is_said_so() {
        try (var worker = new Worker(LIMITS, () -> List.of("/nowhere/java"))) {
            assertThat(kindOf(() -> worker.read("The archive", new byte[] {1}))).isEqualTo(Kind.START);
        }
    }

    /** A virtual machine has its say on standard output, where answers are, unless it is told otherwise. */
    @Test
    void what_a_virtual_machine_warns_of_is_no_answer() throws Exception {
        var line = new ArrayList<>(WorkerCommand.of(LIMITS, 0).line());
        line.add(line.indexOf("-cp"), "-XX:SharedArchiveFile=" + directory.resolve("none.jsa"));
        try (var worker = new Worker(LIMITS, () -> line)) {
            assertThat(worker.read("The archive", PackZip.write(pack()))).isEqualTo(pack());
        }
    }

    /** Somebody signals it what it would signal itself: it takes that for a fault of its own. */
    @Test
    void a_virtual_machine_that_breaks_says_so_where_it_is_heard_and_leaves_no_file() throws Exception {
        var process = new ProcessBuilder(WorkerCommand.of(LIMITS, 0).line())
                .directory(directory.toFile())
                .start();
        var words = LastWords.of(process.getErrorStream());
        try (var answers = new DataInputStream(process.getInputStream())) {
            assertThat(Frames.read(answers, Answer.class, 10_000).head()).isEqualTo(Answer.Ready.now());
            assertThat(new ProcessBuilder("kill", "-SEGV", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            words.await(LONG);
            assertThat(words.toString()).contains("SIGSEGV");
            assertThat(words.tellOfNoMemory()).isFalse();
            assertThat(directory.toFile().list()).noneMatch(file -> file.endsWith(".log"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void whoever_stops_says_so_and_blames_no_pack() throws Exception {
        var worker = new Worker(new WorkerLimits(64, LONG, LONG, LONG), BrokenWorker.that(directory, "hangs"));
        var asked = CompletableFuture.supplyAsync(() -> kindOf(() -> worker.read("The archive", new byte[] {1})));
        while (worker.handle().isEmpty()) {
            Thread.onSpinWait();
        }
        worker.close();

        assertThat(asked.get()).isEqualTo(Kind.STOPPING);
        assertThat(kindOf(() -> worker.read("The archive", new byte[] {1}))).isEqualTo(Kind.STOPPING);
    }

    @Test
    void only_what_the_pack_did_is_held_against_it() {
        assertThat(Arrays.stream(Kind.values()).filter(Kind::isOfThePack))
                .containsExactly(Kind.TIME, Kind.MEMORY, Kind.ANSWER, Kind.BROKEN);
    }

    /** Its comment shows its words in another order than they are written, which was not looked at when it was accepted. */
    @Test
    void a_pack_that_is_there_is_looked_over_and_what_is_stricter_since_is_a_warning() throws Exception {
        var files = pack().files().stream()
                .map(file -> file.path().endsWith(".drl")
                        ? new PackFile(file.path(), file.text().replace("when\n", "// \u202eof old\u202c\nwhen\n"))
                        : file)
                .toList();
        var old = PackReader.of("some", files).at(Pack.FIRST_LEVEL);
        var house = new House(
                Vocabulary.SHIPPED,
                new String(CatalogReader.shippedBytes(), StandardCharsets.UTF_8),
                new String(JurisdictionsReader.shippedBytes(), StandardCharsets.UTF_8),
                LocalDate.of(2026, 11, 30));
        try (var worker = new Worker(LIMITS, 0)) {
            assertThat(worker.lint(old, house))
                    .extracting(PackFinding::severity, PackFinding::code, PackFinding::file, PackFinding::line)
                    .contains(tuple("warning", "misleading-text", "rules/some.drl", 4));
            assertThat(worker.lint(old.at(Pack.LEVEL), house))
                    .extracting(PackFinding::severity, PackFinding::code)
                    .contains(tuple("error", "misleading-text"));
        }
    }

    @Test
    void one_without_work_ends() throws Exception {
        try (var worker = new Worker(new WorkerLimits(64, LONG, LONG, Duration.ofMillis(500)), 0)) {
            var unused = worker.read("The archive", PackZip.write(pack()));
            var process = worker.handle().orElseThrow();
            assertThat(worker.residentBytes()).isPositive();
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                            .split("\0"))
                    .as("nothing of this process is handed to it")
                    .allMatch(variable -> variable.startsWith("PATH=") || variable.equals("LC_ALL=C"));
            if (WorkerCommand.of(LIMITS, 0).line().contains("setsid")) {
                assertThat(session(process)).as("a session of its own").isEqualTo(process.pid());
            }

            process.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    private static long session(ProcessHandle process) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    }

    /** A server that is killed has no time to end anybody. */
    @Test
    void one_whose_server_is_gone_ends_in_mid_job() throws Exception {
        var process = new ProcessBuilder(WorkerCommand.of(LIMITS, 0).line())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = process.getOutputStream()) {
            var source = new Job.Source(ManifestDocument.write(pack().manifest()), Pack.LEVEL, true, new TreeMap<>());
            Frames.write(out, new Message<Job>(new Job.Prove(null, source), List.of(PackContent.of(pack().files()))));
        }

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
