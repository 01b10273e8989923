package dev.douane.service.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.worker.WorkerLimits;
import dev.douane.service.BesideOthers;
import dev.douane.service.packworker.PackWorkerConfig;
import dev.douane.service.rulesets.RulesetsConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a terminal starts them: a JVM of their own, in which nobody has set up any logging. */
@BesideOthers
class PackToolProcessTest {
    private static final JsonMapper WHOLE = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @TempDir
    private Path directory;

    private record Ran(int code, String out, String err) {}

    private Ran run(Object... arguments) throws IOException, InterruptedException {
        return runWith(256, Map.of(), arguments);
    }

    private Ran runWith(int heapMib, Map<String, String> settings, Object... arguments)
            throws IOException, InterruptedException {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx" + heapMib + "m",
                                PackTool.class.getName()),
                        Stream.of(arguments).map(Object::toString))
                .toList());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(settings);
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A rule whose conditions in brackets the engine puts into a network of their own, which it cannot describe when it tells its steps. */
    private Path packWithNestedConditions() throws IOException {
        var pack = directory.resolve("nested");
        Files.createDirectories(pack.resolve("rules"));
        Files.createDirectories(pack.resolve("tests"));
        Files.writeString(pack.resolve("pack.yaml"), """
            name: nested
            version: 1.0.0
            concern: budget
            owners: [finops]
            title: Conditions in brackets
            description: Speaks of two facts that are there, or not there, together.
            """);
        Files.writeString(pack.resolve("rules/nested.drl"), """
            rule "A half-used budget while a provider is away"
                @id("NEST-001")
                @reason("A provider is away and a budget is half used.")
            when
                Workload(phase == "discovery")
                exists (Budget(usedFraction >= 0.5) and Outage(provider == "openai"))
                not (Budget(usedFraction >= 0.5) and Caller(team == "search"))
            then
                decision.flag("seen");
            end
            """);
        Files.writeString(pack.resolve("tests/nested.yaml"), """
            catalog:
              - big-us: {tier: frontier, hosting: US, control: US, price: {input: "5.00", output: "25.00"}}
              - small-us: {tier: economy, hosting: US, control: US, price: {input: "0.10", output: "0.40"}}
            budgets: [{name: ads, usedFraction: 0.60, elapsedFraction: 0.95, limit: "1000.00", hard: false}]
            cases:
              - name: both are there
                call: {model: small}
                workload: {phase: discovery}
                outages: [{provider: openai}]
                expect: {verdict: allow, because: [NEST-001, TAB-001], flags: [seen, table]}
            """);
        Files.createDirectories(pack.resolve("tables"));
        try (var workbook = new XSSFWorkbook();
                var file = Files.newOutputStream(pack.resolve("tables/flags.xlsx"))) {
            var sheet = workbook.createSheet("flags");
            var rows = List.of(
                    List.of("RuleSet", "flags"),
                    List.of("RuleTable Flags"),
                    List.of("NAME", "CONDITION", "ACTION", "METADATA", "METADATA"),
                    List.of("", "Workload"),
                    List.of(
                            "",
                            "phase == \"$param\"",
                            "decision.flag(\"$param\");",
                            "id(\"$param\")",
                            "reason(\"$param\")"),
                    List.of("rule", "phase", "flag", "id", "reason"),
                    List.of("Discovery", "discovery", "table", "TAB-001", "Discovery is marked by a table."));
            for (int row = 0; row < rows.size(); row++) {
                var cells = sheet.createRow(row);
                for (int column = 0; column < rows.get(row).size(); column++) {
                    cells.createCell(column).setCellValue(rows.get(row).get(column));
                }
            }
            workbook.write(file);
        }
        return pack;
    }

    @Test
    void a_test_judges_every_shape_of_a_rule_and_prints_nothing_but_its_report() throws Exception {
        var test = run("test", packWithNestedConditions(), "--json");

        assertThat(test.err()).isEmpty();
        var report = WHOLE.readTree(test.out());
        assertThat(report.at("/cases/0/mismatches")).isEmpty();
        assertThat(report.at("/passed").asBoolean()).as(test.out()).isTrue();
        assertThat(test.code()).isZero();
    }

    private Path pack(String name) throws IOException {
        var pack = directory.resolve(name);
        Files.createDirectories(pack.resolve("rules"));
        Files.writeString(pack.resolve("pack.yaml"), """
            name: %s
            version: 1.0.0
            concern: budget
            owners: [finops]
            title: A small pack
            description: Has one rule.
            """.formatted(name));
        Files.writeString(pack.resolve("rules/one.drl"), """
            rule "One"
                @id("ONE-001")
                @reason("Mail is marked for the test.")
            when
                Workload(task == "mail")
            then
                decision.flag("seen");
            end
            """);
        return pack;
    }

    @Test
    void what_takes_longer_than_a_server_would_wait_is_given_up_in_its_words_and_the_reports_are_written()
            throws Exception {
        var sarif = directory.resolve("lint.sarif");
        var lint = runWith(
                256,
                Map.of("DOUANE_WORKER_DEADLINE", "PT0.001S"),
                "lint",
                pack("first"),
                pack("second"),
                "--json",
                "--sarif",
                sarif);

        assertThat(lint.code()).isEqualTo(2);
        assertThat(WHOLE.readTree(lint.out()).findValuesAsText("message"))
                .hasSize(2)
                .containsOnly("takes more than PT0.001S of processor time to read (douane.worker.deadline)");
        assertThat(WHOLE.readTree(sarif.toFile()).at("/runs/0/results")).hasSize(2);

        var junit = directory.resolve("junit.xml");
        var test = runWith(
                256,
                Map.of("DOUANE_RULESETS_COMPILE_LIMIT", "PT0.001S"),
                "test",
                pack("first"),
                "--json",
                "--junit",
                junit);
        assertThat(test.code()).isEqualTo(1);
        assertThat(WHOLE.readTree(test.out()).at("/problems/0").asText())
                .isEqualTo("takes more than PT0.001S of processor time to prove (douane.rulesets.compile-limit)");
        assertThat(junit).content().contains("to prove (douane.rulesets.compile-limit)");
    }

    @Test
    void what_takes_more_memory_than_there_is_is_given_up_in_a_servers_words() throws Exception {
        var pack = pack("large");
        for (int i = 0; i < 50; i++) {
            Files.writeString(pack.resolve("rules/r%d.drl".formatted(i)), "// nothing is said here\n".repeat(43_000));
        }

        var lint = runWith(40, Map.of(), "lint", pack);

        assertThat(lint.err()).contains("takes more than 40 MiB of memory to read (douane.worker.heap)");
        assertThat(lint.out()).isEmpty();
        assertThat(lint.code()).isEqualTo(2);
    }

    @Test
    void a_setting_that_is_none_is_named() throws Exception {
        var lint = runWith(256, Map.of("DOUANE_WORKER_DEADLINE", "soon"), "lint", pack("first"));

        assertThat(lint.code()).isEqualTo(2);
        assertThat(lint.err().lines())
                .containsExactly("DOUANE_WORKER_DEADLINE (soon) must be a duration such as PT15M or P30D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "-1m", "512MB", "127M", "65G", "9999999999999", "1g; ls"})
    void a_heap_that_is_none_is_named_by_the_launcher_before_there_is_a_jvm(String heap) throws Exception {
        var err = directory.resolve("err");
        var launcher = new ProcessBuilder("../douane", "pack", "lint")
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(err.toFile());
        launcher.environment().put("DOUANE_WORKER_HEAP", heap);
        var process = launcher.start();

        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllLines(err))
                .containsExactly("DOUANE_WORKER_HEAP (%s) must be a size from 128M to 64G".formatted(heap));
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(directory.resolve("out")).isEmptyFile();
    }

    @Test
    void a_command_is_bounded_as_a_worker_is_unless_told_otherwise() throws Exception {
        var bounds = WorkerLimits.DEFAULT;

        assertThat(Files.readString(Path.of("..", "douane"), StandardCharsets.UTF_8))
                .contains("\"-Xmx${DOUANE_WORKER_HEAP:-%dm}\"".formatted(bounds.heapMib()));
        assertThat(unlessTold(PackWorkerConfig.class, "heap")).isEqualTo(bounds.heapMib() + "M");
        assertThat(unlessTold(PackWorkerConfig.class, "deadline"))
                .isEqualTo(bounds.deadline().toString());
        assertThat(unlessTold(RulesetsConfig.class, "compileLimit"))
                .isEqualTo(bounds.compileDeadline().toString());
    }

    private static String unlessTold(Class<?> settings, String name) throws NoSuchMethodException {
        return settings.getMethod(name).getAnnotation(WithDefault.class).value();
    }

    @Test
    void the_launcher_keeps_what_the_jvm_says_off_standard_output() throws IOException {
        var launcher = Files.readString(Path.of("..", "douane"), StandardCharsets.UTF_8);

        var commands = launcher.lines()
                .dropWhile(line -> !line.startsWith("try_calls()"))
                .takeWhile(line -> !line.startsWith("bench()"))
                .filter(line -> line.contains("exec \"$JAVA_HOME/bin/java\""))
                .toList();
        assertThat(commands).hasSize(3).allSatisfy(line -> assertThat(line).contains(" $quiet "));
        assertThat(launcher).contains("quiet=\"-Xlog:disable -Xlog:all=warning,cds=off,cds+dynamic=off:stderr\"");
    }
}
