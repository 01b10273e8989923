package dev.douane.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed to be copied. */
class WelcomeTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::1, [::1]",
        "::, [::1]",
        "2001:db8::7, [2001:db8::7]",
        "douane.example.com, douane.example.com"
    })
    void an_address_is_one_that_can_be_asked(String host, String asked) {
        assertThat(Welcome.reachable(host)).isEqualTo(asked);
    }

    @Test
    void a_path_is_read_back_by_a_shell_whatever_is_in_it() throws Exception {
        var path = Path.of("/srv/o'brien's \"data\" $HOME/bootstrap.key");

        var shell = new ProcessBuilder("sh", "-c", "printf %s \"$(printf %s " + Welcome.quoted(path) + ")\"").start();

        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(path.toString());
    }
}
