package dev.douane.rules.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a process says that ends. */
class LastWordsTest {
    private static LastWords said(String text) {
        var words = LastWords.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        words.await(Duration.ofMinutes(1));
        return words;
    }

    @Test
    void the_end_of_what_was_said_is_kept_on_one_line() {
        assertThat(said("first\n" + "x".repeat(3_000) + "\n\u001b[31mthen\tlast")
                        .toString())
                .startsWith("first x")
                .endsWith("x [31mthen last");
        assertThat(said("first\n" + ("x".repeat(99) + "\n").repeat(1_000) + "last")
                        .toString())
                .doesNotContain("first")
                .endsWith("x last")
                .hasSizeLessThan(10_000);
        assertThat(said("").toString()).isEmpty();
    }

    @Test
    void of_a_virtual_machine_that_breaks_what_it_says_first_is_kept() {
        var breaks = """
                a warning
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f, pid=1, tid=2
                """ + "its insides\n".repeat(10_000);

        assertThat(said(breaks).toString())
                .contains("A fatal error", "SIGSEGV")
                .doesNotContain("insides", "warning")
                .hasSizeLessThan(10_000);
        assertThat(said(breaks).tellOfNoMemory()).isFalse();
    }

    @Test
    void that_a_machine_has_no_memory_is_heard_wherever_it_is_said() {
        var much = "its insides\n".repeat(10_000);

        assertThat(said("# There is insufficient memory for the Java Runtime Environment to continue.\n" + much)
                        .tellOfNoMemory())
                .isTrue();
        assertThat(
                        said("OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00007f, 65536, 0) failed; errno=12\n"
                                        + much)
                                .tellOfNoMemory())
                .isTrue();
        assertThat(said("Terminating due to java.lang.OutOfMemoryError: Java heap space")
                        .tellOfNoMemory())
                .isFalse();
    }
}
