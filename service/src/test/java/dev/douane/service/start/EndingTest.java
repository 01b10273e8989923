package dev.douane.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What fails because the process was told to end is no defect of the start. */
class EndingTest {
    /** Says so before its end and at it. */
    static final class Told {
        private Told() {}

        public static void main(String... arguments) {
            System.out.println(DouaneMain.isEnding());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(DouaneMain.isEnding())));
        }
    }

    @Test
    void a_process_is_ending_from_the_moment_it_is_told_to() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Told.class.getName())
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).lines())
                .containsExactly("false", "true");
    }
}
