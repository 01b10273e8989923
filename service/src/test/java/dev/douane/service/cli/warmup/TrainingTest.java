package dev.douane.service.cli.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.BesideOthers;
import dev.douane.service.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a trained server starts is seen by {@code .ci/run}, which builds one and lets the JVM insist on its cache. */
@BesideOthers
class TrainingTest {
    @TempDir
    Path app;

    @Test
    void a_server_that_does_not_start_is_told_with_what_it_wrote_and_leaves_no_cache() throws IOException {
        var said = new StringWriter();

        var code = Terminal.run(
                new Training(), new PrintWriter(said), new PrintWriter(said), app.toString(), "--", "-Xmx32m");

        assertThat(code).isEqualTo(Terminal.UNUSABLE);
        assertThat(said.toString())
                .contains("ended before it was ready")
                .contains(app.resolve("quarkus-run.jar").toString());
        try (var left = Files.list(app)) {
            assertThat(left).isEmpty();
        }
    }
}
